import { expect, test } from 'vitest';
import type { PlannedReport } from './analysis/planned.ts';
import { answerPart } from './comparisonParts.ts';

const gap = {
	label: 'by size',
	against: 'equal shares',
	mean: -0.154,
	low: -0.18,
	high: -0.13,
	verdict: 'worse' as const,
	beside: { loss: { mean: 0.25, low: 0.2, high: 0.3, verdict: 'undecided' as const } },
};
const average = { id: 'average', unit: 'share', better: 'higher', skills: [] };
const besideIt = ['withoutRecall', 'loss'].map((id) => ({
	measure: { ...average, id, ...(id === 'loss' && { unit: 'nats', better: 'lower' }) },
}));
const planned = (comparisons: readonly object[]) =>
	({
		measures: [average],
		comparisons: comparisons.map((each) => ({ beside: besideIt, ...each })),
	}) as unknown as PlannedReport;

test('an answer over all models has a plot of its own, with the pairs of all of them', () => {
	const ofModels = ['small', 'medium'].map((model) => ({ label: `by size · ${model}`, n: 2 }));
	const figure = answerPart([gap], planned(ofModels))!;
	expect(figure.rows).toEqual([{ label: 'by size − equal shares', n: '4' }]);
	expect(figure.columns[0].cells).toEqual([
		expect.objectContaining({ hollow: false, note: 'different: worse' }),
	]);
	// Without recall is among the measures of the models, but not of the published answer.
	expect(figure.columns.map(({ id, unit }) => [id, unit])).toEqual([
		['average', 'share'],
		['loss', 'nats'],
	]);
	expect(figure.columns[1].cells).toEqual([
		expect.objectContaining({ hollow: true, note: 'undecided' }),
	]);
	expect(figure.table.rows).toEqual([
		[
			'by size − equal shares',
			'4',
			'−15.4 (−18.0 to −13.0)',
			'+0.250 (+0.200 to +0.300)',
			'different: worse',
		],
	]);
});

test('where the study’s comparisons are those of the answer, they have the plot', () => {
	expect(answerPart([gap], planned([{ label: 'by size', n: 4 }]))).toBeNull();
	expect(answerPart([], planned([{ label: 'by size', n: 4 }]))).toBeNull();
});
