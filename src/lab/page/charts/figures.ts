/** The figures of the workbench: the mix, and one skill. */
import * as format from '#languages/format.ts';
import { asHeading, measureTitle } from '#lab/page/words/measureWords.ts';
import { words } from '#lab/page/words/words.ts';
import type { Evaluation } from '#lab/training/events.ts';
import type { WorkbenchSkill, WorkbenchView } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import {
	lineLegend,
	type CurvePanel,
	type Figure,
	type NamedLine,
	type StackPanel,
} from './figure.ts';
import {
	doneSeries,
	evaluationSeries,
	ghostSeries,
	levelSeries,
	pointSeries,
	shareSeries,
	type ExpectedCurve,
} from './series.ts';

type MixView = Pick<WorkbenchView, 'history' | 'steps' | 'switchMarks' | 'trained'>;
type Mix = Pick<WorkbenchView, 'history' | 'steps'> & {
	readonly trained: readonly Pick<WorkbenchSkill, 'index' | 'name' | 'style'>[];
};

export const mixPanel = ({ history, steps, trained }: Mix): StackPanel => ({
	kind: 'stack',
	title: words.files.chart.share,
	steps,
	unit: (share) => format.percent(share),
	areas: trained.map(({ index, name, style }) => ({
		label: name,
		fill: style.color,
		...shareSeries(history, index),
	})),
});

export const mixFigure = (view: MixView): Figure => ({
	name: 'mix',
	title: words.over.title,
	panels: [mixPanel(view)],
	legend: view.trained.map(({ name, style: { shape, color } }) => ({
		label: name,
		mark: { shape, color },
	})),
	switches: view.switchMarks,
});

type SkillView = Pick<
	WorkbenchView,
	'history' | 'steps' | 'switchMarks' | 'skills' | 'ghostOf' | 'ghostName' | 'expectedOf'
>;

type Measure = ExpectedCurve['measure'];
const readSkill =
	(skill: number, measure: Measure) =>
	({ skills }: Evaluation) =>
		skills[skill]?.[measure];

/** The other run and the base model, behind the skill's own lines. */
function linesBehind(view: SkillView, skill: WorkbenchSkill, measure: Measure): NamedLine[] {
	const { history } = view;
	const ghost = view.ghostOf(skill);
	const base = history.base && readSkill(skill.index, measure)(history.base);
	return [
		{
			label: view.ghostName,
			stroke: 'var(--ink-2)',
			width: 1.5,
			points: true,
			...ghostSeries(history, ghost?.history, readSkill(ghost?.skill ?? -1, measure)),
		},
		{
			label: words.skills.base,
			stroke: 'var(--ink)',
			width: 1,
			dash: [4, 4],
			...levelSeries(base, history, ghost?.history),
		},
	];
}

/** The held-out rows' measure, and the curve of the link, dotted. */
function ownLines(view: SkillView, skill: WorkbenchSkill, measure: Measure): NamedLine[] {
	const expected = view.expectedOf(skill);
	const points = expected?.measure === measure ? expected.points : [];
	const line = { stroke: skill.style.color, width: 2 };
	return [
		{
			label: measure === 'loss' ? words.skills.heldOut : measureTitle(skill.measure?.kind),
			...line,
			points: true,
			...evaluationSeries(view.history.evaluations, readSkill(skill.index, measure)),
		},
		{
			label: words.skills.expected,
			...line,
			dash: [1, 4],
			...pointSeries(points.filter(([step]) => step <= view.steps)),
		},
	];
}

export const lossPanel = (view: SkillView, skill: WorkbenchSkill): CurvePanel => ({
	kind: 'curves',
	title: words.files.chart.loss,
	steps: view.steps,
	lines: [
		...linesBehind(view, skill, 'loss'),
		{
			label: words.skills.training,
			stroke: skill.style.color,
			width: 1,
			opacity: 0.45,
			...doneSeries(view.history, view.history.skillLoss[skill.index]),
		},
		...ownLines(view, skill, 'loss'),
	],
});

export const exactPanel = (view: SkillView, skill: WorkbenchSkill): CurvePanel => ({
	kind: 'curves',
	title: asHeading(measureTitle(skill.measure?.kind)),
	steps: view.steps,
	top: 1,
	unit: (share) => format.percent(share),
	lines: [...linesBehind(view, skill, 'exact'), ...ownLines(view, skill, 'exact')],
});

/** Loss, and exact match where the skill has it. */
export function skillFigure(view: SkillView, skill: WorkbenchSkill): Figure {
	const loss = lossPanel(view, skill);
	const { shape, color } = skill.style;
	return {
		name: skill.name,
		title: skill.name,
		panels: skill.measure?.kind === 'loss' ? [loss] : [loss, exactPanel(view, skill)],
		legend: [{ label: skill.name, mark: { shape, color } }, ...lineLegend(loss)],
		switches: view.switchMarks,
	};
}
