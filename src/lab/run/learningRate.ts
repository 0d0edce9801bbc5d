/** The learning rate that the lab proposes, and how far an ended run went in its schedule. */
import type { RunProgress } from '#engine/core/runProgress.ts';
import { learningRateAt, learningRateOver } from '#engine/training/RunEnd.ts';
import type { Experiment } from './experiment.ts';

/** Peak of the default schedule. docs/dev/world.md has the choice. */
export const defaultLearningRate = 3e-3;
/** After a rate that was too high: a third, to two significant digits, and at most the default. */
export const suggestedLearningRate = (learningRate: number): number =>
	Math.min(defaultLearningRate, Number((learningRate / 3).toPrecision(2)));

interface EndedRun {
	readonly experiment: Experiment;
	readonly progress: Pick<RunProgress, 'fraction'>;
	/** Completed steps. */
	readonly step: number;
}

/** noRate: it was 0 in each step. warming: the run ended within its warm-up. */
export function reachedRate({
	experiment: { schedule, steps, budget, optimizer },
	progress: { fraction },
	step,
}: EndedRun): 'noRate' | 'warming' | 'whole' {
	// Decay falls from the first step on, which is the last of a run of one step.
	const first = budget
		? learningRateOver(Math.min(1, fraction / step), optimizer.learningRate, schedule)
		: learningRateAt(1, steps, optimizer.learningRate, schedule);
	if (first === 0) return 'noRate';
	const used = budget ? fraction : step / steps;
	return used < schedule.warmup || schedule.warmup === 1 ? 'warming' : 'whole';
}
