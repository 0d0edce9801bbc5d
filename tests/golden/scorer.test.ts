/** The scorer of MoS against PyTorch: both forms, SGD and Adam, pretraining. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { MixSkill } from '#mixing/index.ts';
import {
	freeLogits,
	perceptron,
	pretrain,
	priorShares,
	scorerShares,
	startAtPrior,
	updateScorer,
	type ScorerState,
} from '../../src/mixing/skillScorer/scorer.ts';

interface UpdateCase {
	readonly form: 'logits' | 'perceptron';
	readonly optimizer: 'adam' | 'sgd';
	readonly learningRate: number;
	readonly innerSteps: number;
	/** 0 stands for infinity. */
	readonly tau: number;
	readonly sizes: readonly number[];
	readonly hidden: { readonly weights: number[]; readonly bias: number[] } | null;
	readonly rewards: readonly (readonly number[])[];
	readonly shares: readonly (readonly number[])[];
}
interface PretrainingCase {
	readonly tau: number;
	readonly keepMoments: boolean;
	readonly steps: number;
	readonly start: readonly number[];
	readonly shares: readonly (readonly number[])[];
}
const golden = JSON.parse(readFileSync(new URL('scorer.json', import.meta.url), 'utf8')) as {
	readonly sizes: readonly number[];
	readonly rewards: readonly number[];
	readonly updates: readonly UpdateCase[];
	readonly pretraining: readonly PretrainingCase[];
};

const findPrior = (sizes: readonly number[], tau: number) =>
	priorShares(
		sizes.map((size, i): MixSkill => ({ id: `s${i}`, name: `s${i}`, size, validationSize: 0 })),
		tau === 0 ? Infinity : tau,
	);
const expectClose = (actual: readonly number[], expected: readonly number[]) => {
	expect(actual).toHaveLength(expected.length);
	actual.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-9));
};

test.each(
	golden.updates.map(
		(goldenCase, i) => [i, goldenCase.form, goldenCase.optimizer, goldenCase] as const,
	),
)('updates %i: %s, %s', (_i, _form, _optimizer, goldenCase) => {
	const { sizes, hidden, optimizer, learningRate, innerSteps } = goldenCase;
	const model = hidden
		? perceptron(sizes.length, {
				weights: Float64Array.from(hidden.weights),
				bias: Float64Array.from(hidden.bias),
			})
		: freeLogits(sizes.length);
	let scores = startAtPrior(model, findPrior(sizes, goldenCase.tau));
	goldenCase.rewards.forEach((rewards, k) => {
		scores = updateScorer(
			{ model, optimizer, learningRate, innerSteps },
			scores,
			rewards,
		) as ScorerState;
		expectClose(scorerShares(model, scores), goldenCase.shares[k]);
	});
});

test.each(
	golden.pretraining.map(
		(goldenCase) => [goldenCase.tau, goldenCase.keepMoments, goldenCase] as const,
	),
)('pretraining on τ = %d (0: ∞), moments kept: %s', (tau, keepMoments, goldenCase) => {
	const model = freeLogits(golden.sizes.length);
	const prior = findPrior(golden.sizes, tau);
	// Its steps are counted where its Adam is kept.
	expect(pretrain(model, prior, true).adam.steps).toBe(goldenCase.steps);
	expect({ 1: 21_140, 10: 3_435, 0: 1 }[tau]).toBe(goldenCase.steps);
	let scores = pretrain(model, prior, keepMoments);
	expectClose(scorerShares(model, scores), goldenCase.start);
	for (const shares of goldenCase.shares) {
		const rule = { model, optimizer: 'adam', learningRate: 1e-4, innerSteps: 200 } as const;
		scores = updateScorer(rule, scores, golden.rewards) as ScorerState;
		expectClose(scorerShares(model, scores), shares);
	}
});
