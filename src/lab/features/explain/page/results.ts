/** The results of a run as table rows and a figure, and their comparison with another run. Pure. */
import { headline, isNoneRight, scoredPrompts, scoreUnit } from '#engine/core/exactMatch.ts';
import type { MeasureId } from '#engine/core/measureKinds.ts';
import { independentShares, isTold, type Proportion } from '#engine/core/paired.ts';
import {
	highest,
	lowest,
	mean,
	meanInterval,
	sum,
	type Interval,
} from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import {
	averageDifference,
	onSameRows,
	scoresOnSameRows,
	skillChange,
	type SameRows,
	type SkillChange,
} from '#lab/run/sameRows.ts';
import type { Evaluation, EvaluationEvent, SkillScore } from '#lab/training/events.ts';
import type { Figure } from '#lab/page/charts/figure.ts';
import * as format from '#languages/format.ts';
import { skillName, words } from '#lab/page/words/words.ts';
import type { WorkbenchSkill } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import { explainWords } from '../words.ts';

interface Side {
	readonly experiment: Experiment;
	readonly tuned: Scored;
	/** Final evaluations of the runs that differ only in the seed. */
	readonly seeds: readonly (readonly [seed: number, evaluation: Scored])[];
}
type Scored = Evaluation & Pick<EvaluationEvent, 'also'>;

export type ResultRow = ReturnType<typeof resultRows>[number];
/** A row per skill, then the average and the worst skill if any skill has exact match. */
export function resultRows(
	side: Side & {
		readonly base: Scored;
		/** `overall`: average and worst can be compared too. */
		readonly ghost: (Side & { readonly overall: boolean }) | undefined;
	},
) {
	const { experiment, base, tuned, ghost } = side;
	const same = onSameRows(base, tuned, experiment.skills);
	const ends = finals(side).map((evaluation) => onSameRows(base, evaluation, experiment.skills));
	const row = (name: string, read: ReadShare, compare: Compare | null) => ({
		name,
		baseExact: read(same.before)?.share ?? null,
		/** Held-out prompts behind the score, if they are few; else null. */
		few: fewPrompts(read(same.after)),
		...overSeeds(ends, read),
		versus: ghost && compare ? compareSides(side, ghost, compare) : null,
	});
	const bySkill = experiment.skills.map((ref, skill) => {
		const name = skillName(ref);
		const ghostIndex = ghost?.experiment.skills.findIndex((other) => isSame(other, ref)) ?? -1;
		const compare = ghostIndex < 0 ? null : compareSkill(skill, ghostIndex);
		return {
			skill,
			/** null: raw text has a loss only. */
			measure: measureOf(tuned.skills[skill]),
			/** What the share counts; of average and worst null. */
			unit: scoreUnit(tuned.skills[skill]),
			...row(name, readExact(skill), compare),
			baseLoss: same.areLossesComparable ? same.before.skills[skill].loss : null,
			loss: meanInterval(ends.map(({ after }) => after.skills[skill].loss)).mean,
			/** Held-out prompts of both models. */
			rows: same.after.skills[skill].examples,
			change: changeOf(ends, skill),
		};
	});
	const { average, worst } = words.common;
	const isTrained = experiment.skills.map(({ use }) => use === 'train');
	const overall = { skill: null, measure: null, unit: null, rows: null, change: null };
	const compared = [base, ...finals(side), ...(ghost?.overall ? finals(ghost) : [])];
	if (tuned.averageExact === null || isNoneRight(compared, isTrained)) {
		const meanLoss = (scores: Evaluation) => headline(scores, isTrained, true)?.average ?? null;
		const none = { exact: null, baseExact: null, half: null, few: null, versus: null };
		const losses = ends.flatMap(({ after }) => meanLoss(after) ?? []);
		const loss = losses.length === 0 ? null : mean(losses);
		const baseLoss = same.areLossesComparable ? meanLoss(same.before) : null;
		return [...bySkill, { ...overall, ...none, name: average, baseLoss, loss }];
	}
	const noLoss = { baseLoss: null, loss: null };
	const readAverage = averageOf(isTrained);
	const pairs = ghost?.overall ? trainedPairs(experiment, ghost.experiment) : null;
	return [
		...bySkill,
		{ ...overall, ...noLoss, ...row(average, readAverage, pairs && compareAverage(pairs)) },
		{ ...overall, ...noLoss, ...row(worst, readWorst, pairs && compareWorst(pairs)) },
	];
}

