/**
 * FastMix (arXiv 2606.14971): draws all skills equally often and weighs their losses by p, which
 * moves by gradient descent so that the validation loss falls. K skills; z [K] logits; g_i the
 * gradient of skill i's mean loss; G the gradient of the targets' mean validation loss; α the
 * learning rate of the model:
 *
 *     p = softmax(z),   θ ← θ − α Σ_i p_i g_i
 *     ∂L_val/∂z_i = −α p_i (⟨G, g_i⟩ − Σ_j p_j ⟨G, g_j⟩),   z by Adam
 *
 * One step of the model on p is differentiated, so this is the bilevel problem with one inner step.
 * An example's loss counts K p_i times, so equal weights are training as usual. Source: the code
 * (hrtan/fastmix @b2a4051, pretrain/train_fastmix_sft.py): Adam with β 0.5 and 0.999, rate 0.01,
 * every 10 steps; its penalty on the entropy is 0. ADAPT (2512.04555) and DoGE (2310.15393) have
 * the same product. Ours: gradients of all trained weights, where the code takes the output layer,
 * which an adapter does not train; rows of their own for g_i, where the code takes those of the
 * batch. Adam's steps have the size of the rate whatever the products are: with 0.1, 30 updates can
 * give most of the weight to the skill with the largest gradient.
 */
import * as v from 'valibot';
import { settingsOf } from '#engine/core/parameters.ts';
import { sum } from '#engine/core/statistics.ts';
import { adamSchema, adamStep, newAdam } from '../adam.ts';
import { explainMovement, learnedState, learningMixer } from '../mixers.ts';
import { policyOf, type GradientProbe, type MixContext, type Observation } from '../policy.ts';
import { measuredRows, pickRows, targetIndices } from '../rows.ts';
import { equalShares, softmaxShares } from '../shares.ts';
import { finite, listOf } from '../storedData.ts';
import { unvalidatedWarnings } from '../validationLosses.ts';

const fastMixState = learnedState({
	/** z by skill. */
	logits: listOf(finite),
	adam: adamSchema,
	/** ⟨G, g_i⟩ by skill: the last measured ones; null until then. */
	products: listOf(v.nullable(finite)),
});
type FastMixState = v.InferOutput<typeof fastMixState>;

/** β₁ and β₂ of the logits' Adam. */
const betas = [0.5, 0.999] as const;

/** ∂L_val/∂z_i = −α p_i (⟨G, g_i⟩ − Σ_j p_j ⟨G, g_j⟩). */
export function logitGradient(
	shares: readonly number[],
	products: readonly number[],
	learningRate: number,
): number[] {
	const average = sum(shares.map((share, i) => share * products[i]));
	return shares.map((share, i) => -learningRate * share * (products[i] - average));
}

export const fastMix = policyOf('fastmix', {
	group: 'adaptive',
	citation: {
		text:
			'Tan et al., Fast Data Mixture Optimization via Gradient Descent, ICLR 2026; ' +
			'code: github.com/hrtan/fastmix',
		url: 'https://arxiv.org/abs/2606.14971',
	},
	parameters: settingsOf('fastmix', {
		targets: { kind: 'skills' },
		every: { kind: 'whole', default: 10, min: 1, max: 10_000, unit: true },
		rate: { kind: 'number', default: 0.01, min: 1e-5, max: 10 },
		rows: measuredRows(16, 256),
	}),
	createMixer: ({ targets: targetIds, every, rate, rows }, context) => {
		const { skills } = context;
		const targets = targetIndices(skills, targetIds);
		const warnings = unvalidatedWarnings({ skills: targets.map((skill) => skills[skill]) });
		const start: FastMixState = {
			logits: skills.map(() => 0),
			adam: newAdam(skills.length),
			products: skills.map(() => null),
			weights: equalShares(skills.length),
			sentence: { id: 'fastmix.start', values: {} },
			warnings,
		};
		const next = (state: FastMixState, { results: [result] }: Observation): FastMixState => {
			if (result?.kind !== 'gradients') return state;
			const products = Array.from(result.products[0]);
			const gradient = logitGradient(state.weights, products, result.learningRate);
			const { parameters, state: adam } = adamStep(
				Float64Array.from(state.logits),
				Float64Array.from(gradient),
				state.adam,
				rate,
				betas,
			);
			const logits = Array.from(parameters);
			const weights = softmaxShares(logits);
			const moved = explainMovement(
				'agreement',
				skills,
				[state.weights, weights],
				[state.products, products],
			);
			const sentence = [{ id: 'fastmix.drawn', values: {} } as const, moved];
			return { ...state, logits, adam, products, weights, sentence };
		};
		const sampling = equalShares(skills.length);
		return learningMixer({
			schema: fastMixState,
			start,
			learns: 'probes',
			probes: (step) =>
				(step + 1) % every === 0 && step >= 0 && skills.length > 1
					? [probeAt((step + 1) / every, targets, rows, context)]
					: [],
			next,
			plan: ({ weights }) => ({ by: 'weights', weights, sampling }),
			traces: ({ products }) => [{ label: 'gradient product', values: products }],
		});
	},
});

/** New rows of each skill and of the targets at each update. `round`: from 1. */
const probeAt = (
	round: number,
	targets: readonly number[],
	rows: number,
	context: MixContext,
): GradientProbe => ({
	kind: 'gradients',
	id: 'skills',
	train: context.skills.flatMap((_, skill) => pickRows(context, skill, { count: rows, round })),
	trainGroup: rows,
	examples: targets.flatMap((skill) =>
		pickRows(context, skill, {
			count: rows,
			round,
			part: context.skills[skill].validationSize > 0 ? 'validation' : 'train',
		}),
	),
	exampleGroup: targets.length * rows,
});
