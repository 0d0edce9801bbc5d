/** MoS's scorer: its fixed point and its starts. Its updates: tests/golden/scorer.test.ts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import {
	fixedPoint,
	freeLogits,
	hiddenStart,
	newScorerState,
	perceptron,
	scorerShares,
	updateScorer,
	type Scorer,
	type ScorerModel,
	type ScorerState,
} from './scorer.ts';
import { isLong } from '../../../tests/support/suite.ts';

const ids = ['add', 'json', 'sort', 'sub', 'tr'];
const models: readonly (readonly [string, ScorerModel])[] = [
	['free logits', freeLogits(5)],
	['perceptron', perceptron(5, hiddenStart(ids, randomStream(4, 'start')))],
];

const makeScorer = (model: ScorerModel, more: Partial<Scorer> = {}): Scorer => ({
	model,
	optimizer: 'adam',
	learningRate: 1e-4,
	innerSteps: 200,
	...more,
});
const sharesAfter = (scorer: Scorer, updates: number, skillRewards: readonly number[]) => {
	let scores = newScorerState(
		scorer.model,
		skillRewards.map(() => 0),
	);
	for (let i = 0; i < updates; i++)
		scores = updateScorer(scorer, scores, skillRewards) as ScorerState;
	return scorerShares(scorer.model, scores);
};
const expectClose = (actual: readonly number[], expected: readonly number[], digits: number) =>
	actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));

const manyRewards = fc.array(fc.double({ min: 0.05, max: 5, noNaN: true }), {
	minLength: 2,
	maxLength: 6,
});
/** Close to the limit for all rewards in that range: the learning rate is below 1 / ΣR. */
const limit = (skillRewards: readonly number[]): readonly number[] =>
	sharesAfter(
		makeScorer(freeLogits(skillRewards.length), {
			optimizer: 'sgd',
			learningRate: 0.9 / sum(skillRewards),
			innerSteps: 1000,
		}),
		4,
		skillRewards,
	);

test('c·R has the limit of R; R + c is nearer to uniform; equal rewards give uniform', () => {
	fc.assert(
		fc.property(
			manyRewards,
			fc.double({ min: 0.01, max: 100, noNaN: true }),
			fc.double({ min: 0.5, max: 20, noNaN: true }),
			(skillRewards, factor, more) => {
				const scaled = skillRewards.map((reward) => reward * factor);
				expectClose(limit(scaled), limit(skillRewards), 4);
				expectClose(limit(scaled), fixedPoint(skillRewards)!, 4);
				const raised = skillRewards.map((reward) => reward + more);
				expectClose(limit(raised), fixedPoint(raised)!, 4);
				const even = 1 / skillRewards.length;
				const distance = (shares: readonly number[]) =>
					Math.max(...shares.map((share) => Math.abs(share - even)));
				expect(distance(limit(raised))).toBeLessThanOrEqual(distance(limit(skillRewards)) + 1e-4);
				expectClose(
					limit(skillRewards.map(() => more)),
					skillRewards.map(() => even),
					6,
				);
			},
		),
		{ seed: 5, numRuns: isLong ? 30 : 8 },
	);
});

test('any finite rewards give shares on the simplex, or the update returns null', () => {
	const any = fc.oneof(
		fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
		fc.constantFrom(0, 5e-324, 1e-300, 1e150, 1e200, Number.MAX_VALUE),
	);
	fc.assert(
		fc.property(
			fc.array(any, { minLength: 5, maxLength: 5 }),
			fc.constantFrom(...models.map(([, model]) => model)),
			fc.constantFrom('adam' as const, 'sgd' as const),
			fc.constantFrom(1e-4, 0.1, 10),
			(skillRewards, model, optimizer, learningRate) => {
				const rule = makeScorer(model, { optimizer, learningRate, innerSteps: 5 });
				const start = newScorerState(model, [0, 0, 0, 0, 0]);
				const shares = scorerShares(model, updateScorer(rule, start, skillRewards) ?? start);
				expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
				expect(Math.abs(sum(shares) - 1)).toBeLessThan(1e-9);
			},
		),
		{ seed: 3, numRuns: 500 },
	);
	expect(
		updateScorer(makeScorer(freeLogits(2)), newScorerState(freeLogits(2), [0, 0]), [1e200, 1]),
	).toBeNull();
});

test('rewards of 0 have no fixed point; the largest double has one', () => {
	expect(fixedPoint([0, 0])).toBeNull();
	expect(fixedPoint([Number.MAX_VALUE, Number.MAX_VALUE, 0])).toEqual([0.5, 0.5, 0]);
});

test('the perceptron starts at the given logits and learns, with 50 skills', () => {
	const many = Array.from({ length: 50 }, (_, i) => `skill ${i}`);
	const model = perceptron(50, hiddenStart(many, randomStream(1, 'many')));
	const logits = many.map((_, i) => i / 10);
	expect([...model.logits(model.at(logits))]).toEqual(logits);
	const before = scorerShares(model, newScorerState(model, logits));
	const scores = updateScorer(
		makeScorer(model, { innerSteps: 40 }),
		newScorerState(model, logits),
		logits,
	)!;
	const after = scorerShares(model, scores);
	// The first skill has reward 0, so its share can only fall.
	expect(after[0]).toBeLessThan(before[0]);
	expect(sum(after)).toBeCloseTo(1, 9);
});
