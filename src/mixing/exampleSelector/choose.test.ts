/** Choices: Plackett–Luce, quotas per class, candidates, and monotonicity in the score. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { drawCandidates } from './pool.ts';
import { choose, classQuotas, type ClassPick } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import { choiceTerms, gumbelNoise, takeTop } from './plackettLuce.ts';

const ordered = (members: readonly number[], count: number): number[][] =>
	count === 0
		? [[]]
		: members.flatMap((first) =>
				ordered(
					members.filter((member) => member !== first),
					count - 1,
				).map((rest) => [first, ...rest]),
			);
const logits = (length: number) =>
	fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: length, maxLength: length });

describe('Plackett–Luce', () => {
	test('the probabilities of all ordered choices sum to 1', () =>
		fc.assert(
			fc.property(logits(4), fc.integer({ min: 1, max: 4 }), (scores, count) => {
				const total = ordered([0, 1, 2, 3], count).reduce(
					(sum, chosen) => sum + Math.exp(choiceTerms(scores, [0, 1, 2, 3], chosen).logProbability),
					0,
				);
				expect(total).toBeCloseTo(1, 10);
			}),
		));

	test('Gumbel noise and the top b sample the same probabilities', () => {
		const scores = [0.3, -0.5, 1, 0];
		const stream = randomStream(4);
		const counts = new Map<string, number>();
		const draws = 20_000;
		for (let k = 0; k < draws; k++) {
			const keys = scores.map((score, i) => score + gumbelNoise(stream, k * 4 + i));
			const name = takeTop(keys, [0, 1, 2, 3], 2).join();
			counts.set(name, (counts.get(name) ?? 0) + 1);
		}
		for (const chosen of ordered([0, 1, 2, 3], 2)) {
			const p = Math.exp(choiceTerms(scores, [0, 1, 2, 3], chosen).logProbability);
			const seen = (counts.get(chosen.join()) ?? 0) / draws;
			expect(Math.abs(seen - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / draws));
		}
	});
});

function poolFeatures(classes: readonly number[], classCount: number): PoolFeatures {
	const size = classes.length;
	return {
		pool: { size, skills: new Uint16Array(size), rows: new Uint32Array(size) },
		values: new Float32Array(size * 36),
		classes: Uint8Array.from(classes),
		classCount,
	};
}
const initialState = (size: number) => ({
	candidates: Uint32Array.from({ length: size }, (_, i) => i),
	stage: [-1, 0] as const,
	availability: new Float64Array(size),
});
const chosenIndices = (picks: readonly ClassPick[]) => picks.flatMap(({ chosen }) => chosen);

describe('a batch', () => {
	const setting = fc.record({
		scores: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 24, maxLength: 24 }),
		classes: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 24, maxLength: 24 }),
		greedy: fc.boolean(),
	});
	const sampling = (greedy: boolean) =>
		greedy ? null : { temperature: 0.7, noise: randomStream(9) };

	test('has no member twice, and each class has its quota', () =>
		fc.assert(
			fc.property(setting, ({ scores, classes, greedy }) => {
				const picks = choose(
					Float64Array.from(scores),
					poolFeatures(classes, 3),
					initialState(24),
					{ count: 12, turn: 0, sampling: sampling(greedy) },
				);
				const chosen = chosenIndices(picks);
				expect(new Set(chosen).size).toBe(12);
				for (const { class: exampleClass, chosen } of picks)
					for (const at of chosen) expect(classes[at]).toBe(exampleClass);
				const members = [0, 1, 2].map((c) => classes.filter((k) => k === c).length);
				const quotas = classQuotas(members, 12);
				for (const { class: exampleClass, chosen } of picks)
					expect(chosen).toHaveLength(quotas[exampleClass]);
			}),
		));

	test('a higher score never removes a member', () =>
		fc.assert(
			fc.property(
				setting,
				fc.integer({ min: 0, max: 23 }),
				fc.double({ min: 0, max: 9, noNaN: true }),
				({ scores, classes, greedy }, member, by) => {
					const batch = (at: readonly number[]) =>
						chosenIndices(
							choose(Float64Array.from(at), poolFeatures(classes, 3), initialState(24), {
								count: 9,
								turn: 1,
								sampling: sampling(greedy),
							}),
						);
					if (!batch(scores).includes(member)) return;
					const raised = scores.map((score, i) => (i === member ? score + by : score));
					expect(batch(raised)).toContain(member);
				},
			),
		));
});

describe('candidates', () => {
	test('are distinct, in range, rising, and new in each round', () => {
		const stream = randomStream(2);
		const draw = (round: number) => drawCandidates(200_000, 128, stream, round);
		const first = draw(0);
		expect(new Set(first).size).toBe(128);
		expect(first.every((index, i) => index < 200_000 && (i === 0 || index > first[i - 1]))).toBe(
			true,
		);
		expect(draw(0)).toEqual(first);
		expect(draw(1)).not.toEqual(first);
		expect([...drawCandidates(3, 8, stream, 0)]).toEqual([0, 1, 2]);
	});
});
