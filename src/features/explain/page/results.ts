/** The results of a run as table rows and as a figure, over seeds if there are several. Pure. */
import { meanInterval } from '#core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Evaluation } from '#training/events.ts';
import type { Figure } from '#page/charts/figure.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import { explainWords } from '../words.en.ts';
import { differenceReach, isChance, type Proportion } from '#page/workbench/chance.ts';

/**
 * A difference of two shares. `seeds`: paired over seeds. `chance`: within chance. `seed`: one seed
 * each, so another seed may reverse it.
 */
export type Versus =
	| {
			readonly kind: 'seeds';
			readonly difference: number;
			readonly half: number;
			readonly seeds: number;
	  }
	| { readonly kind: 'chance'; readonly difference: number; readonly half: number }
	| { readonly kind: 'seed'; readonly difference: number };

export interface ResultRow {
	/** Index in the experiment; null: over all trained skills, without losses. */
	readonly skill: number | null;
	readonly name: string;
	readonly baseExact: number | null;
	/** Whether the difference to the base is within chance for one run. */
	readonly byChance: boolean;
	/** The mean over seeds, or the value of the single run. */
	readonly exact: number | null;
	/** Half-width of the 95 % interval over seeds; null with one seed. */
	readonly half: number | null;
	readonly baseLoss: number | null;
	readonly loss: number | null;
	readonly versus: Versus | null;
}

type BySeed = readonly (readonly [seed: number, evaluation: Evaluation])[];
export interface Side {
	readonly experiment: Experiment;
	readonly tuned: Evaluation;
	/** Final evaluations of the runs that differ only in the seed. */
	readonly seeds: BySeed;
}

/** A row per skill, then the average and the worst skill if any skill has exact match. */
export function resultRows(
	side: Side & { readonly base: Evaluation; readonly ghost: Side | undefined },
): ResultRow[] {
	const { experiment, base, tuned, ghost } = side;
	const row = (read: ReadShare, readGhost: ReadShare) => ({
		baseExact: read(base)?.share ?? null,
		byChance: isChance(read(tuned), read(base)),
		...overSeeds(side, read),
		versus: ghost ? versus(side, read, ghost, readGhost) : null,
	});
	const bySkill = experiment.skills.map(({ id, name }, skill): ResultRow => {
		const ghostIndex = ghost?.experiment.skills.findIndex((other) => other.id === id) ?? -1;
		const losses = finals(side).map((evaluation) => evaluation.skills[skill].loss);
		return {
			skill,
			name,
			...row(exactOf(skill), exactOf(ghostIndex)),
			baseLoss: base.skills[skill].loss,
			loss: meanInterval(losses).mean,
		};
	});
	if (tuned.averageExact === null) return bySkill;
	const overall = { skill: null, baseLoss: null, loss: null };
	return [
		...bySkill,
		{ ...overall, name: explainWords.results.average, ...row(average, average) },
		{ ...overall, name: explainWords.results.worst, ...row(worst, worst) },
	];
}

type ReadShare = (evaluation: Evaluation) => Proportion | null;
const exactOf =
	(skill: number): ReadShare =>
	(evaluation) => {
		const score = evaluation.skills[skill] as Evaluation['skills'][number] | undefined;
		return score && score.exact !== null ? { share: score.exact, of: score.examples } : null;
	};
const average: ReadShare = ({ averageExact, skills }) => {
	const scored = skills.filter(({ exact }) => exact !== null);
	const of = scored.reduce((sum, { examples }) => sum + examples, 0);
	return averageExact === null ? null : { share: averageExact, of };
};
const worst: ReadShare = ({ worstExact, skills }) =>
	worstExact && { share: worstExact.exact, of: skills[worstExact.skill].examples };

/** If there is one seed, the current run counts, even if it has not finished. */
const finals = ({ tuned, seeds }: Side): readonly Evaluation[] =>
	seeds.length > 1 ? seeds.map(([, evaluation]) => evaluation) : [tuned];

function overSeeds(side: Side, read: ReadShare): { exact: number | null; half: number | null } {
	const shares = finals(side).flatMap((evaluation) => read(evaluation)?.share ?? []);
	if (shares.length === 0) return { exact: null, half: null };
	const { mean, high } = meanInterval(shares);
	return { exact: mean, half: shares.length > 1 ? high - mean : null };
}

function versus(a: Side, readA: ReadShare, b: Side, readB: ReadShare): Versus | null {
	const ofB = new Map(b.seeds);
	const differences = a.seeds.flatMap(([seed, evaluation]) => {
		const other = ofB.get(seed);
		const [x, y] = [readA(evaluation), other && readB(other)];
		return x && y ? [x.share - y.share] : [];
	});
	if (differences.length > 1) {
		const { mean, high } = meanInterval(differences);
		return { kind: 'seeds', difference: mean, half: high - mean, seeds: differences.length };
	}
	const [x, y] = [readA(a.tuned), readB(b.tuned)];
	if (!x || !y) return null;
	const difference = x.share - y.share;
	const half = differenceReach(x, y);
	return Math.abs(difference) <= half
		? { kind: 'chance', difference, half }
		: { kind: 'seed', difference };
}

/** Indices into `shapes` of the marks after and before training. */
const [disc, ring] = [0, 8];

/** Rows without exact match are left out. */
export function resultsFigure(
	rows: readonly ResultRow[],
	skills: readonly WorkbenchSkill[],
): Figure {
	const text = words.files.chart;
	const { before, after, low, high } = text;
	const columns = { before, after, low, high };
	const marked = rows.flatMap(({ skill, name, baseExact, exact, half }) => {
		if (exact === null) return [];
		const mark = skill === null ? { color: 'var(--ink)' } : skills[skill].style;
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
			{ label: text.before, mark: { shape: ring, color: 'var(--ink)' } },
			{ label: text.after, mark: { shape: disc, color: 'var(--ink)' } },
		],
		panels: [
			{
				kind: 'rows',
				title: text.exact,
				columns,
				unit: (share) => format.percent(share),
				rows: marked,
			},
		],
	};
}
