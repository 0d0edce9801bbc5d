/** Simulated classes: how many name a run without cause, and how many find one that differs. */
import { expect, test } from 'vitest';
import { normal, randomStream, type RandomStream } from '#engine/core/random.ts';
import { farFromOthers } from './farFromOthers.ts';

/** 5 to 30 pupils with one or two curves each. */
function randomClass(draws: RandomStream, scatter: number, centre = 0.5) {
	const pupils = 5 + draws.below(26, 1000);
	return Array.from({ length: 1 + draws.below(2, 1001) }, (_, group) =>
		Array.from({ length: pupils }, (_, i) => ({
			end: centre + scatter * normal(draws.child(`${group}`), i),
		})),
	);
}
const classes = (count: number, scatter: number, centre?: number) =>
	Array.from({ length: count }, (_, i) =>
		randomClass(randomStream(1, `${count} ${i}`), scatter, centre),
	);
const shareNaming = (list: ReturnType<typeof classes>) =>
	list.filter((groups) => farFromOthers(groups).length > 0).length / list.length;

test.each([
	['30 classes', 30, 0.05, 0.5],
	['1,000 classes', 1000, 0.05, 0.5],
	['1,000 classes with nearly equal runs', 1000, 0.001, 0.5],
	['1,000 classes with losses', 1000, 0.2, 3],
])('of $0 without an outlier, at most 5 % name one', (_, count, scatter, centre) => {
	expect(shareNaming(classes(count, scatter, centre))).toBeLessThanOrEqual(0.05);
});

test.each([0.02, 0.05, 0.1])(
	'with a scatter of %f, a run 6 deviations away is named',
	(scatter) => {
		const found = classes(300, scatter)
			.filter(([runs]) => runs.length >= 12)
			.map(([runs, ...rest]) => {
				const far = { end: 0.5 - 6 * scatter };
				return farFromOthers([[...runs, far], ...rest]).includes(far);
			});
		expect(found.filter(Boolean).length / found.length).toBeGreaterThan(0.95);
	},
);
