/** The figures of the workbench: the mix, one skill, and all skills. */
import * as format from '#languages/format.ts';
import { words } from '#lab/page/words/words.ts';
import type { WorkbenchSkill, WorkbenchView } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import {
	exactColumns,
	hasValues,
	lossColumns,
	shareColumns,
	withExpected,
	type ShareKind,
} from './columns.ts';
import {
	lineLegend,
	type CurvePanel,
	type Figure,
	type NamedLine,
	type StackPanel,
} from './figure.ts';

type MixView = Pick<WorkbenchView, 'history' | 'steps' | 'switchMarks' | 'trained'>;
type Mix = Pick<WorkbenchView, 'history' | 'steps'> & {
	readonly trained: readonly Pick<WorkbenchSkill, 'index' | 'name' | 'style'>[];
};

export const mixPanel = (
	{ history, steps, trained }: Mix,
	kind: ShareKind = 'weights',
): StackPanel => ({
	kind: 'stack',
	title: kind === 'weights' ? words.files.chart.share : words.over.achieved({ kind }),
	steps,
	unit: (share) => format.percent(share),
	data: shareColumns(
		history,
		trained.map(({ index }) => index),
		kind,
	),
	areas: trained.map(({ name, style }) => ({ label: name, fill: style.color })),
});

export const mixFigure = (view: MixView, kind: ShareKind): Figure => ({
	name: 'mix',
	title: words.over.title,
	panels: [mixPanel(view, kind)],
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

/** The other run and the base model, behind the skill's own lines. */
const linesBehind = (ghost: string): NamedLine[] => [
	{ label: ghost, stroke: 'var(--ink-2)', width: 1.5, points: true },
	{ label: words.skills.base, stroke: 'var(--ink)', width: 1, dash: [4, 4] },
];

/** The panel with the curve of the link, dotted. */
function withExpectedCurve(view: SkillView, skill: WorkbenchSkill, panel: CurvePanel): CurvePanel {
	const expected = view.expectedOf(skill);
	if (expected?.measure !== (panel.top === undefined ? 'loss' : 'exact')) return panel;
	const dotted = { stroke: skill.style.color, width: 2, dash: [1, 4] };
	return {
		...panel,
		data: withExpected(panel.data, expected, view.steps),
		lines: [...panel.lines, { label: words.skills.expected, ...dotted }],
	};
}

export const lossPanel = (
	view: SkillView,
	skill: WorkbenchSkill,
	title = words.files.chart.loss,
): CurvePanel =>
	withExpectedCurve(view, skill, {
		kind: 'curves',
		title,
		steps: view.steps,
		data: lossColumns(view.history, skill.index, view.ghostOf(skill)),
		lines: [
			...linesBehind(view.ghostName),
			{ label: words.skills.training, stroke: skill.style.color, width: 1, opacity: 0.45 },
			{ label: words.skills.heldOut, stroke: skill.style.color, width: 2, points: true },
		],
	});

export const exactPanel = (view: SkillView, skill: WorkbenchSkill): CurvePanel =>
	withExpectedCurve(view, skill, {
		kind: 'curves',
		title: words.files.chart.exact,
		steps: view.steps,
		top: 1,
		unit: (share) => format.percent(share),
		data: exactColumns(view.history, skill.index, view.ghostOf(skill)),
		lines: [
			...linesBehind(view.ghostName),
			{ label: words.skills.exact, stroke: skill.style.color, width: 2, points: true },
		],
	});

/** Loss, and exact match where the skill has it. */
export function skillFigure(view: SkillView, skill: WorkbenchSkill): Figure {
	const loss = lossPanel(view, skill);
	const { shape, color } = skill.style;
	return {
		name: skill.name,
		title: skill.name,
		panels: skill.info?.scorer === 'loss' ? [loss] : [loss, exactPanel(view, skill)],
		legend: [{ label: skill.name, mark: { shape, color } }, ...lineLegend(loss)],
		switches: view.switchMarks,
	};
}

/** The loss of every skill, three panels side by side. */
export function allSkillsFigure(view: SkillView): Figure {
	const panels = view.skills.map((skill) => ({
		...lossPanel(view, skill, skill.name),
		mark: { shape: skill.style.shape, color: skill.style.color },
	}));
	// Each panel has its skill's colour, so the legend shows the kinds of line in ink.
	const strokes = ['var(--ink-2)', 'var(--ink)', 'var(--ink)', 'var(--ink)'];
	return {
		name: 'skills',
		title: words.files.chart.allSkills,
		panels,
		columns: 3,
		legend: panels[0].lines.flatMap((line, i) =>
			panels.some(({ data: [, ...columns] }) => hasValues(columns[i]))
				? [{ label: line.label, mark: { ...line, stroke: strokes[i] } }]
				: [],
		),
		switches: view.switchMarks,
	};
}
