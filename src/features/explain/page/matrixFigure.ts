/** Numbers per pair of skills as a figure, in the colours of the table on the page. */
import type { BenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import { heatMix, heatScale } from './why/heat.ts';
import type { Ink } from '#page/charts/options.ts';
import { mixed } from '#page/charts/scale.ts';
import type { Figure } from '#page/charts/svg/figure.ts';
import * as format from '#page/words/format.ts';

/** `rows`: over all skills of the experiment; `skills` and `columns`: those that are shown. */
export function matrixFigure(
	{
		title,
		rows,
		skills,
		columns,
	}: {
		readonly title: string;
		readonly rows: readonly (readonly (number | null)[])[];
		readonly skills: readonly BenchSkill[];
		readonly columns: readonly BenchSkill[];
	},
	ink: Ink,
): Figure {
	const values = skills.map((row) =>
		columns.map((column) => rows[row.index]?.[column.index] ?? null),
	);
	const scale = heatScale(values);
	const paper = ink.of('--sheet');
	const named = ({ name, style }: BenchSkill) => ({
		...{ label: name, mark: { shape: style.shape, color: ink.of(style.variable) } },
	});
	return {
		...{ name: title, title, legend: [], switches: [] },
		panels: [
			{
				...{ kind: 'matrix', title: '', values, text: format.tight },
				...{ rows: skills.map(named), columns: columns.map(named) },
				fill(value) {
					const mix = heatMix(value, scale);
					return mix ? mixed(ink.of(mix.variable), paper, mix.percent / 100) : paper;
				},
			},
		],
	};
}
