import { afterEach, expect, test } from 'vitest';
import { english, followLanguage } from '#languages/language.ts';
import { lawFigure, lawPanel, rankAgreement, type Law } from './lawPanel.ts';

const law: Law = {
	label: 'Fitted law',
	about: '',
	axes: [
		{
			label: 'Adding',
			found: 0.25,
			curve: [
				{ share: 0, loss: 3 },
				{ share: 1, loss: 1 },
			],
		},
	],
	trials: [
		{ shares: [0.1], measured: 2.5, predicted: 2.6 },
		{ shares: [0.6], measured: 1.5, predicted: 1.4 },
		{ shares: [0.9], measured: 1.1, predicted: 1.7 },
		{ shares: [0.2], measured: 2.5, predicted: 2.4 },
	],
};

test('loss against a share: the law leads, and each trial is a point', () => {
	const { x, points } = lawPanel(law, 0);
	expect(x.title).toBe('share of Adding');
	expect(points.map((point) => [point.x.mean, point.y.mean, point.leads])).toEqual([
		[0, 3, true],
		[1, 1, true],
		[0.1, 2.5, false],
		[0.6, 1.5, false],
		[0.9, 1.1, false],
		[0.2, 2.5, false],
	]);
});

afterEach(() => followLanguage(() => english));

test('a saved chart has the title of the page', () => {
	followLanguage(() => ({ ...english, tag: 'zh-CN', stored: new Map([['Fitted law', '拟合']]) }));
	expect(lawFigure(law, null).title).toBe('拟合');
});

test('predicted against measured: the line of equal losses spans both', () => {
	const { points } = lawPanel(law, null);
	expect(points.slice(0, 2).map((point) => [point.x.mean, point.y.mean])).toEqual([
		[1.1, 1.1],
		[2.6, 2.6],
	]);
	expect(points[4]).toMatchObject({ x: { mean: 1.1 }, y: { mean: 1.7 }, leads: false });
});

test('rank correlation, with ties, as scipy.stats.spearmanr', () => {
	expect(rankAgreement(law)).toBeCloseTo(0.7378647873726218, 12);
});
