/** The run that is drawn behind the one on the bench, to compare with. */
import type { RunRecord } from '#lab/run/stores.ts';
import { apartFromPolicy } from './experiments.ts';
import type { RunState } from './RunState.svelte.ts';

export class GhostState {
	#run: RunState | null = $state.raw(null);
	#wanted = true;

	get run() {
		return this.#run;
	}

	/** Null: none, and none by itself from now on. */
	choose(run: RunState | null): void {
		this.#wanted = run !== null;
		this.#run = run;
	}
	/** The run that has just left the bench, if it has come far enough to be compared with. */
	leave(run: RunState): void {
		if (run.history.evaluations.length > 1) this.#run = run;
	}
	/** This run is deleted, or on the bench itself. */
	drop(id: string): void {
		if (this.#run?.id === id) this.#run = null;
	}

	/** Unless another is compared or none is wanted: the same experiment under uniform mixing, if it was run. */
	uniformFor(run: RunState, stored: readonly RunRecord[]): RunRecord | undefined {
		if (this.#run || !this.#wanted) return undefined;
		const wanted = apartFromPolicy(run.experiment);
		return stored.find(
			({ id, end, experiment }) =>
				id !== run.id &&
				end === 'finished' &&
				experiment.policy.every((segment) => segment.id === 'uniform') &&
				apartFromPolicy(experiment) === wanted,
		);
	}
}
