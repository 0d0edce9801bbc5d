/** Owns the ghost: the run that is drawn behind the run of the workbench, for a comparison. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { differInPolicy } from './experiments.ts';
import type { RunState } from './RunState.svelte.ts';

export class GhostState {
	run: RunState | null = $state.raw(null);
	#isWanted = true;

	/** After null, no ghost is chosen automatically. */
	choose(run: RunState | null): void {
		this.#isWanted = run !== null;
		this.run = run;
	}
	/**
	 * The run leaves the workbench for `next`. It becomes the ghost if it has something to compare:
	 * evaluations of the same skills. A ghost of other skills goes.
	 */
	leave(run: RunState | null, next: Pick<Experiment, 'skills'>): void {
		if (run && run.history.evaluations.length > 1) this.run = run;
		this.#dropOthers(next);
	}
	/** The run is on the workbench now: neither it nor a run of other skills is behind it. */
	open({ id, experiment }: Pick<RunState, 'id' | 'experiment'>): void {
		this.drop(id);
		this.#dropOthers(experiment);
	}
	/** The run is deleted, or it is on the workbench. */
	drop(id: string): void {
		if (this.run?.id === id) this.run = null;
	}

	#dropOthers(experiment: Pick<Experiment, 'skills'>): void {
		if (this.run && !sameSkills(this.run.experiment, experiment)) this.run = null;
	}

	/** The finished run before it of the same experiment with any policy, unless one is chosen. */
	before(run: RunState, stored: readonly RunRecord[]): RunRecord | undefined {
		if (this.run || !this.#isWanted) return undefined;
		return stored
			.slice(1 + stored.findIndex(({ id }) => id === run.id))
			.find(
				({ end, experiment }) => end === 'finished' && differInPolicy(experiment, run.experiment),
			);
	}
}

const sameSkills = (a: Pick<Experiment, 'skills'>, b: Pick<Experiment, 'skills'>): boolean =>
	a.skills.length === b.skills.length &&
	a.skills.every(({ id }) => b.skills.some((skill) => skill.id === id));
