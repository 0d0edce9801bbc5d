/** The colours of a matrix over pairs of skills, and the matrix as a figure. Pure. */
import { highest } from '#engine/core/statistics.ts';
import type { Figure } from '#lab/page/charts/figure.ts';
import * as format from '#languages/format.ts';
import type { WorkbenchSkill } from '#lab/page/workbench/WorkbenchView.svelte.ts';

type Rows = readonly (readonly (number | null)[])[];
type HeatScale = ReturnType<typeof heatScale>;
/**
 * The ends of the legend: −top and top, or 0 and top if no value is negative. If all shown cells
 * are 0 or missing, both are 0.
 */
export function heatScale(rows: Rows) {
	const known = rows.flat().filter((value) => value !== null && Number.isFinite(value));
	const top = Math.max(0, highest(known.map((value) => Math.abs(value ?? 0))));
	return { bottom: known.some((value) => (value ?? 0) < 0) ? -top : 0, top };
}

/** Strongest tint in percent: text on it keeps a contrast above 4.5:1. */
const strongest = 60;

/**
 * Orange above 0, blue below (Okabe–Ito, safe for colour blindness). The size of the value mixes
 * it into the paper. null for a missing value: no colour.
 */
function heatMix(value: number | null, { top }: HeatScale) {
	if (value === null || !Number.isFinite(value) || top === 0) return null;
	const percent = strongest * Math.min(1, Math.abs(value) / top);
	return { variable: value < 0 ? '--heat-low' : '--heat-high', percent };
}

/** For style attributes; undefined: no colour. */
export function heatColor(value: number | null, scale: HeatScale): string | undefined {
	const mix = heatMix(value, scale);
	return mix
		? `color-mix(in srgb, var(${mix.variable}) ${mix.percent.toFixed(1)}%, var(--paper))`
		: undefined;
}

/** A skill in the legend of a figure. */
export const markedName = ({ name, style: { shape, color } }: WorkbenchSkill) => ({
	label: name,
	mark: { shape, color },
});

/** `rows` covers all skills of the experiment; `skills` are the shown ones. */
export function matrixFigure(title: string, rows: Rows, skills: readonly WorkbenchSkill[]): Figure {
	const values = skills.map((row) =>
		skills.map((column) => rows[row.index]?.[column.index] ?? null),
	);
	const scale = heatScale(values);
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
				rows: skills.map(markedName),
				columns: skills.map(markedName),
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
