/** Owns the background run: a run that trains beside the run of the workbench. */
import type { LabClient } from '#lab/worker/client.ts';
import type { RunState } from './RunState.svelte.ts';

export class BackgroundRun {
	#current: { readonly run: RunState; isLeft: boolean } | null = null;

	constructor(private readonly client: LabClient) {}

	get run(): RunState | undefined {
		return this.#current?.run;
	}

	/** Resolves at the run's end. After `leave` it deletes the run and throws an AbortError. */
	async train(run: RunState): Promise<void> {
		const current = (this.#current = { run, isLeft: false });
		try {
			await this.client['run.train']({ runId: run.id, experiment: run.experiment });
			if (current.isLeft) throw new DOMException('Another run is wanted.', 'AbortError');
		} finally {
			this.#current = null;
			if (current.isLeft) await this.client['run.delete']({ runId: run.id });
		}
	}

	/** Ends the run without a trace. */
	leave(): void {
		if (!this.#current) return;
		this.#current.isLeft = true;
		void this.client['task.cancel']({ task: this.#current.run.id });
	}
	/** Ends the run. One that has begun is evaluated, and stays. */
	async stop(): Promise<void> {
		const run = this.#current?.run;
		if (run?.status.kind === 'running') await run.stop();
		else this.leave();
	}
}
