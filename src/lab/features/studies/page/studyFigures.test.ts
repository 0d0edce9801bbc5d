import { expect, test } from 'vitest';
import type { Frontier } from '../model/report.ts';
import { allFactors } from '../model/factors.ts';
import { studyReport } from '../model/report.ts';
import { makeStudy, resultWith, skillInfos } from '../model/study.test-support.ts';
import { frontierPanel, reportFigures } from './studyFigures.ts';

const measure = { id: 'domain', unit: 'share', better: 'higher', skills: [], factor: null };
const frontier = (points: readonly (readonly [domain: number, general: number])[]) =>
	frontierPanel({
		frontier: {
			domain: measure,
			general: measure,
			points: points.map(([domain, general], i) => ({
				label: `policy ${i}`,
				domainShare: null,
				domain: { mean: domain, low: null, high: null, n: 1 },
				general: { mean: general, low: null, high: null, n: 1 },
				onFrontier: true,
			})),
		} as unknown as Frontier,
	});

test('points on one line are no frontier, because every name would stand on another', () => {
	expect(frontier([])).toBeNull();
	expect(frontier([[0.2, 0.1]])).toBeNull();
	const forgotten: [number, number][] = [
		[0.2, 0],
		[0.3, 0],
		[0.4, 0],
	];
	expect(frontier(forgotten)).toBeNull();
	expect(frontier(forgotten.map(([a, b]) => [b, a] as const))).toBeNull();
	expect(frontier([...forgotten, [0.1, 0.5]])?.points).toHaveLength(4);
});

test('the CSV of a figure names its rows: groups, or comparisons', () => {
	const study = makeStudy({
		policies: ['uniform', 'a'].map((label) => ({ label, id: 'uniform' })),
	});
	const results = allFactors(study).map((factors) => resultWith(factors, { exact: 0.5 }));
	const difference = { mean: 0, low: -1, high: 1, verdict: 'undecided' } as const;
	const gaps = [{ label: 'a', against: 'uniform', ...difference, beside: {} }];
	const figures = reportFigures(studyReport(study, skillInfos, results), gaps);
	const heads = Object.fromEntries(figures.map(({ name, rowsAre }) => [name, rowsAre]));
	expect(heads).toMatchObject({ answer: 'comparison', shares: 'group' });
});
