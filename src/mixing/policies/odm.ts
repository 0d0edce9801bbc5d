/** ODM: online data mixing as a bandit; a skill whose batches still have a high training loss is drawn more often. */
import { learningMixer, addWarning, type LearnedState } from '../learningMixer.ts';
import { explainMovement } from '../movement.ts';
import { definePolicy } from '../policy.ts';
import { indicesById } from '../rows.ts';
import { equalShares, normalise } from '../shares.ts';

interface OdmState extends LearnedState {
	/** R̂ by skill; 0 until the skill was in a batch. */
	readonly reward: readonly number[];
	/** ε of the last update: the next one's exponent. */
	readonly epsilon: number;
	/** The last training loss of each skill, nats per token. */
	readonly loss: readonly (number | null)[];
}

/** ε_t = min(1/K, sqrt(ln K / (K t))): the smallest share that any of K skills keeps at step t, counted from 1. */
export const exploration = (skills: number, t: number): number =>
	Math.min(1 / skills, Math.sqrt(Math.log(skills) / (skills * t)));

/** w_i = (1 − Kε)·g_i/Σg + ε. The sum is taken in rising order: the order of skills changes no bit. */
const explored = (amounts: readonly number[], epsilon: number): number[] =>
	normalise(normalise(amounts).map((share) => (1 - amounts.length * epsilon) * share + epsilon));

/**
 * EXP3's shares from the summed rewards: g_i = exp(ε_{t−1} R̂_i). The largest exponent is taken off all of them, which
 * changes no share and keeps exp finite.
 */
export function exp3Shares(
	reward: readonly number[],
	{ previous, epsilon }: { readonly previous: number; readonly epsilon: number },
): number[] {
	const most = Math.max(...reward);
	return explored(
		reward.map((sum) => Math.exp(previous * (sum - most))),
		epsilon,
	);
}

/** Losses are cut here: a language model has none so high, and their exp would leave the floating-point range. */
const largestLoss = 100;

/**
 * The code (alon-albalak/online-data-mixing, megatron/data/data_sampling_utils.py) has two rules, and they disagree:
 *  exp3      Exp3WeightUpdater: R̂_i += (r/10)/p_i for the skill of the batch, g_i = exp(ε_{t−1} R̂_i). What its scripts run.
 *  smoothed  SmoothedMeanWeightUpdater, which the README calls the paper's: R̂_i = α R̂_i + (1 − α) exp(r), without
 *            importance weights. Its update of a group of skills takes g_i = R̂_i, its update of one skill exp(ε_{t−1} R̂_i).
 *            Taken here: the group's, since a batch of ours holds several skills.
 * r is the mean training loss of the skill's examples in the batch. Every skill of the batch is updated, each once (the code
 * sees one skill per update; with several in a batch, R̂_i / p_i overweights the rare ones: `importance` = presence takes
 * the chance that the batch has the skill at all instead, which is ours). The scripts warm up for 2,000 steps, without
 * updates, and so does `warmup` here; ours is 0, since until t = K ln K the shares stay equal anyhow, as ε_t = 1/K.
 */
export const odm = definePolicy({
	id: 'odm',
	title: 'Online data mixing (ODM)',
	summary:
		'A bandit on the training loss: what is still hard is drawn more often, and nothing is ever dropped.',
	group: 'adaptive',
	citation: {
		text: 'Albalak et al., Efficient Online Data Mixing For Language Model Pre-Training, 2023; code: github.com/alon-albalak/online-data-mixing',
		url: 'https://arxiv.org/abs/2312.02406',
	},
	parameters: {
		variant: {
			kind: 'choice',
			label: 'Rule',
			help: "The code's EXP3, or the running mean that its README calls the paper's.",
			default: 'exp3',
			options: [
				{ value: 'exp3', label: 'EXP3 (code)' },
				{ value: 'smoothed', label: 'Running mean (paper)' },
			],
		},
		smoothing: {
			kind: 'number',
			label: 'Smoothing α',
			help: 'Weight of the old value in the running mean: 0.9 in the code. EXP3 does not use it.',
			default: 0.9,
			min: 0,
			max: 0.999,
			advanced: true,
		},
		scale: {
			kind: 'number',
			label: 'Reward divisor',
			help: 'EXP3 divides the loss by this before it sums it: 10 in the code. Smaller moves the shares faster.',
			default: 10,
			min: 0.01,
			max: 1000,
			logarithmic: true,
			advanced: true,
		},
		importance: {
			kind: 'choice',
			label: 'Importance weight',
			help: "What EXP3 divides a reward by: the skill's share (code), or the chance that a batch has the skill at all (ours: unbiased where a batch mixes skills).",
			default: 'share',
			options: [
				{ value: 'share', label: 'Share (code)' },
				{ value: 'presence', label: 'Presence in the batch (ours)' },
			],
			advanced: true,
		},
		warmup: {
			kind: 'number',
			label: 'Warm-up',
			help: "Steps of the run with equal shares before the first update: 2,000 in the code's scripts, 0 here (our choice, for short runs).",
			default: 0,
			min: 0,
			max: 100_000,
			integer: true,
			unit: 'steps',
		},
	},
	createMixer: (
		{ variant, smoothing, scale, importance, warmup },
		{ skills, batchSize },
		restored,
	) => {
		const K = skills.length;
		const none = skills.map(() => null);
		const chanceOf = (share: number) =>
			importance === 'share' ? share : -Math.expm1(batchSize * Math.log1p(-Math.min(share, 1)));
		const start: OdmState = {
			weights: equalShares(K),
			sentence: `Equal shares until there are losses to compare${warmup > 0 ? `, from step ${warmup} on` : ''}.`,
			warnings: [],
			reward: skills.map(() => 0),
			epsilon: 1 / K,
			loss: none,
		};

		return learningMixer<OdmState>(
			{
				start,
				next: (state, { step, batchLoss }) => {
					const t = step + 1;
					const isLoss = (loss: number | null): loss is number => Number.isFinite(loss);
					const wrong = indicesById(skills).find(
						(i) => batchLoss[i] !== null && !isLoss(batchLoss[i]),
					);
					const warnings =
						wrong === undefined
							? state.warnings
							: addWarning(
									state.warnings,
									`The training loss of ${skills[wrong].name} is not a finite number: such losses are left out, ` +
										'and the skill keeps its last reward.',
								);
					if (t <= warmup || !batchLoss.some(isLoss))
						return warnings === state.warnings ? state : { ...state, warnings };

					const loss = state.loss.map((old, i) => {
						const now = batchLoss[i];
						return isLoss(now) ? Math.min(Math.max(now, 0), largestLoss) : old;
					});
					const reward = state.reward.map((sum, i) => {
						if (!isLoss(batchLoss[i])) return sum;
						return variant === 'smoothed'
							? smoothing * sum + (1 - smoothing) * Math.exp(loss[i]!)
							: sum + loss[i]! / scale / chanceOf(state.weights[i]);
					});
					const epsilon = exploration(K, t);
					const weights =
						variant === 'smoothed'
							? explored(reward, epsilon)
							: exp3Shares(reward, { previous: state.epsilon, epsilon });
					const sentence = explainMovement({
						skills,
						before: state.weights,
						after: weights,
						signal: {
							name: variant === 'smoothed' ? 'smoothed reward' : 'summed reward',
							before: state.reward,
							after: reward,
						},
					});
					return { weights, sentence, warnings, reward, epsilon, loss };
				},
				traces: ({ loss, reward }) => [
					{ label: 'loss', values: loss },
					{ label: 'reward', values: reward },
				],
			},
			restored,
		);
	},
});
