/** A skill's curves: its panels of loss and exact match, and the figures of one skill and of all. */
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill, WorkbenchView } from '#page/workbench/WorkbenchView.svelte.ts';
import { exactColumns, lossColumns } from '../columns.ts';
import type { CurvePanel, Figure, NamedLine } from '../figure.ts';
import { lineLegend } from './curveFigure.ts';

type View = Pick<
	WorkbenchView,
	'history' | 'steps' | 'switchMarks' | 'skills' | 'ghostOf' | 'ghostName'
>;

/** The other run and the base model, behind the skill's own lines. */
const linesBehind = (ghost: string, points: boolean): NamedLine[] => [
	{ label: ghost, stroke: 'var(--ink-2)', width: 1.5, points },
	{ label: words.skills.base, stroke: 'var(--ink)', width: 1, dash: [4, 4] },
];

/** `small`: without marks on the other run's line. */
export const lossPanel = (
	view: View,
	skill: WorkbenchSkill,
	{ title = words.files.chart.loss, small = false } = {},
): CurvePanel => ({
	kind: 'curves',
	title,
	steps: view.steps,
	unit: String,
	data: lossColumns(view.history, skill.index, view.ghostOf(skill)),
	lines: [
		...linesBehind(view.ghostName, !small),
		{ label: words.skills.training, stroke: skill.style.color, width: 1, opacity: 0.45 },
		{ label: words.skills.heldOut, stroke: skill.style.color, width: 2, points: true },
	],
});

export const exactPanel = (view: View, skill: WorkbenchSkill): CurvePanel => ({
	kind: 'curves',
	title: words.files.chart.exact,
	steps: view.steps,
	top: 1,
	unit: (share) => format.percent(share),
	data: exactColumns(view.history, skill.index, view.ghostOf(skill)),
	lines: [
		...linesBehind(view.ghostName, true),
		{ label: words.skills.exact, stroke: skill.style.color, width: 2, points: true },
	],
});

/** Loss, and exact match where the skill has it. */
export function skillFigure(view: View, skill: WorkbenchSkill): Figure {
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
export function allSkillsFigure(view: View): Figure {
	const panels = view.skills.map((skill) => ({
		...lossPanel(view, skill, { title: skill.name }),
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
			panels.some(({ data }) => data[i + 1].some((value) => value !== null))
				? [{ label: line.label, mark: { ...line, stroke: strokes[i] } }]
				: [],
		),
		switches: view.switchMarks,
	};
}