const measureOf = ({ exact, measure = 'exact' }: SkillScore): MeasureId | null =>
	exact === null ? null : measure;

/** Over several runs, the interval that holds those of all: a claim is true of each of them. */
function changeOf(ends: readonly SameRows<Evaluation>[], skill: number): SkillChange {
	const changes = ends.map(({ before, after }) =>
		skillChange(before.skills[skill], after.skills[skill]),
	);
	const around = (intervals: readonly (Interval | null)[]): Interval | null => {
		const known = intervals.filter((interval) => interval !== null);
		if (known.length < intervals.length) return null;
		return {
			mean: mean(known.map((interval) => interval.mean)),
			low: lowest(known.map(({ low }) => low)),
			high: highest(known.map(({ high }) => high)),
			n: known[0].n,
		};
	};
	return {
		exact: around(changes.map(({ exact }) => exact)),
		loss: around(changes.map(({ loss }) => loss)),
	};
}

/** Below 20 prompts, a score is shown with their number. */
const fewPrompts = (score: Proportion | null): number | null =>
	score && score.of < 20 ? score.of : null;

type ReadShare = (evaluation: Evaluation) => Proportion | null;
const readExact =
	(skill: number): ReadShare =>
	({ skills }) => {
		const score = skills[skill];
		return score.exact === null ? null : { share: score.exact, of: scoredPrompts(score) };
	};
const averageOf =
	(isTrained: readonly boolean[]): ReadShare =>
	({ averageExact, skills }) =>
		averageExact === null
			? null
			: {
					share: averageExact,
					of: sum(skills.filter((_, skill) => isTrained[skill]).map(scoredPrompts)),
				};
const readWorst: ReadShare = ({ worstExact, skills }) =>
	worstExact && { share: worstExact.exact, of: scoredPrompts(skills[worstExact.skill]) };

/** If there is one seed, the current run counts, even if it has not finished. */
const finals = ({ tuned, seeds }: Side): readonly Scored[] =>
	seeds.length > 1 ? seeds.map(([, evaluation]) => evaluation) : [tuned];

/** The mean over seeds and the half-width of its 95 % interval; with one seed, its value. */
function overSeeds(ends: readonly SameRows<Evaluation>[], read: ReadShare) {
	const shares = ends.flatMap(({ after }) => read(after)?.share ?? []);
	if (shares.length === 0) return { exact: null, half: null };
	const { mean, high } = meanInterval(shares);
	return { exact: mean, half: shares.length > 1 ? high - mean : null };
}

/** First minus second run, with the 95 % interval over their prompts; null: not comparable. */
type Compare = (a: Scored, b: Scored) => Interval | null;

const compareSkill =
	(skill: number, ofOther: number): Compare =>
	(a, b) => {
		const same = scoresOnSameRows(b, ofOther, a, skill);
		return same && skillChange(same.before, same.after).exact;
	};

/** Indices of the trained skills in both experiments, which train the same ones. */
const trainedPairs = (a: Experiment, b: Experiment) =>
	a.skills.flatMap((ref, i) =>
		ref.use === 'train' ? [[i, b.skills.findIndex((other) => isSame(other, ref))] as const] : [],
	);
type Pairs = ReturnType<typeof trainedPairs>;

/** The scores of both on the same rows. */
function scoredPairs(pairs: Pairs, a: Scored, b: Scored) {
	const same = pairs.flatMap(([i, j]) => scoresOnSameRows(b, j, a, i) ?? []);
	const scored = same.filter(({ before, after }) => before.exact !== null && after.exact !== null);
	return { mine: scored.map(({ after }) => after), others: scored.map(({ before }) => before) };
}

const compareAverage =
	(pairs: Pairs): Compare =>
	(a, b) => {
		const { mine, others } = scoredPairs(pairs, a, b);
		return averageDifference(others, mine);
	};

/** The worst skill of each can be another, with other prompts. */
const compareWorst =
	(pairs: Pairs): Compare =>
	(a, b) => {
		const { mine, others } = scoredPairs(pairs, a, b);
		const worst = (scores: readonly SkillScore[]) =>
			scores.toSorted((x, y) => x.exact! - y.exact!).at(0);
		const [x, y] = [worst(mine), worst(others)];
		if (!x || !y) return null;
		return independentShares(
			{ share: y.exact!, of: scoredPrompts(y) },
			{ share: x.exact!, of: scoredPrompts(x) },
		);
	};

