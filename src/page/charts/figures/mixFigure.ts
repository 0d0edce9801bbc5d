/** The mix over the steps: each trained skill's share of every batch, stacked. */
import * as format from '#page/words/format.ts';
import { words } from '#page/words/words.ts';
import type { WorkbenchView } from '#page/workbench/WorkbenchView.svelte.ts';
import { shareColumns } from '../columns.ts';
import type { Figure, StackPanel } from '../figure.ts';

type View = Pick<WorkbenchView, 'history' | 'steps' | 'switchMarks' | 'trained'>;

export const mixPanel = ({ history, steps, trained }: View): StackPanel => ({
	kind: 'stack',
	title: words.files.chart.share,
	steps,
	unit: (share) => format.percent(share),
	data: shareColumns(
		history,
		trained.map(({ index }) => index),
	),
	areas: trained.map(({ name, style }) => ({ label: name, fill: style.color })),
});

export const mixFigure = (view: View): Figure => ({
	name: 'mix',
	title: words.over.title,
	panels: [mixPanel(view)],
	legend: view.trained.map(({ name, style: { shape, color } }) => ({
		label: name,
		mark: { shape, color },
	})),
	switches: view.switchMarks,
});
