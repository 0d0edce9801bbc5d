/** The mix over the steps as a figure: each trained skill's share of every batch, stacked. */
import type { Ink } from '../options.ts';
import type { Column } from '../columns.ts';
import type { Figure } from '../svg/figure.ts';
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { BenchView } from '#page/workbench/WorkbenchView.svelte.ts';

export function mixFigure(
	bench: Pick<BenchView, 'history' | 'steps' | 'switchMarks' | 'trained'>,
	ink: Ink,
): Figure {
	const { history, trained } = bench;
	const steps = Array.from({ length: history.length + 1 }, (_, step) => step);
	const shares = trained.map(({ index }): Column =>
		steps.map((step) => {
			// The first batch's share reaches back to the start.
			const share = history.weights[index][Math.max(1, step)];
			return Number.isFinite(share) ? share : null;
		}),
	);
	const colors = trained.map(({ style }) => ink.of(style.variable));
	return {
		...{ name: 'mix', title: words.over.title, switches: bench.switchMarks },
		panels: [
			{
				...{ kind: 'stack', title: words.files.chart.share, steps: bench.steps },
				unit: (share) => format.percent(share),
				data: [steps, ...shares],
				areas: trained.map(({ name }, i) => ({ label: name, fill: colors[i] })),
			},
		],
		legend: trained.map(({ name, style }, i) => ({
			label: name,
			mark: { shape: style.shape, color: colors[i] },
		})),
	};
}
