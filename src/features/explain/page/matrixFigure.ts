/** A value per pair of skills as a figure, in the colours of the page's table. */
import { heatMix, heatScale } from './why/heat.ts';
import type { Figure } from '#page/charts/figure.ts';
import * as format from '#page/words/format.ts';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';

/** `rows`: over all skills of the experiment. `skills` and `columns`: those that are shown. */
export function matrixFigure({
	title,
	rows,
	skills,
	columns,
}: {
	readonly title: string;
	readonly rows: readonly (readonly (number | null)[])[];
	readonly skills: readonly WorkbenchSkill[];
	readonly columns: readonly WorkbenchSkill[];
}): Figure {
	const values = skills.map((row) =>
		columns.map((column) => rows[row.index]?.[column.index] ?? null),
	);
	const scale = heatScale(values);
	const named = ({ name, style: { shape, color } }: WorkbenchSkill) => ({
		label: name,
		mark: { shape, color },
	});
	return {
		name: title,
		title,
		legend: [],
		switches: [],
		panels: [
			{
				kind: 'matrix',
				title: '',
				values,
				text: format.tight,
				rows: skills.map(named),
				columns: columns.map(named),
				fill(value) {
					const mix = heatMix(value, scale);
					return mix
						? { color: `var(${mix.variable})`, opacity: mix.percent / 100 }
						: { color: 'var(--sheet)', opacity: 1 };
				},
			},
		],
	};
}
