/** Eq. 6: the gradient of both forms against finite differences, and where it leads. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '#core/random.ts';
import { freeLogits } from './freeLogits.ts';
import { fixedPoint, objectiveGradient, softmax } from './objective.ts';
import { hiddenStart, perceptron } from './perceptron.ts';
import { scoresAt, sharesOfScores, updated, type Scorer, type Scores } from './scorer.ts';
import type { ScorerForm } from './scorerForm.ts';

const ids = ['add', 'json', 'sort', 'sub', 'tr'];
const forms: readonly (readonly [string, ScorerForm])[] = [
	['free logits', freeLogits(5)],
	['perceptron', perceptron(5, hiddenStart(ids, randomStream(4, 'start')))],
];
const stream = randomStream(11, 'values');
const rewards = ids.map((_, i) => stream.uniform(i) + 0.05);
const valueAt = (form: ScorerForm, parameters: Float64Array) => {
	const shares = softmax(form.logits(parameters));
	return shares.reduce((sum, share, i) => sum + rewards[i] * Math.log(share), 0);
};

test.each(forms)('the gradient is that of Σ R log p: %s', (_name, form) => {
	const parameters = Float64Array.from(
		{ length: form.size },
		(_, i) => stream.uniform(100 + i) - 0.5,
	);
	const gradient = form.backward(parameters, objectiveGradient(form.logits(parameters), rewards));
	expect(gradient).toHaveLength(form.size);
	const step = 1e-5;
	for (let i = 0; i < form.size; i++) {
		const [up, down] = [step, -step].map((by) =>
			valueAt(
				form,
				parameters.map((value, k) => (k === i ? value + by : value)),
			),
		);
		expect(Math.abs((up - down) / (2 * step) - gradient[i])).toBeLessThan(1e-8);
	}
});

test('of logits it is R − p ΣR', () => {
	const logits = [0.3, -1, 2, 0, 0.5];
	const total = rewards.reduce((a, b) => a + b, 0);
	const shares = softmax(logits);
	[...objectiveGradient(logits, rewards)].forEach((slope, k) =>
		expect(slope).toBeCloseTo(rewards[k] - shares[k] * total, 12),
	);
});

const scorerOf = (form: ScorerForm, more: Partial<Scorer> = {}): Scorer => ({
	form,
	optimizer: 'adam',
	learningRate: 1e-4,
	innerSteps: 200,
	...more,
});
const sharesAfter = (scorer: Scorer, updates: number, given: readonly number[]) => {
	let scores = scoresAt(
		scorer.form,
		given.map(() => 0),
	);
	for (let i = 0; i < updates; i++) scores = updated(scorer, scores, given) as Scores;
	return sharesOfScores(scorer.form, scores);
};
const expectClose = (actual: readonly number[], expected: readonly number[], digits: number) =>
	actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));

/** Relative perplexities of the paper's Table 6, Llama-3-8B. */
const paper = [0.52, 0.43, 0.59, 0.14];

test.each([
	[1, [0.2526, 0.2521, 0.2526, 0.2427]],
	[10, [0.2753, 0.2554, 0.2777, 0.1916]],
	[48, [0.3089, 0.2559, 0.3477, 0.0875]],
])('200 steps of Adam at 1e-4, after %i updates', (updates, expected) => {
	expectClose(sharesAfter(scorerOf(freeLogits(4)), updates, paper), expected, 4);
});

test('the limit is R/ΣR', () => {
	expectClose(fixedPoint(paper)!, [0.3095, 0.256, 0.3512, 0.0833], 4);
	expectClose(fixedPoint([2 * 0.52, 0.43, 0.59, 0.14])!, [0.4727, 0.1955, 0.2682, 0.0636], 4);
	expectClose(sharesAfter(scorerOf(freeLogits(4)), 400, paper), fixedPoint(paper)!, 6);
});

test("the paper's step as written moves no share by 0.001 in the paper's 48 updates", () => {
	const literal = scorerOf(freeLogits(4), { optimizer: 'sgd', innerSteps: 1 });
	for (const share of sharesAfter(literal, 48, paper))
		expect(Math.abs(share - 0.25)).toBeLessThan(1e-3);
});

