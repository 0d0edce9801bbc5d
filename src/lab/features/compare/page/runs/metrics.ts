/** Metrics of compared runs, whose lengths and skills may differ: menu, points and table. */
import { isNoneRight } from '#engine/core/exactMatch.ts';
import { mean } from '#engine/core/statistics.ts';
import { numberColumn, textColumn, type Cell, type Table } from '#engine/core/table.ts';
import { withSign } from '#languages/format.ts';
import type { Experiment, SkillRef } from '#lab/run/experiment.ts';
import { onSameRows } from '#lab/run/sameRows.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { evaluationPoints, type Points } from '#lab/page/charts/series.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import * as format from '#languages/format.ts';
import { nameSkills } from '#lab/page/words/diffWords.ts';
import { scoreTitle } from '#lab/page/words/measureWords.ts';
import { words } from '#lab/page/words/words.ts';
import { compareWords } from '../../words.ts';

const overSkills = ['average', 'worst', 'trainingLoss', 'meanLoss'] as const;
const bySkill = ['exact', 'loss'] as const;

/** The drawn metric. A skill is named by its id, because each run has its own skill list. */
export type Metric =
	| { readonly kind: (typeof overSkills)[number] }
	| { readonly kind: (typeof bySkill)[number]; readonly skill: string };

/** The overall metrics, then two per skill. Each skill of any experiment appears once. */
export function metricEntries(experiments: readonly Experiment[]) {
	const { metrics, groups } = compareWords.runs;
	const names = [...nameSkills(experiments)];
	const entry = (value: string, label: string, group: string, metric: Metric) => ({
		value,
		label,
		group,
		metric,
	});
	return [
		...overSkills.map((kind) => entry(kind, metrics[kind], groups.all, { kind })),
		...bySkill.flatMap((kind) =>
			names.map(([skill, name]) =>
				entry(`${kind} ${skill}`, metrics[kind]({ skill: name }), groups[kind], { kind, skill }),
			),
		),
	];
}

export type Curves = Readonly<ReturnType<typeof listCurves>>;
/** The history, and the ids of its skills. Read again at each new revision of the run. */
export function listCurves({ revision, history, experiment }: RunState) {
	void revision;
	const skills: readonly string[] = experiment.skills.map(({ id }) => id);
	const refs: readonly Pick<SkillRef, 'use'>[] = experiment.skills;
	return { history, skills, refs };
}

/** Exact match is a share; a loss is in nats per token. */
export const isShare = ({ kind }: Metric): boolean =>
	kind !== 'loss' && kind !== 'meanLoss' && kind !== 'trainingLoss';

/** Empty for a run without this skill. */
export function metricPoints({ history, skills, refs }: Curves, metric: Metric): Points {
	if (metric.kind === 'trainingLoss')
		return Array.from({ length: history.length }, (_, i) => i + 1)
			.filter((step) => Number.isFinite(history.loss[step]))
			.map((step) => [step, history.loss[step]] as const);
	const trained = trainedIn(refs);
	return evaluationPoints(history.evaluations, ({ averageExact, worstExact, skills: scores }) => {
		if (metric.kind === 'meanLoss') return meanLoss(scores, trained);
		if ('skill' in metric) return scores[skills.indexOf(metric.skill)]?.[metric.kind];
		return metric.kind === 'worst' ? worstExact?.exact : averageExact;
	});
}

/** Skills that count unlike things have no average, only losses; and one of 0 % tells nothing. */
export function usualMetric(runs: readonly Curves[]): Metric['kind'] {
	const tested = runs.filter(({ history }) => history.evaluations.length > 0);
	return tested.length === 0 || tested.some(hasShare) ? 'average' : 'meanLoss';
}
const hasShare = ({ history: { evaluations }, refs }: Curves): boolean =>
	evaluations.some(({ averageExact }) => averageExact !== null) &&
	!isNoneRight(
		evaluations,
		refs.map(({ use }) => use === 'train'),
	);

const trainedIn = (refs: Curves['refs']): number[] =>
	refs.flatMap(({ use }, i) => (use === 'train' ? [i] : []));
const meanLoss = (scores: Evaluation['skills'], trained: readonly number[]): number | null =>
	trained.length === 0 ? null : mean(trained.map((i) => scores[i].loss));

/** The newest value at or before `step`; null if there is none yet. */
export const valueAt = (points: Points, step: number): number | null =>
	points.findLast(([at]) => at <= step)?.[1] ?? null;

/** Height of a curve at `step`, interpolated linearly, for a mark on it. null outside the curve. */
export function curveHeight(points: Points, step: number): number | null {
	const after = points.findIndex(([at]) => at >= step);
	if (after < 0) return null;
	const [right, high] = points[after];
	if (right === step) return high;
	if (after === 0) return null;
	const [left, low] = points[after - 1];
	return low + ((high - low) * (step - left)) / (right - left);
}

type Read = (evaluation: Evaluation) => number | null | undefined;

/**
 * The newest value, and its change from the base model on the same rows; null: the run has no such
 * number.
 */
function newest({ history: { latest, base }, refs }: Curves, read: Read, isLoss = false) {
	if (!latest) return null;
	const same = base && onSameRows(base, latest, refs);
	const value = read(same?.after ?? latest);
	if (value === null || value === undefined) return null;
	const before = same && (same.areLossesComparable || !isLoss) ? read(same.before) : null;
	return { value, change: before === null || before === undefined ? null : value - before };
}

const exactCell = (run: Curves, read: Read): Cell => {
	const found = newest(run, read);
	if (!found) return '';
	return { text: format.percent(found.value), note: format.points(found.change), strong: true };
};
const lossCell = (run: Curves, read: Read): Cell => {
	const found = newest(run, read, true);
	if (!found) return '';
	const text = format.loss(found.value);
	return found.change === null ? text : { text, note: withSign(found.change, 2) };
};

/**
 * The newest scores and their change from the base model. A row per skill, in the order of `names`
 * (by id), then the average and the worst skill, which have no loss. Two columns per run: exact
 * match and loss.
 */
export function skillTable(runs: readonly Curves[], names: ReadonlyMap<string, string>): Table {
	const text = compareWords.runs;
	const bySkill = [...names].map(([id, name]) => [
		name,
		...runs.flatMap((run) => {
			const index = run.skills.indexOf(id);
			return [
				exactCell(run, ({ skills }) => skills[index]?.exact),
				lossCell(run, ({ skills }) => skills[index]?.loss),
			];
		}),
	]);
	const haveShares = runs.some(hasShare);
	/** Where the shares have no average that tells something, the losses have one. */
	const average = runs.flatMap((run) => {
		const share = haveShares ? exactCell(run, ({ averageExact }) => averageExact) : '';
		const trained = trainedIn(run.refs);
		return [share, share === '' ? lossCell(run, ({ skills }) => meanLoss(skills, trained)) : ''];
	});
	const worst = haveShares
		? runs.flatMap((run) => [exactCell(run, ({ worstExact }) => worstExact?.exact), ''])
		: [];
	const scores = runs.flatMap(({ history }) => history.latest?.skills ?? []);
	const isPlain = scores.every(({ measure }) => measure === undefined);
	return {
		columns: [
			textColumn('skill', words.common.skill),
			...runs.flatMap((_, i) => [
				numberColumn(`${i} exact`, isPlain ? text.exact : scoreTitle(scores)),
				numberColumn(`${i} loss`, words.skills.loss),
			]),
		],
		rows: [
			...bySkill,
			[words.common.average, ...average],
			...(worst.every((cell) => cell === '') ? [] : [[words.common.worst, ...worst]]),
		],
	};
}
