/**
 * Proximal policy optimisation (Schulman et al., arXiv 1707.06347, Eq. 7 and 9) with one ratio per class and step, as RAISE
 * has it: losses and their gradients. Constants and the entropy term are our reading; the paper's were not found.
 */
import type { Decision, Scorer } from './choose.ts';
import type { PoolFeatures } from './features.ts';
import type { NetworkPass } from './network.ts';
import { addChoiceGradient, choiceTerms } from './plackettLuce.ts';

export interface ActorTerms {
	/** − mean over steps and classes of min(r A, clip(r, 1 ± ε) A) − entropy weight · mean entropy. */
	readonly loss: number;
	readonly gradient: Float64Array;
	/** Mean of the ratios, and the share of them at which the clip took the gradient away. */
	readonly meanRatio: number;
	readonly clippedShare: number;
}

export function actorTerms(
	actor: Float64Array,
	decisions: readonly Decision[],
	advantages: ArrayLike<number>,
	features: PoolFeatures,
	scorer: Scorer,
	{ clip, entropy }: { readonly clip: number; readonly entropy: number },
): ActorTerms {
	const gradient = new Float64Array(actor.length);
	const atScores = new Float64Array(scorer.most);
	const terms = decisions.reduce((sum, { picks }) => sum + picks.length, 0);
	let loss = 0;
	let ratios = 0;
	let clipped = 0;
	decisions.forEach((decision, t) => {
		const rows = decision.places.length;
		const scores = scorer.score(actor, features, decision);
		const advantage = advantages[t];
		atScores.fill(0, 0, rows);
		for (const { members, chosen, logProbability } of decision.picks) {
			const now = choiceTerms(scores, members, chosen);
			const ratio = Math.exp(now.logProbability - logProbability);
			const plain = ratio * advantage;
			const bounded = Math.max(1 - clip, Math.min(1 + clip, ratio)) * advantage;
			const isClipped = bounded < plain;
			ratios += ratio / terms;
			clipped += isClipped ? 1 / terms : 0;
			loss -= (Math.min(plain, bounded) + entropy * now.entropy) / terms;
			const weight = isClipped ? 0 : -plain / terms;
			const entropyWeight = -entropy / terms;
			addChoiceGradient(scores, members, chosen, { weight, entropyWeight }, atScores);
		}
		scorer.pass.backward(actor, scorer.input, rows, atScores, gradient);
	});
	return { loss, gradient, meanRatio: ratios, clippedShare: clipped };
}

/** Numbers that the critic sees: P(M), t/T, mean availability, share of the candidates never picked. Our reading. */
export const criticInputs = 4;

/** What the critic sees of a state: [4]. */
export function criticInput({ stage, availability }: Pick<Decision, 'stage' | 'availability'>) {
	let sum = 0;
	let fresh = 0;
	for (const times of availability) {
		sum += times / availability.length;
		fresh += times === 0 ? 1 / availability.length : 0;
	}
	return Float64Array.of(stage[0], stage[1], sum, fresh);
}

/** valueWeight · mean (V − G)², and its gradient. inputs: [steps × 4]. */
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
