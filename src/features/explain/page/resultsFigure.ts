/** The final table as a figure: each skill's exact match from the base model to the tuned one, and over all skills. */
import type { Ink } from '#page/charts/options.ts';
import type { Figure } from '#page/charts/svg/figure.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { BenchSkill } from '#page/workbench/WorkbenchView.svelte.ts';
import type { OverallRow, ResultRow } from './results.ts';

/** As the rows mark where they were and where they are: entries of `shapes`. */
const [disc, ring] = [0, 8];

/** `rows` as the skills are in order. Skills without an exact match are left out. */
export function resultsFigure(
	{
		skills: rows,
		overall,
	}: { readonly skills: readonly ResultRow[]; readonly overall: readonly OverallRow[] },
	skills: readonly BenchSkill[],
	ink: Ink,
): Figure {
	const text = words.files.chart;
	const { before, after, low, high } = text;
	const columns = { before, after, low, high };
	const measured = ({ baseExact, exact, half }: ResultRow | OverallRow) => ({
		...{ before: baseExact, after: exact },
		low: exact === null || half === null ? null : exact - half,
		high: exact === null || half === null ? null : exact + half,
	});
	return {
		...{ name: 'results', title: text.results, switches: [] },
		legend: [
			{ label: text.before, mark: { shape: ring, color: ink.ink } },
			{ label: text.after, mark: { shape: disc, color: ink.ink } },
		],
		panels: [
			{
				...{ kind: 'rows', title: text.exact, columns },
				unit: (share) => format.percent(share),
				rows: [
					...rows.flatMap((row, i) => {
						const { name, style } = skills[i];
						const mark = { label: name, color: ink.of(style.variable), shape: style.shape };
						return row.exact === null ? [] : [{ ...mark, ...measured(row) }];
					}),
					...overall.map((row) => ({ label: row.name, color: ink.ink, ...measured(row) })),
				],
			},
		],
	};
}
