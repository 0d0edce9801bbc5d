/** Fresh runs on what Find a mix proposes (promises.ts), beside what it promises. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mean } from '#engine/core/statistics.ts';
import { publishedStudy } from '../../scripts/lib/shelf/published.ts';
import { promised, type FreshRun } from './promised.ts';

const runs = JSON.parse(
	readFileSync(new URL('promises.json', import.meta.url), 'utf8'),
) as FreshRun[];

test('of 14 fresh runs against equal shares 12 lie within the promise, and 2 gain more', () => {
	const { study, results } = publishedStudy('bases');
	const gaps = runs.map(({ base, goal, seed, ratios, right }) => {
		const found = promised(base, goal);
		expect(found.ratios).toEqual(ratios);
		const equal = results.find(
			({ factors }) =>
				factors.model === base && factors.policy === 'equal shares' && factors.seed === seed,
		)!;
		const measured = mean(
			goal.map((id) => {
				const k = study.experiment.skills.findIndex((skill) => skill.id === id);
				const { exact, examples } = equal.final.skills[k];
				return right[Object.keys(ratios).indexOf(id)] / examples - exact!;
			}),
		);
		return { ...found, measured };
	});
	const outside = gaps.filter(({ measured, gain, reach }) => Math.abs(measured - gain) > reach);
	expect(gaps).toHaveLength(14);
	expect(outside).toHaveLength(2);
	for (const { measured, gain } of outside) expect(measured).toBeGreaterThan(gain);
	const missed = mean(gaps.map(({ measured, gain }) => measured - gain));
	expect(missed).toBeCloseTo(0.063, 2);
});
