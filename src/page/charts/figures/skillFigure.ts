/** A skill's curves: their lines, on the page and in files, and the figures of one skill and of all. */
import { exactColumns, lossColumns } from '../columns.ts';
import type { Ink } from '../options.ts';
import type { SkillStyle } from '../palette.ts';
import type { CurvePanel, Figure } from '../svg/figure.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { BenchSkill, BenchView } from '#page/workbench/WorkbenchView.svelte.ts';
import { legendOf, type NamedLine } from './curveFigure.ts';

const behind = (ink: Ink, points: boolean, ghost: string): NamedLine[] => [
	{ label: ghost, stroke: ink.quiet, width: 1.5, points },
	{ label: words.skills.base, stroke: ink.ink, width: 1, dash: [4, 4] },
];

/** In the order of lossColumns. `points`: the other run's evaluations are marked. */
export const lossLines = (
	ink: Ink,
	{ variable }: SkillStyle,
	{ points, ghost }: { readonly points: boolean; readonly ghost: string },
): NamedLine[] => [
	...behind(ink, points, ghost),
	{ label: words.skills.training, stroke: ink.faint(ink.of(variable)), width: 1 },
	{ label: words.skills.heldOut, stroke: ink.of(variable), width: 2, points: true },
];

/** In the order of exactColumns. */
export const exactLines = (ink: Ink, { variable }: SkillStyle, ghost: string): NamedLine[] => [
	...behind(ink, true, ghost),
	{ label: words.skills.exact, stroke: ink.of(variable), width: 2, points: true },
];

type Bench = Pick<
	BenchView,
	'history' | 'steps' | 'switchMarks' | 'skills' | 'ghostOf' | 'ghostName'
>;

const lossPanel = (bench: Bench, skill: BenchSkill, ink: Ink, title: string): CurvePanel => ({
	...{ kind: 'curves', title, steps: bench.steps, unit: String },
	data: lossColumns(bench.history, skill.index, bench.ghostOf(skill)),
	lines: lossLines(ink, skill.style, { points: true, ghost: bench.ghostName }),
});

/** Loss, and exact match where the skill has it. */
export function skillFigure(bench: Bench, skill: BenchSkill, ink: Ink): Figure {
	const loss = lossPanel(bench, skill, ink, words.files.chart.loss);
	const panels: CurvePanel[] = [loss];
	if (skill.info?.scorer !== 'loss')
		panels.push({
			...{ kind: 'curves', title: words.files.chart.exact, steps: bench.steps, top: 1 },
			unit: (share) => format.percent(share),
			data: exactColumns(bench.history, skill.index, bench.ghostOf(skill)),
			lines: exactLines(ink, skill.style, bench.ghostName),
		});
	const { shape, variable } = skill.style;
	return {
		...{ name: skill.name, title: skill.name, panels, switches: bench.switchMarks },
		legend: [{ label: skill.name, mark: { shape, color: ink.of(variable) } }, ...legendOf(loss)],
	};
}

/** The loss of every skill, three beside each other. */
export function allSkillsFigure(bench: Bench, ink: Ink): Figure {
	const panels = bench.skills.map((skill) => ({
		...lossPanel(bench, skill, ink, skill.name),
		mark: { shape: skill.style.shape, color: ink.of(skill.style.variable) },
	}));
	// Each panel has its skill's colour: the legend tells the lines by their kind, in ink.
	const inInk: readonly (Partial<NamedLine> | undefined)[] = [
		...[undefined, undefined],
		...[{ stroke: ink.faint(ink.ink) }, { stroke: ink.ink }],
	];
	const isDrawn = panels[0].lines.map((_, line) =>
		panels.some(({ data }) => data[line + 1].some((value) => value !== null)),
	);
	return {
		...{ name: 'skills', title: words.files.chart.allSkills, panels, columns: 3 },
		legend: panels[0].lines.flatMap((line, i) =>
			isDrawn[i] ? [{ label: line.label, mark: { ...line, ...inInk[i] } }] : [],
		),
		switches: bench.switchMarks,
	};
}
