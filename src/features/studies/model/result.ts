/** The result of a cell: plain data, equal from the page and from a headless run. */
import type { Statement } from '#core/message.ts';
import type { Ratios } from '#core/parameters.ts';
import { engineVersion } from '#training/engineVersion.ts';
import type { Evaluation, RunEvent, StepEvent } from '#training/events.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { runText } from '#lab/run/words.en.ts';
import { meanMix } from '#lab/run/runSummary.ts';
import { keyOf } from './cells.ts';
import type { Factors } from './study.ts';

export interface CellResult {
	readonly factors: Factors;
	/** SHA-256 of the cell's experiment. */
	readonly experiment: string;
	readonly steps: number;
	/** Before the first step, on as many examples as evaluations during the run. */
	readonly base: Evaluation;
	readonly final: Evaluation;
	/** Wall time of the training steps, and of the whole run with evaluations. */
	readonly trainingMilliseconds: number;
	readonly totalMilliseconds: number;
	readonly tokens: number;
	readonly backend: string;
	/** Missing in early results. */
	readonly device?: string;
	/** engineVersion of the computation. Missing in early results: version 1. */
	readonly engine?: number;
	/** Mean share of each skill over the steps, by skill id. */
	readonly mix: Ratios;
	/** Shares of the batch at these steps, in the order of the experiment's skills. */
	readonly mixAt: readonly { readonly step: number; readonly weights: readonly number[] }[];
	/** Share of the trained examples with a wrong answer; null if no skill has such noise. */
	readonly noisyShare: number | null;
	/** The cost of the policy besides the run's own steps. */
	readonly cost: {
		/** Wall time of its measurements between steps. */
		readonly probeMilliseconds: number;
		/** Before the first step: optimizer steps, measured examples, wall time. */
		readonly updates: number;
		readonly measured: number;
		readonly milliseconds: number;
	};
	readonly warnings: readonly Statement[];
}

/** Two cells that differ in one factor only. */
export type CellPair = readonly [CellResult, CellResult];

/** The stored outcome of a cell, by its key within the study. */
export type CellOutcome = {
	readonly studyId: string;
	readonly cell: string;
	readonly factors: Factors;
	/** Milliseconds since 1970. */
	readonly at: number;
} & (
	| { readonly kind: 'done'; readonly result: CellResult }
	| { readonly kind: 'failed'; readonly message: string }
);

export type FailedCell = Pick<Extract<CellOutcome, { kind: 'failed' }>, 'factors' | 'message'>;

/** The runs of a search have outcomes too. */
export const isOfCell = ({ factors }: CellOutcome): boolean => !Object.hasOwn(factors, 'search');

export const resultsByCell = (outcomes: Iterable<CellOutcome>): Map<string, CellResult> =>
	new Map(
		[...outcomes].flatMap((outcome) =>
			outcome.kind === 'done' ? [[outcome.cell, outcome.result]] : [],
		),
	);

/**
 * Reads the result of a cell from its run's events. `experiment` is the one that was trained
 * (cellExperiment). Throws the message of a failed run, and an error if the run ended early.
 */
export function resultOf(
	{ factors, experiment }: { readonly factors: Factors; readonly experiment: Experiment },
	events: readonly RunEvent[],
	totalMilliseconds: number,
	{ backend, device }: { readonly backend: string; readonly device?: string | undefined },
): CellResult {
	const end = events.findLast((event) => event.type === 'failed' || event.type === 'finished');
	if (end?.type === 'failed') throw new Error(`step ${end.step}: ${runText(end.message)}`);
	const evaluations = events.filter((event) => event.type === 'evaluation');
	const [base, final] = [evaluations.at(0), evaluations.at(-1)];
	if (!base || !final || !end) throw new Error('the run ended before its last step');
	const steps = events.filter((event) => event.type === 'step');
	const prepared = events.filter((event) => event.type === 'prepared');
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
		...(device && { device }),
		engine: engineVersion,
		mix: meanMix(experiment.skills, events),
		mixAt: steps.flatMap(({ step, weights }) =>
			step === 1 || step % experiment.evaluation.every === 0 ? [{ step, weights }] : [],
		),
		noisyShare: noisyShare(steps),
		cost: {
			probeMilliseconds: sum(steps.map((step) => step.probeMilliseconds ?? 0)),
			updates: sum(prepared.map((event) => event.updates)),
			measured: sum(prepared.map((event) => event.measured)),
			milliseconds: sum(prepared.map((event) => event.milliseconds)),
		},
		warnings: events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
	};
}

function noisyShare(steps: readonly StepEvent[]): number | null {
	const known = steps.filter(({ noisy }) => noisy !== undefined);
	if (known.length === 0) return null;
	return sum(known.map(({ noisy = [] }) => sum(noisy))) / sum(known.map(({ drawn }) => sum(drawn)));
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const withoutTimes = ({ skills, averageExact, worstExact }: Evaluation): Evaluation => ({
	skills,
	averageExact,
	worstExact,
});
