/**
 * Proximal policy optimisation of an actor and a critic: losses and gradients. At step t, r_tk is
 * the ratio of class k's choice (new actor / old one), A the advantage, V the critic, G the return:
 *
 *     actor   − mean_{t,k} (min(r_tk A_t, clip(r_tk, 1 ± ε) A_t) + w_H · entropy_tk)
 *     critic  w_V · mean_t (V_t − G_t)²
 *     A_t = Σ_{i ≥ 0} (γ λ)^i δ_{t+i},   δ_t = R_t + γ V_{t+1} − V_t
 *
 * Source: Schulman et al., arXiv 1707.06347, Eq. 7 and 9; generalised advantage estimation, arXiv
 * 1506.02438, Eq. 16. One ratio per class and step as in RAISE. Constants and the entropy term are
 * our reading, because the paper's are unknown to us.
 */
import type * as v from 'valibot';
import { permutation, type RandomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import { adamSchema, adamStep, newAdam, type AdamState } from '../adam.ts';
import { floats, objectOf } from '../storedData.ts';
import { actorShape, type Decision, type ActorEvaluator } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import { initialNetwork, NetworkPass } from './network.ts';
import { addChoiceGradient, choiceTerms } from './plackettLuce.ts';
import type { RaiseValues } from './settings.ts';

export interface ActorTerms {
	/** − mean over steps and classes of min(r A, clip(r, 1 ± ε) A) − entropy weight · entropy. */
	readonly loss: number;
	readonly gradient: Float64Array;
}

/**
 * A class's ratio from its b picks, our reading of "class by class". product: exp(log π_new − log
 * π_old) of the choice. mean: its b-th root, for which ε means the same for any b.
 */
export type ActorOptions = Pick<RaiseValues, 'clip' | 'entropy' | 'ratio'>;

export function actorTerms(
	actor: Float64Array,
	decisions: readonly Decision[],
	advantages: ArrayLike<number>,
	features: PoolFeatures,
	evaluator: ActorEvaluator,
	{ clip, entropy, ratio: kind }: ActorOptions,
): ActorTerms {
	const gradient = new Float64Array(actor.length);
	const atScores = new Float64Array(evaluator.maxRows);
	const terms = decisions.reduce((sum, { picks }) => sum + picks.length, 0);
	let loss = 0;
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
			loss -= (Math.min(plain, bounded) + entropy * now.entropy) / terms;
			const weight = isClipped ? 0 : (-plain * root) / terms;
			const entropyWeight = -entropy / terms;
			addChoiceGradient(scores, members, chosen, { weight, entropyWeight }, atScores);
		}
		evaluator.pass.backward(actor, evaluator.input, rows, atScores, gradient);
	});
	return { loss, gradient };
}

/** The critic's inputs: P(M), t/T, mean availability, share never picked, trend. Our reading. */
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

/** δ_t = R_t + γ V_{t+1} − V_t; A_t = Σ_l (γλ)^l δ_{t+l}; G_t = A_t + V_t, the critic's target. */
export function estimateAdvantages(
	rewards: ArrayLike<number>,
	values: ArrayLike<number>,
	{ gamma, lambda, lastValue = 0 }: { gamma: number; lambda: number; lastValue?: number },
): { readonly advantages: Float64Array; readonly returns: Float64Array } {
	const advantages = new Float64Array(rewards.length);
	const returns = new Float64Array(rewards.length);
	let next = lastValue;
	let sum = 0;
	for (let t = rewards.length - 1; t >= 0; t--) {
		sum = rewards[t] + gamma * next - values[t] + gamma * lambda * sum;
		advantages[t] = sum;
		returns[t] = sum + values[t];
		next = values[t];
	}
	return { advantages, returns };
}

/**
 * Scales to mean 0 and standard deviation 1 within groups of about `stretch` neighbours (0: one
 * group), because a run's early steps move its loss many times more than late ones.
 */