const manyRewards = fc.array(fc.double({ min: 0.05, max: 5, noNaN: true }), {
	minLength: 2,
	maxLength: 6,
});
/** Close to the limit of any rewards in that range: the steps of plain ascent are below 1 / ΣR. */
const limit = (given: readonly number[]): readonly number[] =>
	sharesAfter(
		scorerOf(freeLogits(given.length), {
			optimizer: 'sgd',
			learningRate: 0.9 / given.reduce((a, b) => a + b, 0),
			innerSteps: 1000,
		}),
		4,
		given,
	);

test('c·R has the limit of R; R + c lies nearer to uniform; equal rewards lead to uniform', () => {
	fc.assert(
		fc.property(
			manyRewards,
			fc.double({ min: 0.01, max: 100, noNaN: true }),
			fc.double({ min: 0.5, max: 20, noNaN: true }),
			(given, factor, more) => {
				const scaled = given.map((reward) => reward * factor);
				expectClose(limit(scaled), limit(given), 4);
				expectClose(limit(scaled), fixedPoint(given)!, 4);
				const raised = given.map((reward) => reward + more);
				expectClose(limit(raised), fixedPoint(raised)!, 4);
				const even = 1 / given.length;
				const distance = (shares: readonly number[]) =>
					Math.max(...shares.map((share) => Math.abs(share - even)));
				expect(distance(limit(raised))).toBeLessThanOrEqual(distance(limit(given)) + 1e-4);
				expectClose(
					limit(given.map(() => more)),
					given.map(() => even),
					6,
				);
			},
		),
		{ seed: 5, numRuns: 30 },
	);
});

test('equal rewards lead any start to uniform, and do not leave it', () => {
	const form = freeLogits(3);
	const rule = scorerOf(form, { learningRate: 0.05 });
	let scores = scoresAt(form, [2, 0, -1]);
	for (let i = 0; i < 30; i++) scores = updated(rule, scores, [0.7, 0.7, 0.7]) as Scores;
	expectClose(sharesOfScores(form, scores), [1 / 3, 1 / 3, 1 / 3], 4);
});

test('shares lie on the simplex for any finite rewards, or the update is refused', () => {
	const any = fc.oneof(
		fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
		fc.constantFrom(0, 5e-324, 1e-300, 1e150, 1e200, Number.MAX_VALUE),
	);
	fc.assert(
		fc.property(
			fc.array(any, { minLength: 5, maxLength: 5 }),
			fc.constantFrom(...forms.map(([, form]) => form)),
			fc.constantFrom('adam' as const, 'sgd' as const),
			fc.constantFrom(1e-4, 0.1, 10),
			(given, form, optimizer, learningRate) => {
				const rule = scorerOf(form, { optimizer, learningRate, innerSteps: 5 });
				const start = scoresAt(form, [0, 0, 0, 0, 0]);
				const shares = sharesOfScores(form, updated(rule, start, given) ?? start);
				expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
				expect(Math.abs(shares.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-9);
			},
		),
		{ seed: 3, numRuns: 500 },
	);
	expect(updated(scorerOf(freeLogits(2)), scoresAt(freeLogits(2), [0, 0]), [1e200, 1])).toBeNull();
});

test('no reward, no fixed point; the largest double has one', () => {
	expect(fixedPoint([0, 0])).toBeNull();
	expect(fixedPoint([Number.MAX_VALUE, Number.MAX_VALUE, 0])).toEqual([0.5, 0.5, 0]);
});

test('the perceptron starts at the wanted logits, whatever its hidden layer, and 50 skills move from there', () => {
	const many = Array.from({ length: 50 }, (_, i) => `skill ${i}`);
	const form = perceptron(50, hiddenStart(many, randomStream(1, 'many')));
	const logits = many.map((_, i) => i / 10);
	expect([...form.logits(form.at(logits))]).toEqual(logits);
	const before = sharesOfScores(form, scoresAt(form, logits));
	const scores = updated(scorerOf(form, { innerSteps: 40 }), scoresAt(form, logits), logits)!;
	const after = sharesOfScores(form, scores);
	// The first has reward 0, so its share can only fall.
	expect(after[0]).toBeLessThan(before[0]);
	expect(after.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
});
