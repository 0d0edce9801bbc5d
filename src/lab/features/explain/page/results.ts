/** The results of a run as table rows and a figure, and their comparison with another run. Pure. */
import { meanInterval } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Evaluation, EvaluationEvent } from '#lab/training/events.ts';
import type { Figure } from '#lab/page/charts/figure.ts';
import * as format from '#languages/format.ts';
import { skillName, words } from '#lab/page/words/words.ts';
import type { WorkbenchSkill } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import { differenceReach, isChance, type Proportion } from '#lab/page/workbench/chance.ts';
import { explainWords } from '../words.ts';

interface Side {
	readonly experiment: Experiment;
	readonly tuned: Evaluation;
	/** Final evaluations of the runs that differ only in the seed. */
	readonly seeds: readonly (readonly [seed: number, evaluation: Evaluation])[];
}

export type ResultRow = ReturnType<typeof resultRows>[number];
/** A row per skill, then the average and the worst skill if any skill has exact match. */
export function resultRows(
	side: Side & {
		readonly base: Evaluation;
		/** `overall`: average and worst can be compared too. */
		readonly ghost: (Side & { readonly overall: boolean }) | undefined;
	},
) {
	const { experiment, base, tuned, ghost } = side;
	const row = (name: string, read: ReadShare, readGhost: ReadShare | null) => ({
		name,
		baseExact: read(base)?.share ?? null,
		/** Held-out prompts behind the score, if they are few; else null. */
		few: fewPrompts(read(tuned)),
		/** Whether the difference to the base is within chance for one run. */
		byChance: isChance(read(tuned), read(base)),
		...overSeeds(side, read),
		versus: ghost && readGhost ? compareShares(side, read, ghost, readGhost) : null,
	});
	const bySkill = experiment.skills.map((ref, skill) => {
		const name = skillName(ref);
		const ghostIndex = ghost?.experiment.skills.findIndex((other) => isSame(other, ref)) ?? -1;
		const losses = finals(side).map((evaluation) => evaluation.skills[skill].loss);
		return {
			skill,
			...row(name, readExact(skill), readExact(ghostIndex)),
			baseLoss: base.skills[skill].loss,
			loss: meanInterval(losses).mean,
		};
	});
	if (tuned.averageExact === null) return bySkill;
	const overall = { skill: null, baseLoss: null, loss: null };
	const other = ghost?.overall ? ghost.experiment.skills : null;
	const averages = [experiment.skills, other].map((refs) => refs && trainedAverage(refs));
	return [
		...bySkill,
		{ ...overall, ...row(words.common.average, averages[0]!, averages[1]) },
		{ ...overall, ...row(words.common.worst, worstSkill, other && worstSkill) },
	];
}

/** Exact match over the trained skills, with its prompts: those of a watched skill do not count. */
export const trainedAverage =
	(refs: Experiment['skills']) =>
	({ averageExact, skills }: Evaluation): Proportion | null => {
		const scored = skills.filter(({ exact }, i) => exact !== null && refs[i].use === 'train');
		const prompts = scored.reduce((sum, { examples }) => sum + examples, 0);
		return averageExact === null ? null : { share: averageExact, of: prompts };
	};
const worstSkill = ({ worstExact, skills }: Evaluation): Proportion | null =>
	worstExact && { share: worstExact.exact, of: skills[worstExact.skill].examples };

/** Below 20 prompts, a score is shown with their number. */
const fewPrompts = (score: Proportion | null): number | null =>
	score && score.of < 20 ? score.of : null;

type ReadShare = (evaluation: Evaluation) => Proportion | null;
const readExact =
	(skill: number): ReadShare =>
	(evaluation) => {
		const score = evaluation.skills[skill] as Evaluation['skills'][number] | undefined;
		return score && score.exact !== null ? { share: score.exact, of: score.examples } : null;
	};

/** If there is one seed, the current run counts, even if it has not finished. */
const finals = ({ tuned, seeds }: Side): readonly Evaluation[] =>
	seeds.length > 1 ? seeds.map(([, evaluation]) => evaluation) : [tuned];

/** The mean over seeds and the half-width of its 95 % interval; with one seed, its value. */
function overSeeds(side: Side, read: ReadShare) {
	const shares = finals(side).flatMap((evaluation) => read(evaluation)?.share ?? []);
	if (shares.length === 0) return { exact: null, half: null };
	const { mean, high } = meanInterval(shares);
	return { exact: mean, half: shares.length > 1 ? high - mean : null };
}

export type Versus = NonNullable<ReturnType<typeof compareShares>>;
/**
 * A difference of two shares. `seeds`: paired over seeds. `chance`: within chance. `seed`: one seed
 * each, so another seed may reverse it.
 */
function compareShares(a: Side, readA: ReadShare, b: Side, readB: ReadShare) {
	const ofB = new Map(b.seeds);
	const differences = a.seeds.flatMap(([seed, evaluation]) => {
		const other = ofB.get(seed);
		const [x, y] = [readA(evaluation), other && readB(other)];
		return x && y ? [x.share - y.share] : [];
	});
	if (differences.length > 1) {
		const { mean, high } = meanInterval(differences);
		const seeds = differences.length;
		return { kind: 'seeds' as const, difference: mean, half: high - mean, seeds };
	}
	const [x, y] = [readA(a.tuned), readB(b.tuned)];
	if (!x || !y) return null;
	const difference = x.share - y.share;
	const half = differenceReach(x, y);
	return Math.abs(difference) <= half
		? { kind: 'chance' as const, difference, half }
		: { kind: 'seed' as const, difference };
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
