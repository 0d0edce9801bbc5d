/**
 * RAISE against PyTorch: GAE, PPO losses and gradients, and the networks after several Adam steps.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adamStep, newAdam } from '#mixing/adam.ts';
import {
	estimateAdvantages,
	actorTerms,
	criticInput,
	criticInputs,
	criticTerms,
	type ActorOptions,
} from '#mixing/exampleSelector/ppo.ts';
import { ActorEvaluator, type Decision } from '#mixing/exampleSelector/choose.ts';
import type { PoolFeatures, Stage } from '#mixing/exampleSelector/features.ts';
import { NetworkPass } from '#mixing/exampleSelector/network.ts';

interface Golden {
	readonly gae: readonly {
		readonly rewards: number[];
		readonly values: number[];
		readonly gamma: number;
		readonly lambda: number;
		readonly last: number;
		readonly advantages: number[];
		readonly returns: number[];
	}[];
	readonly ppo: {
		readonly hidden: number;
		readonly clip: number;
		readonly entropy: number;
		readonly valueWeight: number;
		readonly learningRate: number;
		readonly values: number[];
		readonly classes: number[];
		readonly classCount: number;
		readonly episode: readonly (Omit<Decision, 'candidates' | 'availability' | 'stage'> & {
			readonly places: number[];
			readonly stage: number[];
			readonly availability: number[];
			readonly trend: number;
			readonly advantage: number;
			readonly return: number;
		})[];
		readonly start: Parameters;
		readonly runs: readonly {
			readonly ratio: ActorOptions['ratio'];
			readonly updates: readonly {
				readonly actorLoss: number;
				readonly criticLoss: number;
				readonly actorGradient?: number[];
				readonly criticGradient?: number[];
			}[];
			readonly end: Parameters;
		}[];
	};
}
interface Parameters {
	readonly actor: number[];
	readonly critic: number[];
}
const golden = JSON.parse(readFileSync(new URL('raise.json', import.meta.url), 'utf8')) as Golden;

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
	expect(a.length).toBe(b.length);
	return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));
};

test.each(golden.gae)('advantages and returns, γ $gamma, λ $lambda', (goldenCase) => {
	const { advantages, returns } = estimateAdvantages(goldenCase.rewards, goldenCase.values, {
		gamma: goldenCase.gamma,
		lambda: goldenCase.lambda,
		lastValue: goldenCase.last,
	});
	expect(worst(advantages, goldenCase.advantages)).toBeLessThan(1e-12);
	expect(worst(returns, goldenCase.returns)).toBeLessThan(1e-12);
});

describe('PPO', () => {
	const { ppo } = golden;
	const size = ppo.classes.length;
	const features: PoolFeatures = {
		pool: { size, skills: new Uint16Array(size), rows: new Uint32Array(size) },
		values: Float32Array.from(ppo.values),
		classes: Uint8Array.from(ppo.classes),
		classCount: ppo.classCount,
	};
	const decisions = ppo.episode.map(({ places, stage, availability, trend, picks }) => ({
		candidates: Uint32Array.from(places),
		stage: stage as unknown as Stage,
		availability: Float64Array.from(availability),
		trend,
		picks,
	}));
	const advantages = ppo.episode.map((step) => step.advantage);
	const returns = ppo.episode.map((step) => step.return);
	const inputs = Float64Array.from(decisions.flatMap((state) => [...criticInput(state)]));

	test.each(ppo.runs)(
		'losses, gradients, and the networks after each Adam step: $ratio',
		({ ratio, updates, end }) => {
			const { hidden, valueWeight, learningRate } = ppo;
			const evaluator = new ActorEvaluator(hidden, size);
			const pass = new NetworkPass({ inputs: criticInputs, hidden }, decisions.length);
			let actor: Float64Array = Float64Array.from(ppo.start.actor);
			let critic: Float64Array = Float64Array.from(ppo.start.critic);
			let actorAdam = newAdam(actor.length);
			let criticAdam = newAdam(critic.length);
			for (const update of updates) {
				const chances = actorTerms(actor, decisions, advantages, features, evaluator, {
					...ppo,
					ratio,
				});
				const value = criticTerms(critic, inputs, returns, pass, valueWeight);
				expect(chances.loss).toBeCloseTo(update.actorLoss, 9);
				expect(value.loss).toBeCloseTo(update.criticLoss, 9);
				if (update.actorGradient && update.criticGradient) {
					expect(worst(chances.gradient, update.actorGradient)).toBeLessThan(1e-9);
					expect(worst(value.gradient, update.criticGradient)).toBeLessThan(1e-9);
				}
				({ parameters: actor, state: actorAdam } = adamStep(
					actor,
					chances.gradient,
					actorAdam,
					learningRate,
				));
				({ parameters: critic, state: criticAdam } = adamStep(
					critic,
					value.gradient,
					criticAdam,
					learningRate,
				));
			}
			expect(worst(actor, end.actor)).toBeLessThan(1e-6);
			expect(worst(critic, end.critic)).toBeLessThan(1e-6);
		},
	);
});
