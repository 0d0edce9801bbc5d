/** A run's cost in updates with its preparations, and that of one pass over all data. Pure. */
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { PreparedEvent } from '#training/events.ts';
import { poolSize } from '#page/workbench/pool.ts';

export function runCosts(
	run: { readonly step: number; readonly prepared: readonly PreparedEvent[] },
	experiment: Pick<Experiment, 'skills' | 'batching'>,
	infos: readonly Pick<SkillInfo, 'id' | 'counts' | 'scorer'>[],
) {
	const sum = (read: (event: PreparedEvent) => number) =>
		run.prepared.reduce((total, event) => total + read(event), 0);
	const pool = poolSize(experiment, infos);
	return {
		/** Updates of the run itself, and of its policies' preparations. */
		run: run.step,
		preparation: sum(({ updates }) => updates),
		/** Examples measured by preparations, one forward pass each. */
		measured: sum(({ measured }) => measured),
		/** Time of the preparations. */
		milliseconds: sum(({ milliseconds }) => milliseconds),
		/** Updates of one epoch at the run's batch size; null if a skill is missing. */
		fullData: pool === null ? null : Math.ceil(pool / experiment.batching.size),
	};
}
