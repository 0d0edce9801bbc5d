/**
 * Losses and gradients of proximal policy optimisation (Schulman et al., arXiv 1707.06347, Eq. 7
 * and 9), with one ratio per class and step, as in RAISE. Constants and the entropy term are our
 * reading, because the paper's are unknown to us.
 */
import type { Decision, ActorEvaluator } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import type { NetworkPass } from './network.ts';
import { addChoiceGradient, choiceTerms } from './plackettLuce.ts';

export interface ActorTerms {
	/**
	 * − mean over steps and classes of min(r A, clip(r, 1 ± ε) A) − entropy weight · mean entropy.
	 */
	readonly loss: number;
	readonly gradient: Float64Array;
	/** Share of the ratios whose gradient the clip removes. */
	readonly clippedShare: number;
}

/**
 * A class's ratio from its b picks. product: exp(log π_new − log π_old) of the whole choice; it
 * reaches any clip after small changes of each probability. mean: its b-th root, the geometric mean
 * over the picks, so that ε means the same for any b. Both are our reading of "class by class".
 */
export type RatioKind = 'product' | 'mean';

interface ActorOptions {
	readonly clip: number;
	readonly entropy: number;
	readonly ratio: RatioKind;
}

export function actorTerms(
	actor: Float64Array,
	decisions: readonly Decision[],
	advantages: ArrayLike<number>,
	features: PoolFeatures,
	evaluator: ActorEvaluator,
	{ clip, entropy, ratio: kind }: ActorOptions,
): ActorTerms {
	const gradient = new Float64Array(actor.length);
	const atScores = new Float64Array(evaluator.most);
	const terms = decisions.reduce((sum, { picks }) => sum + picks.length, 0);
	let loss = 0;
	let clipped = 0;
	decisions.forEach((decision, t) => {
		const rows = decision.candidates.length;
		const scores = evaluator.evaluate(actor, features, decision);
		const advantage = advantages[t];
		atScores.fill(0, 0, rows);
		for (const { members, chosen, logProbability } of decision.picks) {
			const now = choiceTerms(scores, members, chosen);
			const root = kind === 'mean' ? 1 / chosen.length : 1;
			const ratio = Math.exp(root * (now.logProbability - logProbability));
			const plain = ratio * advantage;
			const bounded = Math.max(1 - clip, Math.min(1 + clip, ratio)) * advantage;
			const isClipped = bounded < plain;
			clipped += isClipped ? 1 / terms : 0;
			loss -= (Math.min(plain, bounded) + entropy * now.entropy) / terms;
			const weight = isClipped ? 0 : (-plain * root) / terms;
			const entropyWeight = -entropy / terms;
			addChoiceGradient(scores, members, chosen, { weight, entropyWeight }, atScores);
		}
		evaluator.pass.backward(actor, evaluator.input, rows, atScores, gradient);
	});
	return { loss, gradient, clippedShare: clipped };
}

/**
 * Number of the critic's inputs: P(M), t/T, mean availability, share of candidates never picked,
 * trend. Our reading.
 */
export const criticInputs = 5;

export type CriticState = Pick<Decision, 'stage' | 'availability' | 'trend'>;

/** The critic's input for a state: [5]. */
export function criticInput({ stage, availability, trend }: CriticState) {
	let sum = 0;
	let fresh = 0;
	for (const times of availability) {
		sum += times / availability.length;
		fresh += times === 0 ? 1 / availability.length : 0;
	}
	return Float64Array.of(stage[0], stage[1], sum, fresh, trend);
}

/** valueWeight · mean (V − G)², and its gradient. inputs: [steps × 5]. */
export function criticTerms(
	critic: Float64Array,
	inputs: Float64Array,
	returns: ArrayLike<number>,
	pass: NetworkPass,
	valueWeight: number,
): { readonly loss: number; readonly gradient: Float64Array } {
	const gradient = new Float64Array(critic.length);
	const rows = returns.length;
	const values = pass.forward(critic, inputs, rows);
	const atValues = new Float64Array(rows);
	let loss = 0;
	for (let t = 0; t < rows; t++) {
		const error = values[t] - returns[t];
		loss += (valueWeight * error * error) / rows;
		atValues[t] = (2 * valueWeight * error) / rows;
	}
	pass.backward(critic, inputs, rows, atValues, gradient);
	return { loss, gradient };
}