export type Versus = NonNullable<ReturnType<typeof compareSides>>;
/**
 * A difference of two shares. `seeds`: paired over seeds. `chance`: within chance. `seed`: one seed
 * each, so another seed may reverse it.
 */
function compareSides(a: Side, b: Side, compare: Compare) {
	const ofB = new Map(b.seeds);
	const differences = a.seeds.flatMap(([seed, evaluation]) => {
		const other = ofB.get(seed);
		return (other && compare(evaluation, other))?.mean ?? [];
	});
	if (differences.length > 1) {
		const { mean, high } = meanInterval(differences);
		const seeds = differences.length;
		return { kind: 'seeds' as const, difference: mean, half: high - mean, seeds };
	}
	const interval = compare(a.tuned, b.tuned);
	if (!interval) return null;
	const { mean: difference, low, high } = interval;
	return isTold(interval)
		? { kind: 'seed' as const, difference }
		: { kind: 'chance' as const, difference, half: Math.max(high - difference, difference - low) };
}

/** Indices into `shapes` of the marks after and before training. */
const [disc, ring] = [0, 8];

/** Rows without exact match are left out. */
export function resultsFigure(rows: readonly ResultRow[], all: readonly WorkbenchSkill[]): Figure {
	const text = words.files.chart;
	const { before, after, low, high } = text;
	const marked = rows.flatMap(({ skill, name, baseExact, exact, half }) => {
		if (exact === null) return [];
		const mark = skill === null ? { color: 'var(--ink)' } : all[skill].style;
		return {
			label: name,
			...mark,
			before: baseExact,
			after: exact,
			low: half === null ? null : exact - half,
			high: half === null ? null : exact + half,
		};
	});
	return {
		name: 'results',
		title: text.results,
		switches: [],
		legend: [
			{ label: before, mark: { shape: ring, color: 'var(--ink)' } },
			{ label: after, mark: { shape: disc, color: 'var(--ink)' } },
		],
		panels: [
			{
				kind: 'rows',
				title: text.exact,
				columns: { before, after, low, high },
				unit: (share) => format.percent(share),
				rows: marked,
			},
		],
	};
}

interface Compared {
	readonly experiment: Experiment;
	readonly evaluations: readonly EvaluationEvent[];
	readonly isFinished: boolean;
}

/**
 * Whether two runs can be compared. `tuned`: the other run's evaluation to compare with, or null.
 * `isFinal`: both runs have finished, so their repeats with other seeds count. `overall`: both
 * train the same skills, so average and worst are compared too. `remarks`: reasons why they cannot
 * be compared, or only in part.
 */
export function compareRuns(run: Compared, other: Compared) {
	const [last, otherLast] = [run.evaluations.at(-1), other.evaluations.at(-1)];
	if (!last || !otherLast) return { tuned: null, isFinal: false, overall: false, remarks: [] };
	const text = explainWords.results.remarks;
	const isFinal = run.isFinished && other.isFinished;
	const sameStep = other.evaluations.find(({ step }) => step === last.step);
	const tuned = isFinal ? otherLast : (sameStep ?? null);
	const remarks: string[] = [];
	if (tuned && tuned.step !== last.step)
		remarks.push(text.otherSteps({ steps: otherLast.step, ownSteps: last.step }));
	else if (!tuned && other.isFinished) remarks.push(text.noCommonStep({ step: last.step }));
	else if (!tuned)
		remarks.push(text.unfinished({ step: otherLast.step, steps: other.experiment.steps }));
	const only = (a: Experiment, b: Experiment) =>
		a.skills
			.filter(({ use }) => use === 'train')
			.filter((skill) => !b.skills.some((same) => isSame(same, skill) && same.use === 'train'))
			.map(skillName);
	const here = only(run.experiment, other.experiment);
	const there = only(other.experiment, run.experiment);
	const sides = [
		...(here.length > 0 ? [text.onlyHere({ skills: here })] : []),
		...(there.length > 0 ? [text.onlyThere({ skills: there })] : []),
	];
	const overall = sides.length === 0;
	if (tuned && !overall) remarks.push(text.otherSkills({ sides }));
	return { tuned, isFinal, overall, remarks };
}

/** The same skill with the same data, so the held-out prompts are the same. */
const isSame = (a: Experiment['skills'][number], b: Experiment['skills'][number]): boolean =>
	a.id === b.id && a.sha256 === b.sha256;
