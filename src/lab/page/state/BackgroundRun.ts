/** Owns the background run: a run that trains beside the run of the workbench. */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { RunState } from './RunState.svelte.ts';
import { errorText } from '#lab/page/words/words.ts';

export class BackgroundRun {
	#current: { readonly run: RunState; readonly leaving: AbortController } | null = null;

	constructor(private readonly client: LabClient) {}

	get run(): RunState | undefined {
		return this.#current?.run;
	}

	/** Resolves at the run's end. After `leave` it deletes the run and throws an AbortError. */
	async train(run: RunState, experiment: Experiment): Promise<void> {
		const leaving = new AbortController();
		this.#current = { run, leaving };
		try {
			const ended = waitForEnd(this.client, run.id, leaving.signal);
			// The runs of a study need one device.
			await Promise.race([this.client['lab.settled'](), ended]);
			await this.client['run.create']({ runId: run.id, experiment });
			leaving.signal.throwIfAborted();
			await run.play({ kind: 'full' });
			await ended;
		} finally {
			const left = leaving.signal.aborted;
			leaving.abort();
			this.#current = null;
			if (left) await this.client['run.delete']({ runId: run.id });
		}
	}

	/** Ends the run without a trace. */
	leave(): void {
		const { run, leaving } = this.#current ?? {};
		leaving?.abort();
		// While it is made, its creation ends too.
		if (run) void this.client['task.cancel']({ task: run.id });
	}
	/** Ends the run. One that has begun is evaluated, and stays. */
	async stop(): Promise<void> {
		const run = this.#current?.run;
		if (run?.status.kind === 'running') await run.stop();
		else this.leave();
	}
}

/**
 * Resolves when the run has finished, stopped or failed. Throws if the signal or the lab ends, and
 * if the run pauses after it has begun to train: nothing would continue it.
 */
export function waitForEnd(client: LabClient, runId: string, signal: AbortSignal): Promise<void> {
	const end = new Promise<void>((resolve, reject) => {
		let hasBegun = false;
		const ignore = client.subscribe((event) => {
			if (event.event === 'lab.crashed') reject(new Error(errorText(event.error)));
			if (event.event !== 'run.status' || event.runId !== runId) return;
			const { kind, step } = event.status;
			if (kind === 'running') hasBegun = true;
			else if (kind === 'paused' && hasBegun) reject(new InputError(paused(step), { runId }));
			else if (['finished', 'stopped', 'failed'].includes(kind)) resolve();
		});
		signal.addEventListener('abort', () => {
			ignore();
			reject(new DOMException('Another run is wanted.', 'AbortError'));
		});
	});
	end.catch(() => {}); // If the creation of the run fails, nothing waits for its end.
	return end;
}

const paused = (step: number) => sentence('lab.page.runWasPausedAtStep', { step });
