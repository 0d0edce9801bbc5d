/** Power from a pilot: the scatter of its comparisons, at the level of Holm's first step. */
import { expect, test } from 'vitest';
import { sampleDeviation } from '#engine/core/statistics.ts';
import { powerText } from '../../reportSentence.ts';
import { allFactors } from '../factors.ts';
import { studyReport } from '../report.ts';
import { resultWith, skillInfos, makeStudy } from '../study.test-support.ts';
import { pairsFor, smallestRatio } from './pairedTests.ts';
import { pilotPower, pilotSpread } from './pilotPower.ts';

const noise = [0.01, -0.02, 0.03, 0.005, -0.01];
const study = makeStudy({ seeds: [1, 2, 3, 4, 5] });
const results = allFactors(study).map((factors) =>
	resultWith(factors, {
		exact: 0.5 + (factors.policy === 'MoS' ? noise[Number(factors.seed) - 1] : 0),
	}),
);

test('has the paired deviation, the smallest effect and the seeds for an effect', () => {
	const spread = pilotSpread(studyReport(study, skillInfos, results))!;
	const deviation = sampleDeviation(noise);
	expect(spread).toMatchObject({ comparisons: 1, median: expect.closeTo(deviation, 9) as number });
	const found = pilotPower(spread, { seeds: 30, comparisons: 12, effect: 2 });
	expect(found.smallest).toBeCloseTo(deviation * smallestRatio(30, 0.05 / 12), 9);
	expect(found.needed).toBe(pairsFor(0.02 / deviation, 0.05 / 12));
	expect(powerText({ ...spread, ...found })).toMatch(
		/^Pilot “Two policies”, average exact match: paired SD, with that of the prompts, 1\.9 points .* 30 seeds detect 1\.\d/,
	);
	expect(pilotSpread(studyReport(study, skillInfos, results.slice(0, 2)))).toBeNull();
});
