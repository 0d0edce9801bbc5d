/** Owns the ghost: the run that is drawn behind the run of the workbench, for a comparison. */
import type { RunRecord } from '#lab/run/stores.ts';
import { uniformRunFor } from './experiments.ts';
import type { RunState } from './RunState.svelte.ts';

export class GhostState {
	run: RunState | null = $state.raw(null);
	#isWanted = true;

	/** After null, no ghost is chosen automatically. */
	choose(run: RunState | null): void {
		this.#isWanted = run !== null;
		this.run = run;
	}
	/** The run leaves the workbench. It becomes the ghost if it has something to compare. */
	leave(run: RunState): void {
		if (run.history.evaluations.length > 1) this.run = run;
	}
	/** The run is deleted, or it is on the workbench itself. */
	drop(id: string): void {
		if (this.run?.id === id) this.run = null;
	}

	/** A finished run of the same experiment under uniform mixing, unless a ghost is chosen. */
	uniformFor(run: RunState, stored: readonly RunRecord[]): RunRecord | undefined {
		if (this.run || !this.#isWanted) return undefined;
		const others = stored.filter(({ id }) => id !== run.id);
		return uniformRunFor(run.experiment, others);
	}
}
