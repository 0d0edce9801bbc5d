/** What a cell's run gave, out of the run's events. */
import { InternalError } from '#core/errors.ts';
import { engineVersion } from '#training/engineVersion.ts';
import type { Evaluation, RunEvent, StepEvent } from '#training/events.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { meanMix } from '#lab/run/meanMix.ts';
import { keyOf } from './cells.ts';
import type { CellCost, CellResult } from './result.ts';
import type { Factors } from './study.ts';

/**
 * `cell`: with the experiment that was run (cellExperiment). Throws an error with the run's own message when it failed, and one that
 * says so when it ended early.
 */
export function resultOf(
	{ factors, experiment }: { readonly factors: Factors; readonly experiment: Experiment | null },
	events: readonly RunEvent[],
	totalMilliseconds: number,
	backend: string,
): CellResult {
	if (!experiment) throw new InternalError('A cell has no result before its experiment is known.');
	const end = events.findLast((event) => event.type === 'failed' || event.type === 'finished');
	if (end?.type === 'failed') throw new Error(`step ${end.step}: ${end.message}`);
	const evaluations = events.filter((event) => event.type === 'evaluation');
	const [base, final] = [evaluations.at(0), evaluations.at(-1)];
	if (!base || !final || !end) throw new Error('the run ended before its last step');
	const steps = events.filter((event) => event.type === 'step');
	return {
		factors,
		experiment: keyOf(experiment),
		steps: final.step,
		base: withoutTimes(base),
		final: withoutTimes(final),
		trainingMilliseconds: sum(steps.map((step) => step.milliseconds)),
		totalMilliseconds,
		tokens: sum(steps.map((step) => sum(step.tokens))),
		backend,
		engine: engineVersion,
		mix: meanMix(experiment.skills, events),
		mixAt: steps.flatMap(({ step, weights }) =>
			step === 1 || step % experiment.evaluation.every === 0 ? [{ step, weights }] : [],
		),
		noisyShare: noisyShare(steps),
		cost: costOf(events),
		warnings: events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
	};
}

function noisyShare(steps: readonly StepEvent[]): number | null {
	const known = steps.filter(({ noisy }) => noisy !== undefined);
	if (known.length === 0) return null;
	return sum(known.map(({ noisy = [] }) => sum(noisy))) / sum(known.map(({ drawn }) => sum(drawn)));
}

function costOf(events: readonly RunEvent[]): CellCost {
	const steps = events.filter((event) => event.type === 'step');
	const prepared = events.filter((event) => event.type === 'prepared');
	return {
		probeMilliseconds: sum(steps.map((step) => step.probeMilliseconds ?? 0)),
		updates: sum(prepared.map((event) => event.updates)),
		measured: sum(prepared.map((event) => event.measured)),
		milliseconds: sum(prepared.map((event) => event.milliseconds)),
	};
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const withoutTimes = ({ skills, averageExact, worstExact }: Evaluation): Evaluation => ({
	skills,
	averageExact,
	worstExact,
});
