/** A run that trains while the bench shows another: a repeat with another seed. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { RunState } from './RunState.svelte.ts';

export class BackgroundRun {
	readonly #client: LabClient;
	#current: { readonly run: RunState; readonly leaving: AbortController } | null = null;

	constructor(client: LabClient) {
		this.#client = client;
	}

	get run(): RunState | undefined {
		return this.#current?.run;
	}

	/** Resolves at the run's end; after `leave` it rejects with an AbortError, and the run is deleted. */
	async train(run: RunState, experiment: Experiment): Promise<void> {
		const leaving = new AbortController();
		this.#current = { run, leaving };
		try {
			const ended = endOf(this.#client, run.id, leaving.signal);
			ended.catch(() => {}); // run.create may fail first, and then nobody waits for the end
			await this.#client['run.create']({ runId: run.id, experiment });
			await run.play({ kind: 'full' });
			await ended;
		} finally {
			const left = leaving.signal.aborted;
			leaving.abort();
			this.#current = null;
			if (left) await this.#client['run.delete']({ runId: run.id });
		}
	}

	/** Ends it, if there is one: the lab trains one run at a time. */
	leave(): void {
		this.#current?.leaving.abort();
	}
}

/** Resolves when a run has come to its end, one way or another; rejects when `signal` aborts. */
function endOf(client: LabClient, runId: string, signal: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const ignore = client.subscribe((event) => {
			if (event.event !== 'run.status' || event.runId !== runId) return;
			if (!['finished', 'stopped', 'failed'].includes(event.status.kind)) return;
			ignore();
			resolve();
		});
		signal.addEventListener('abort', () => {
			ignore();
			reject(new DOMException('Another run is wanted.', 'AbortError'));
		});
	});
}
