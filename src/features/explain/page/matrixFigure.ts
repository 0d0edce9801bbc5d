/** A matrix over pairs of skills as a figure, in the colours of the page's table. */
import { heatMix, heatScale } from './why/heat.ts';
import type { Figure } from '#page/charts/figure.ts';
import * as format from '#page/words/format.ts';
import type { BenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';

/** `rows` covers all skills of the experiment; `skills` and `columns` are the shown ones. */
export function matrixFigure({
	title,
	rows,
	skills,
	columns,
}: {
	readonly title: string;
	readonly rows: readonly (readonly (number | null)[])[];
	readonly skills: readonly BenchSkill[];
	readonly columns: readonly BenchSkill[];
}): Figure {
	const values = skills.map((row) =>
		columns.map((column) => rows[row.index]?.[column.index] ?? null),
	);
	const scale = heatScale(values);
	const named = ({ name, style: { shape, color } }: BenchSkill) => ({
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
