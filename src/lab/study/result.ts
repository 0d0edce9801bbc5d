/** The result of a cell: plain data, equal from the page and from a headless run. */
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { Evaluation, EvaluationEvent, RunEvent, StepEvent } from '#lab/training/events.ts';
import { bestCheckpoint } from '#lab/run/bestCheckpoint.ts';
import { statementText, type Statement } from '#engine/core/message.ts';
import { sum } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { drawnShares, finalScores, meanMix } from '#lab/run/runSummary.ts';
import { onSameRows } from '#lab/run/sameRows.ts';
import { toKey, type Cell } from './cells.ts';
import { factorsKey } from './factors.ts';
import { toSchedule } from './schedule.ts';
import type { Factors } from './study.ts';

export type CellResult = Readonly<
	Omit<ReturnType<typeof toResult>, 'engine' | 'drawn' | 'lossAt'>
> & {
	/** engineVersion of the computation. Missing in early published results: version 1. */
	readonly engine?: number;
	/** Missing in results of earlier versions. */
	readonly drawn?: ReturnType<typeof drawnShares>;
	readonly lossAt?: readonly LossAt[];
	/** Of a study that asks questions. */
	readonly answers?: CellAnswers;
};

/** Greedy answers to a question set, in its order. */
export interface CellAnswers {
	readonly before: readonly string[];
	readonly after: readonly string[];
}

/** An evaluation of held-out rows. Lists are in the order of the experiment's skills. */
export interface LossAt {
	readonly step: number;
	/** To six digits. */
	readonly losses: readonly number[];
	/** bitText(): which prompts are right; null: not scored. Missing in early results. */
	readonly right?: readonly (string | null)[];
}

/** The evaluation of a run at a step, or its last one; null: it has none there. */
export const evaluationAt = ({ lossAt = [] }: CellResult, at: number | 'end'): LossAt | null =>
	(at === 'end' ? lossAt.at(-1) : lossAt.find(({ step }) => step === at)) ?? null;

/** Two cells that differ in one factor only. */
export type CellPair = readonly [CellResult, CellResult];

/** The cells of both sides with equal values of these factors. */
export function pairCells(
	left: readonly CellResult[],
	right: readonly CellResult[],
	ids: readonly string[],
): CellPair[] {
	const partners = new Map(right.map((cell) => [factorsKey(cell.factors, ids), cell]));
	return left.flatMap((cell): CellPair[] => {
		const partner = partners.get(factorsKey(cell.factors, ids));
		return partner ? [[cell, partner]] : [];
	});
}

/** First minus second cell of each pair, without the pairs in which one has no such number. */
export const readGaps = (
	pairs: readonly CellPair[],
	read: (cell: CellResult) => number | null,
): { readonly pair: CellPair; readonly gap: number }[] =>
	pairs.flatMap((pair) => {
		const [a, b] = pair.map(read);
		return a === null || b === null ? [] : [{ pair, gap: a - b }];
	});

/** The stored outcome of a cell, by its key within the study. */
export type CellOutcome = {
	readonly studyId: string;
	readonly cell: string;
	readonly factors: Factors;
	/** Milliseconds since 1970. */
	readonly at: number;
} & (
	| { readonly kind: 'done'; readonly result: CellResult }
	| { readonly kind: 'failed'; readonly message: Statement }
);

