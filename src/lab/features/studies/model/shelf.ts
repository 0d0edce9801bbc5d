/**
 * A published study as a small file: its study file, and the numbers of its cells that a report
 * needs. Losses have seven digits.
 */
import type { JsonObject } from '#engine/core/json.ts';
import { mean } from '#engine/core/statistics.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { Evaluation } from '#lab/training/events.ts';
import type { ReportMessage } from './messages.ts';
import type { CellResult } from './result.ts';
import type { Factors } from './study.ts';

/** In the order of the shelf. */
export const shelfTopics = ['policies', 'mos', 'mospec', 'raise', 'blends'] as const;
export type ShelfTopic = (typeof shelfTopics)[number];

export interface ShelfEntry {
	/** The file is `name.json`. */
	readonly name: string;
	readonly topic: ShelfTopic;
	readonly title: string;
	readonly about: string;
	readonly headline: ReportMessage | null;
	readonly cells: number;
	readonly engine: number;
}

export interface ShelfStudy {
	readonly version: 1;
	/** The study as in its file in studies/. */
	readonly file: JsonObject;
	readonly skills: readonly string[];
	/** Held-out examples per skill before the first step and at the end; 0: not known. */
	readonly examples: readonly [base: readonly number[], final: readonly number[]];
	/** Scores before the first step; equal for the cells of a model. */
	readonly bases: readonly ShelfScores[];
	readonly cells: readonly ShelfCell[];
}

export type ShelfScores = readonly [exact: readonly (number | null)[], loss: readonly number[]];

/** By skill; null: not trained. */
export type ShelfShares = readonly (number | null)[];

interface ShelfCell {
	readonly factors: Factors;
	/** Index in `bases`. */
	readonly base: number;
	readonly scores: ShelfScores;
	/** Step and scores of the best checkpoint, if the study keeps one. */
	readonly best?: readonly [step: number, ...scores: ShelfScores];
	/** Mean shares. */
	readonly mix: ShelfShares;
	/** Shares of the drawn examples and of their tokens; early results have none. */
	readonly drawn?: readonly [examples: ShelfShares, tokens: ShelfShares];
	/** Steps, tokens, seconds of training, seconds in all. */
	readonly run: readonly [number, number, number, number];
	/** Seconds of probes; updates, measured examples and seconds before the first step. */
	readonly cost: readonly [number, number, number, number];
	readonly noisyShare: number | null;
	readonly backend: string;
	readonly engine: number;
	/** The first 16 digits of the experiment's SHA-256; empty in early results. */
	readonly experiment: string;
}

/** A loss as a file has it. */
export const shelfLoss = (value: number) =>
	Number.isFinite(value) ? Number(value.toPrecision(7)) : 0;

export const unpackShelf = ({ skills, examples, bases, cells }: ShelfStudy): CellResult[] =>
	cells.map(({ factors, base, scores, best, mix, drawn, run, cost, noisyShare, ...origin }) => {
		const trained = mix.map((share) => share !== null);
		const bySkill = (shares: ShelfShares) =>
			Object.fromEntries(
				skills.flatMap((id, i) => (shares[i] === null ? [] : [[id, shares[i]] as const])),
			);
		const [steps, tokens, training, total] = run;
		const [probes, updates, measured, beforehand] = cost;
		return {
			factors,
			...origin,
			steps,
			tokens,
			base: toEvaluation(bases[base], examples[0], trained),
			final: toEvaluation(scores, examples[1], trained),
			...(best && {
				best: { step: best[0], ...toEvaluation([best[1], best[2]], examples[0], trained) },
			}),
			trainingMilliseconds: 1000 * training,
			totalMilliseconds: 1000 * total,
			mix: bySkill(mix),
			...(drawn && { drawn: { examples: bySkill(drawn[0]), tokens: bySkill(drawn[1]) } }),
			mixAt: [],
			noisyShare,
			cost: {
				probeMilliseconds: 1000 * probes,
				updates,
				measured,
				milliseconds: 1000 * beforehand,
			},
			warnings: [],
		};
	});

/** Average and worst are over the trained skills with an exact match. */
function toEvaluation(
	[exact, loss]: ShelfScores,
	examples: readonly number[],
	trained: readonly boolean[],
): Evaluation {
	const marks = exact.flatMap((mark, skill) =>
		mark !== null && trained[skill] ? [{ skill, exact: mark }] : [],
	);
	return {
		skills: exact.map((mark, i) => ({
			exact: mark,
			loss: loss[i],
			tokenAccuracy: NaN,
			examples: examples[i],
		})),
		averageExact: marks.length > 0 ? mean(marks.map((mark) => mark.exact)) : null,
		worstExact: marks.toSorted((a, b) => a.exact - b.exact).at(0) ?? null,
	};
}

/** The versions of the engine that computed a published study, beside today's. */
export const besideToday = (engines: readonly number[]) => ({
	engines,
	engine: engineVersion,
	isSame: engines.includes(engineVersion),
});

export interface CellCheck {
	readonly isSame: boolean;
	/** The skill with the largest difference of exact match, or else of loss. */
	readonly skill: number;
	readonly exact: readonly [published: number | null, here: number | null];
	readonly loss: readonly [published: number, here: number];
	readonly engines: readonly [published: number, here: number];
	readonly backends: readonly [published: string, here: string];
	/** Today's lab makes the experiment that was published; null: not known. */
	readonly isSameExperiment: boolean | null;
}

/** Compares a cell that was trained again with the published one, skill by skill. */
export function checkCell(published: CellResult, here: CellResult): CellCheck {
	const gaps = published.final.skills.map((score, skill) => {
		const trainedHere = here.final.skills[skill];
		const exact = Math.abs((score.exact ?? 0) - (trainedHere.exact ?? 0));
		const gap = Math.abs(score.loss - shelfLoss(trainedHere.loss));
		// Rounding seven digits again to six can change the sixth.
		const loss = gap <= 5e-7 * score.loss ? 0 : gap;
		return { skill, exact: exact < 1e-6 ? 0 : exact, loss };
	});
	const [largest] = gaps.toSorted((a, b) => b.exact - a.exact || b.loss - a.loss);
	const [before, other] = [published, here].map(({ final }) => final.skills[largest.skill]);
	return {
		isSame: largest.exact === 0 && largest.loss === 0,
		skill: largest.skill,
		exact: [before.exact, other.exact],
		loss: [before.loss, other.loss],
		engines: [published.engine ?? 1, here.engine ?? 1],
		backends: [published.backend, here.backend],
		isSameExperiment:
			published.experiment === '' ? null : here.experiment.startsWith(published.experiment),
	};
}
