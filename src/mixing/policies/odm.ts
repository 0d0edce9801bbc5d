/**
 * ODM: online data mixing as a bandit whose reward is the training loss.
 *
 * K skills; p [K] shares; R̂ [K] rewards; ε_t = min(1/K, √(ln K / (K t))):
 *
 *     p_i = (1 − K ε_t) g_i / Σ_j g_j + ε_t
 *
 * The paper and its code (alon-albalak/online-data-mixing, megatron/data/data_sampling_utils.py)
 * differ. Three rules:
 *  paper     Algorithm 1: R̂_i = α R̂_i + (1 − α) r/p_i for each skill in the batch of step t, and
 *            p at t + 1 from g_i = exp(ε_t R̂_i) with ε_{t+1} added. α is 0.9, as in the code.
 *  exp3      Exp3WeightUpdater, used in the code's scripts: R̂_i += (r/10)/p_i,
 *            g_i = exp(ε_{t−1} R̂_i), and ε_t is added.
 *  smoothed  SmoothedMeanWeightUpdater, which the README calls the paper's:
 *            R̂_i = α R̂_i + (1 − α) exp(r), without importance weights. Its update of a group has
 *            g_i = R̂_i, that of one skill exp(ε_{t−1} R̂_i). Our batches mix skills: g_i = R̂_i.
 * r is the mean training loss of the skill's examples in the batch. An update covers every skill of
 * the batch once; the code sees one skill per update. Ours: `importance` = presence divides by the
 * chance that the batch has the skill at all, because R̂_i / p_i overweights rare ones where a
 * batch has several; `warmup` is 0 by default (the scripts: 2,000 steps without updates), because
 * the shares stay equal until t = K ln K anyway, as ε_t = 1/K.
 */
import * as v from 'valibot';
import { settingsOf } from '#engine/core/parameters.ts';
import { learningMixer, learnedState, explainMovement } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { equalShares, normalise, softmaxShares } from '../shares.ts';
import { finite, listOf } from '../storedData.ts';

const odmState = learnedState({
	/** R̂ by skill; 0 until a batch has the skill. */
	reward: listOf(finite),
	/** ε of the last update, for the next one's exponent. */
	epsilon: finite,
	/** The last training loss of each skill, nats per token. */
	loss: listOf(v.nullable(finite)),
});
type OdmState = v.InferOutput<typeof odmState>;

/** ε_t = min(1/K, sqrt(ln K / (K t))): the smallest share of each of K skills at step t ≥ 1. */
export const smallestShare = (skills: number, t: number): number =>
	Math.min(1 / skills, Math.sqrt(Math.log(skills) / (skills * t)));

/** w_i = (1 − Kε)·p_i + ε. */
const mixWithUniform = (shares: readonly number[], epsilon: number): number[] =>
	normalise(shares.map((share) => (1 - shares.length * epsilon) * share + epsilon));

/** EXP3's shares: p_i ∝ exp(ε_{t−1} R̂_i), mixed with equal shares. */
export function exp3Shares(
	reward: readonly number[],
	{ previous, epsilon }: { readonly previous: number; readonly epsilon: number },
): number[] {
	return mixWithUniform(softmaxShares(reward, previous), epsilon);
}

/** Larger losses are clipped, because exp could overflow. No language model has one. */
const largestLoss = 100;

export const odm = policyOf('odm', {
	group: 'adaptive',
	citation: {
		text:
			'Albalak et al., Efficient Online Data Mixing For Language Model Pre-Training, 2023; ' +
			'code: github.com/alon-albalak/online-data-mixing',
		url: 'https://arxiv.org/abs/2312.02406',
	},
	parameters: settingsOf('odm', {
		variant: { kind: 'choice', options: ['exp3', 'smoothed', 'paper'] },
		smoothing: { kind: 'number', default: 0.9, min: 0, max: 0.999, advanced: true },
		scale: { kind: 'number', default: 10, min: 0.01, max: 1000, advanced: true },
		importance: { kind: 'choice', options: ['share', 'presence'], advanced: true },
		warmup: { kind: 'whole', default: 0, min: 0, max: 100_000, unit: true },
	}),
	createMixer: ({ variant, smoothing, scale, importance, warmup }, { skills, batchSize }) => {
		const K = skills.length;
		const importanceWeight = (share: number) =>
			importance === 'share' ? share : -Math.expm1(batchSize * Math.log1p(-Math.min(share, 1)));
		const start: OdmState = {
			weights: equalShares(K),
			sentence: { id: 'odm.start', values: { warmup } },
			warnings: [],
			reward: skills.map(() => 0),
			epsilon: 1 / K,
			loss: skills.map(() => null),
		};

		return learningMixer({
			schema: odmState,
			start,
			next: (state, { step, batchLoss }) => {
				const t = step + 1;
				if (t <= warmup || batchLoss.every((loss) => loss === null)) return state;
				const loss = state.loss.map((old, i) => {
					const now = batchLoss[i];
					return now === null ? old : Math.min(Math.max(now, 0), largestLoss);
				});
				const reward = state.reward.map((sum, i) => {
					if (batchLoss[i] === null) return sum;
					if (variant === 'smoothed') return smoothing * sum + (1 - smoothing) * Math.exp(loss[i]!);
					const weight = importanceWeight(state.weights[i]);
					return variant === 'paper'
						? smoothing * sum + ((1 - smoothing) * loss[i]!) / weight
						: sum + loss[i]! / scale / weight;
				});
				const isPaper = variant === 'paper';
				const epsilon = smallestShare(K, isPaper ? t + 1 : t);
				const previous = isPaper ? smallestShare(K, t) : state.epsilon;
				const weights =
					variant === 'smoothed'
						? mixWithUniform(normalise(reward), epsilon)
						: exp3Shares(reward, { previous, epsilon });
				const sentence = explainMovement(
					variant === 'exp3' ? 'summedReward' : 'smoothedReward',
					skills,
					[state.weights, weights],
					[state.reward, reward],
				);
				return { ...state, weights, sentence, reward, epsilon, loss };
			},
			traces: ({ loss, reward }) => [
				{ label: 'loss', values: loss },
				{ label: 'reward', values: reward },
			],
		});
	},
});
