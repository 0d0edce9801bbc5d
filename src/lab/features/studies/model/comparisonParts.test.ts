import { expect, test } from 'vitest';
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

test('a published answer has a plot of its comparisons, over all models', () => {
	const figure = answerPart([gap])!;
	expect(figure.rows).toEqual([{ label: 'by size − equal shares', n: '' }]);
	expect(figure.columns.map(({ id, unit }) => [id, unit])).toEqual([
		['average', 'share'],
		['loss', 'nats'],
	]);
	expect(figure.columns.map(({ cells: [cell] }) => cell?.hollow)).toEqual([false, true]);
	expect(figure.table.rows).toEqual([
		[
			'by size − equal shares',
			'−15.4 (−18.0 to −13.0)',
			'+0.250 (+0.200 to +0.300)',
			'told apart: worse',
		],
	]);
	expect(answerPart([])).toBeNull();
});