export function standardiseAdvantages(advantages: Float64Array, stretch = 0): Float64Array {
	const n = advantages.length;
	const groups = stretch === 0 ? 1 : Math.max(1, Math.round(n / stretch));
	const result = new Float64Array(n);
	for (let k = 0; k < groups; k++) {
		const from = Math.round((k * n) / groups);
		const group = advantages.subarray(from, Math.round(((k + 1) * n) / groups));
		const mean = sum(group) / group.length;
		const variance = group.reduce((a, b) => a + (b - mean) ** 2, 0) / group.length;
		const deviation = Math.sqrt(variance);
		group.forEach((a, i) => (result[from + i] = deviation > 1e-12 ? (a - mean) / deviation : 0));
	}
	return result;
}

/** Actor and critic with their optimizers. */
export interface Networks {
	readonly actor: Float64Array;
	readonly critic: Float64Array;
	readonly actorAdam: AdamState;
	readonly criticAdam: AdamState;
}

const criticShape = (hidden: number) => ({ inputs: criticInputs, hidden });

export function newNetworks(hidden: number, stream: RandomStream): Networks {
	const actor = initialNetwork(actorShape(hidden), stream.child('actor'));
	const critic = initialNetwork(criticShape(hidden), stream.child('critic'));
	const [actorAdam, criticAdam] = [newAdam(actor.length), newAdam(critic.length)];
	return { actor, critic, actorAdam, criticAdam };
}

export const networksSchema: v.GenericSchema<unknown, Networks> = objectOf({
	actor: floats,
	critic: floats,
	actorAdam: adamSchema,
	criticAdam: adamSchema,
});

/** A choice and its reward. */
export interface Experience extends Decision {
	/** P after − P before: the fall of the validation loss, nats. */
	readonly reward: number;
}

export type LearningOptions = ActorOptions &
	Pick<RaiseValues, 'hidden' | 'gamma' | 'lambda' | 'valueWeight' | 'epochs'> &
	Pick<RaiseValues, 'minibatch' | 'learningRate' | 'stretch'>;

/** V(s) of each state. */
export function criticValues(
	{ critic }: Networks,
	states: readonly CriticState[],
	hidden: number,
): Float64Array {
	const pass = new NetworkPass(criticShape(hidden), states.length);
	return pass.forward(critic, criticInputRows(states), states.length);
}

function criticInputRows(states: readonly CriticState[]) {
	const inputs = new Float64Array(states.length * criticInputs);
	states.forEach((state, t) => inputs.set(criticInput(state), t * criticInputs));
	return inputs;
}

/** `epochs` passes in random minibatches. `next`: the state at which the episode continues. */
export function learn(
	networks: Networks,
	episode: readonly Experience[],
	features: PoolFeatures,
	evaluator: ActorEvaluator,
	options: LearningOptions,
	stream: RandomStream,
	next?: CriticState,
): Networks {
	const { hidden, gamma, lambda, epochs, minibatch, learningRate } = options;
	const values = criticValues(networks, episode, hidden);
	const rewards = episode.map(({ reward }) => reward);
	const lastValue = next ? criticValues(networks, [next], hidden)[0] : 0;
	const { advantages, returns } = estimateAdvantages(rewards, values, { gamma, lambda, lastValue });
	const relative = standardiseAdvantages(advantages, options.stretch);
	const size = Math.min(minibatch, episode.length);
	const criticPass = new NetworkPass(criticShape(hidden), size);
	let { actor, critic, actorAdam, criticAdam } = networks;
	for (let epoch = 0; epoch < epochs; epoch++) {
		const order = permutation(stream, episode.length, epoch);
		for (let from = 0; from < order.length; from += size) {
			const part = Array.from(order.subarray(from, from + size));
			const batch = part.map((t) => episode[t]);
			const batchAdvantages = part.map((t) => relative[t]);
			const batchReturns = part.map((t) => returns[t]);
			const inputs = criticInputRows(batch);
			const actorLoss = actorTerms(actor, batch, batchAdvantages, features, evaluator, options);
			const criticLoss = criticTerms(critic, inputs, batchReturns, criticPass, options.valueWeight);
			const actorStep = adamStep(actor, actorLoss.gradient, actorAdam, learningRate);
			const criticStep = adamStep(critic, criticLoss.gradient, criticAdam, learningRate);
			({ parameters: actor, state: actorAdam } = actorStep);
			({ parameters: critic, state: criticAdam } = criticStep);
		}
	}
	return { actor, critic, actorAdam, criticAdam };
}