export type FailedCell = Pick<Extract<CellOutcome, { kind: 'failed' }>, 'factors' | 'message'>;

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
export function toResult(
	{ factors, experiment, keepsSchedule }: Pick<Cell, 'factors' | 'experiment' | 'keepsSchedule'>,
	events: readonly RunEvent[],
	totalMilliseconds: number,
	{ backend, device }: { readonly backend: string; readonly device?: string | undefined },
) {
	const end = events.findLast((event) => event.type === 'failed' || event.type === 'finished');
	if (end?.type === 'failed') throw new Error(`step ${end.step}: ${statementText(end.message)}`);
	const scores = finalScores(events);
	if (!scores || !end) throw new Error('the run ended before its last step');
	const evaluations = events.filter((event) => event.type === 'evaluation');
	const steps = events.filter((event) => event.type === 'step');
	const best = bestCheckpoint(experiment, events)?.step;
	const scoresOfBest = evaluations.find(({ step }) => step === best);
	const prepared = events.filter((event) => event.type === 'prepared');
	return {
		factors,
		/** SHA-256 of the cell's experiment. */
		experiment: toKey(experiment),
		steps: scores.steps,
		/** Before the first step, on the rows of `final`. In old runs and results, on fewer. */
		base: withoutTimes(baseOnRowsOf(scores.final, scores.base, experiment)),
		final: withoutTimes(scores.final),
		/** Held-out scores of the checkpoint that `evaluation.best` chooses on validation rows. */
		...(scoresOfBest && { best: { step: scoresOfBest.step, ...withoutTimes(scoresOfBest) } }),
		/** Wall time of the training steps, and of the whole run with evaluations. */
		trainingMilliseconds: sum(steps.map((step) => step.milliseconds)),
		totalMilliseconds,
		tokens: sum(steps.map((step) => sum(step.tokens))),
		backend,
		...(device && { device }),
		engine: engineVersion,
		/** Mean share of each skill over the steps, by skill id. */
		mix: meanMix(experiment.skills, events),
		/** Share of each skill in the examples and tokens that were drawn, by skill id. */
		drawn: drawnShares(experiment.skills, events),
		lossAt: evaluations.map(({ step, skills }): LossAt => ({
			step,
			losses: skills.map(({ loss }) => Number(loss.toPrecision(6))),
			right: skills.map(({ right }) => right ?? null),
		})),
		/** Shares of the batch at these steps, in the order of the experiment's skills. */
		mixAt: steps.flatMap(({ step, weights }) =>
			step === 1 || step % experiment.evaluation.every === 0 ? [{ step, weights }] : [],
		),
		/** Shares of each step, if another cell of the study trains on them. */
		...(keepsSchedule && { schedule: toSchedule(experiment.skills, steps) }),
		noisyShare: noisyShare(steps),
		/** The cost of the policy besides the run's own steps. */
		cost: {
			/** Wall time of its measurements between steps. */
			probeMilliseconds: sum(steps.map((step) => step.probeMilliseconds ?? 0)),
			/** Before the first step: optimizer steps, measured examples, wall time. */
			updates: sum(prepared.map((event) => event.updates)),
			measured: sum(prepared.map((event) => event.measured)),
			milliseconds: sum(prepared.map((event) => event.milliseconds)),
		},
		warnings: events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
	};
}

/** The base's scores on the rows of `final`; of an old run that has none, its own. */
function baseOnRowsOf(
	{ also: _, ...final }: EvaluationEvent,
	base: EvaluationEvent,
	{ skills }: Experiment,
): Evaluation {
	const { before, areLossesComparable } = onSameRows(base, final, skills);
	return areLossesComparable ? before : base;
}

/** The results whose base and end are of the same rows; all, if old ones are all there are. */
export function resultsWithBase(results: readonly CellResult[]): readonly CellResult[] {
	const same = results.filter(({ base, final }) =>
		final.skills.every(({ examples }, i) => base.skills[i]?.examples === examples),
	);
	return same.length > 0 ? same : results;
}

/** Share of the trained examples with a wrong answer; null if no skill has such noise. */
function noisyShare(steps: readonly StepEvent[]): number | null {
	const known = steps.filter(({ noisy }) => noisy !== undefined);
	if (known.length === 0) return null;
	return sum(known.map(({ noisy = [] }) => sum(noisy))) / sum(known.map(({ drawn }) => sum(drawn)));
}

/** Without the losses of single rows: a study has many cells. */
const withoutTimes = ({ skills, averageExact, worstExact }: Evaluation): Evaluation => ({
	skills: skills.map(({ losses: _, ...score }) => score),
	averageExact,
	worstExact,
});

/** Wall time of the run's parts, without interruptions. */
export const runMilliseconds = (events: readonly RunEvent[]): number =>
	sum(
		events.flatMap((event) => [
			'milliseconds' in event ? event.milliseconds : 0,
			event.type === 'step' ? (event.probeMilliseconds ?? 0) : 0,
		]),
	);
