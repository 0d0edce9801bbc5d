/** Actor and critic with their optimizers, and their update from an episode's experience. */
import type { Json } from '#core/json.ts';
import { permutation, type RandomStream } from '#core/random.ts';
import { adamFromJson, adamStep, newAdam, type AdamState } from '../adam.ts';
import {
	estimateAdvantages,
	standardiseAdvantages,
	actorTerms,
	criticInput,
	criticInputs,
	criticTerms,
	type ActorOptions,
	type CriticState,
} from './ppo.ts';
import { actorShape, type Decision, type ActorEvaluator } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import { initialNetwork, NetworkPass } from './network.ts';
import type { RaiseValues } from './settings.ts';

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

export function networksFromJson(json: Json): Networks {
	const { actor, critic, actorAdam, criticAdam } = json as { [K in keyof Networks]: Json };
	return {
		actor: Float64Array.from(actor as number[]),
		critic: Float64Array.from(critic as number[]),
		actorAdam: adamFromJson(actorAdam),
		criticAdam: adamFromJson(criticAdam),
	};
}

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
			const own = part.map((t) => episode[t]);
			const ownAdvantages = part.map((t) => relative[t]);
			const ownReturns = part.map((t) => returns[t]);
			const inputs = criticInputRows(own);
			const actorLoss = actorTerms(actor, own, ownAdvantages, features, evaluator, options);
			const criticLoss = criticTerms(critic, inputs, ownReturns, criticPass, options.valueWeight);
			const actorStep = adamStep(actor, actorLoss.gradient, actorAdam, learningRate);
			const criticStep = adamStep(critic, criticLoss.gradient, criticAdam, learningRate);
			({ parameters: actor, state: actorAdam } = actorStep);
			({ parameters: critic, state: criticAdam } = criticStep);
		}
	}
	return { actor, critic, actorAdam, criticAdam };
}
