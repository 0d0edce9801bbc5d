/** The results as a figure: exact match of the base model and of the tuned one, by skill and over all. */
import type { Figure } from '#page/charts/figure.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import type { OverallRow, ResultRow } from './results.ts';

/** Shapes of the values after and before: entries of `shapes`. */
const [disc, ring] = [0, 8];

/** `rows` are in the order of the skills. Skills without exact match are left out. */
export function resultsFigure(
	{
		skills: rows,
		overall,
	}: { readonly skills: readonly ResultRow[]; readonly overall: readonly OverallRow[] },
	skills: readonly WorkbenchSkill[],
): Figure {
	const text = words.files.chart;
	const { before, after, low, high } = text;
	const columns = { before, after, low, high };
	const measured = ({ baseExact, exact, half }: ResultRow | OverallRow) => ({
		before: baseExact,
		after: exact,
		low: exact === null || half === null ? null : exact - half,
		high: exact === null || half === null ? null : exact + half,
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
				rows: [
					...rows.flatMap((row, i) => {
						const { name, style } = skills[i];
						const mark = { label: name, color: style.color, shape: style.shape };
						return row.exact === null ? [] : [{ ...mark, ...measured(row) }];
					}),
					...overall.map((row) => ({ label: row.name, color: 'var(--ink)', ...measured(row) })),
				],
			},
		],
	};
}
