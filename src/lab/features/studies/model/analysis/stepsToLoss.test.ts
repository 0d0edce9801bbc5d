/** Steps to a loss: evaluated steps, censored runs, ratios over pairs, and the CSV. */
import { expect, test } from 'vitest';
import { studentQuantile } from '#engine/core/statistics.ts';
import { allFactors } from '../factors.ts';
import { studyMarkdown } from '../reportTables.ts';
import { studyReport } from '../report.ts';
import type { CellResult } from '../result.ts';
import { baseExperiment, resultWith, skillInfos, makeStudy } from '../study.test-support.ts';
import type { Factors } from '../study.ts';
import { studyCsv } from '../studyCsv.ts';

/** First step at or below 1, by policy and seed; null: never in 300 steps. */
const steps: Readonly<Record<string, readonly (number | null)[]>> = {
	uniform: [200, 250, 300, 200],
	MoS: [100, 100, 150, null],
	slow: [null, null, null, 300],
};
const study = makeStudy({
	policies: Object.keys(steps).map((label) => ({ label, id: 'uniform' })),
	seeds: [1, 2, 3, 4],
	analysis: { comparisons: 'uniform', targetLoss: { average: 1, addition: 'reference' } },
});
const lossAt = ({ policy, seed }: Factors): CellResult['lossAt'] =>
	[0, 50, 100, 150, 200, 250, 300].map((step) => {
		const first = steps[policy][Number(seed) - 1];
		const loss = first !== null && step >= first ? 1 : 2;
		return {
			step,
			losses: baseExperiment.skills.map(({ id }) => (id === 'addition' ? loss / 2 : loss)),
		};
	});
const results = allFactors(study).map((factors) =>
	resultWith(factors, { exact: 0.5 }, { lossAt: lossAt(factors)!, mix: { french: 1 } }),
);
const report = studyReport(study, skillInfos, results);

test('the first evaluated step at or below the target, and the ratio over pairs', () => {
	const [average] = report.stepsToLoss;
	expect(average.rows.map(({ label, reached, n, median }) => [label, reached, n, median])).toEqual([
		['uniform', 4, 4, 250],
		['MoS', 3, 4, 150],
		['slow', 1, 4, null],
	]);
	const logs = [200 / 100, 250 / 100, 300 / 150].map(Math.log);
	const centre = (logs[0] + logs[1] + logs[2]) / 3;
	const spread = Math.sqrt(logs.reduce((sum, log) => sum + (log - centre) ** 2, 0) / 2 / 3);
	const { ratio } = average.rows[1];
	expect(ratio!.mean).toBeCloseTo(Math.exp(centre), 12);
	expect(ratio!.high).toBeCloseTo(Math.exp(centre + studentQuantile(0.975, 2) * spread), 9);
	expect(average.rows[2].ratio).toEqual({ mean: 200 / 300, low: null, high: null, n: 1 });
});

test('the target can be the reference’s mean loss at its end', () => {
	const [, add] = report.stepsToLoss;
	expect(add).toMatchObject({ id: 'addition', reference: 'uniform' });
	expect(new Set(add.rows.map(({ target }) => target))).toEqual(new Set([0.5]));
});

test('tables state the censored runs, and the CSV has all losses', () => {
	const text = studyMarkdown(report);
	expect(text).toContain('| slow | 1.000 | 1 of 4 | over 300 | 0.67 | 1 |');
	expect(studyCsv(study, results)).toContain('0:1 50:1 100:0.5 150:0.5');
	const [first] = results;
	const { lossAt: _, ...early } = first;
	expect(studyReport(study, skillInfos, [early]).stepsToLoss).toEqual([]);
});
