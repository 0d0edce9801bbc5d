/**
 * The rewards R [N]: six formulas over one minibatch of L training examples of every skill,
 * MoSpec's target, and the average over time. MoS is arXiv 2406.08811; its code is
 * github minghao-wu/mixture_of_skills @0ca09a8.
 *
 * difficulty (MoS, Eq. 9 and 10, DIFF): relative perplexity, 1 for every skill before training.
 *   PPL(y; x, θ) = exp(−(1/|y|) Σ_k log p_θ(y_k | x, y_<k)) = exp(loss), over the answer's tokens
 *   R_i = (1/L) Σ_j PPL_now(j) / PPL_0(j) = (1/L) Σ_j exp(loss_j − baseLoss_j)
 *   The code includes all tokens, the prompt's too.
 * similarity (MoS, Eq. 7 and 8, COSSIM): R_i = (1/N) Σ_n cos(z_i, z_n); n = i is included (adds 1).
 *   e_j [width]: mean of the top layer's hidden state over the tokens of example j (probe 'state')
 *   z_i [width]: mean of e_j over skill i's minibatch, like the code
 *   Ours: a negative R_i counts as 0, because Eq. 6 has no maximum for R_i < 0.
 * loss ratio (ours): R_i = Σ_j loss_j / Σ_j baseLoss_j. Without the exponential, a base that does
 *   not know a format (perplexity 100, loss 4.6) does not drive the reward to 0 at once.
 * error rate (ours): R_i = max(.02, 1 − mean_j correct_j); correct_j = 1 if every answer token is
 *   the argmax under teacher forcing. The floor keeps a learnt skill in the mix, which reveals
 *   forgetting. Plain text has no single right answer: such a skill gets its loss ratio. A skill
 *   counts as plain text as long as every measured row has a prompt of at most one token.
 * alignment (MultiDDS, arXiv 2004.06748): R_i = mean_n cos(∇ loss on skill i's minibatch,
 *   ∇ validation loss of skill n). Ours: R_i = max(0, mean_v(loss_v − loss_v after one virtual step
 *   on the minibatch)), v = L validation rows of each skill. To first order that is u_i · ∇ mean
 *   validation loss, u_i the run's next AdamW step. It has the run's moments and weight decay,
 *   which are the same for every i, so R has a common part that pulls the shares to equal ones.
 * uncertainty (MultiUAT, arXiv 2109.02284, §3.3, ExpTP): R_i = 1 − mean_v,t max_y p(y | y_<t), over
 *   v = L validation rows of skill i, and t the answer's tokens under teacher forcing: the model's
 *   own confidence, right or wrong. Ours: one pass without dropout, where the paper has 30 with it.
 *   The authors' code (huawei-noah/noah-research @6fe8a52, noahnmt/multiuat) has exp of the mean
 *   log within a sentence in place of the mean, one Adam of 1e-4 with 200 steps, and no average
 *   over time; here the scorer's settings decide. With the preset `code` and the geometric means,
 *   the shares of ten updates from equal shares are those of its rule within 1e-8. From shares by
 *   size they differ by 1.3e-4, because its start ends at L ≤ 1e-8. The mean moves a share by up to
 *   .0017 (tests/golden/authors.py).
 *
 * MoSpec (MoS, §6; `--specialist NAME` in the code) changes only the reward. Similarity:
 * R_i = cos(z_i, z_target). Alignment: v = the target's rows. Others: R_target ← f R_target before
 * the average, f = 2 in the code.
 */
import { dot, mean } from '#engine/core/statistics.ts';
import type { MeasureResult, Quantity, VirtualStepResult } from '../policy.ts';
import { groupMeans } from '../rows.ts';
import type { ScorerSettings } from './parameters.ts';

export type RewardName = ScorerSettings['reward'];

/** `examples`: L of each skill. `target`: MoSpec's skill. */
export interface RewardRule extends Pick<ScorerSettings, 'reward' | 'tokens' | 'examples'> {
	readonly target: number | undefined;
	/** f, the factor of the target's reward. */
	readonly factor: number;
}

/** One measurement, per skill. */
export interface RewardMeasurement {
	/** R before the target is raised; infinite if a perplexity is. */
	readonly measured: readonly number[];
	/** Share of whole answers that are right; NaN for plain text, which has none. */
	readonly right: readonly number[];
	/** Nats per token with the current weights. */
	readonly loss: readonly number[];
	/** Nats per token with the base weights; NaN if the reward does not need them. */
	readonly baseLoss: readonly number[];
	/** True if this or an earlier measurement had a row with a prompt. */
	readonly prompted: readonly boolean[];
}

const withoutBase: readonly RewardName[] = ['similarity', 'alignment', 'uncertainty'];

/** Quantities with the current weights. One pass gives all of them; `allLoss` needs a second. */
export const currentQuantities = ({ reward, tokens }: RewardRule): Quantity[] => [
	'correct',
	'loss',
	'promptTokens',
	...(reward === 'similarity' ? (['state'] as const) : []),
	...(reward === 'uncertainty' ? (['confidence'] as const) : []),
	...(tokens === 'all' && !withoutBase.includes(reward) ? (['allLoss'] as const) : []),
];

export const baseQuantity = ({ tokens }: RewardRule): 'baseLoss' | 'baseAllLoss' =>
	tokens === 'all' ? 'baseAllLoss' : 'baseLoss';

/** By skill: whether the reward needs base losses. For the error rate, only plain text does. */
export const needsBaseLoss = ({ reward }: RewardRule, prompted: readonly boolean[]): boolean[] =>
	prompted.map((seen) => !withoutBase.includes(reward) && !(reward === 'error-rate' && seen));

/** Beside the losses: what earlier measurements saw, and virtual steps. */
interface Evidence {
	readonly promptedBefore: readonly boolean[];
	/** Virtual steps [N], for alignment. */
	readonly steps?: readonly (VirtualStepResult | undefined)[];
}

/**
 * `values`: with the current weights. `base` [N × L]: losses with the base weights, NaN if not
 * needed. `promptedBefore`: by skill, whether an earlier measurement had a row with a prompt.
 */
export function measureRewards(
	values: MeasureResult['values'],
	base: Float32Array,
	{ reward, tokens, examples, target }: RewardRule,
	{ promptedBefore, steps = [] }: Evidence,
): RewardMeasurement {
	const skills = promptedBefore.length;
	const loss = (tokens === 'all' ? values.allLoss : undefined) ?? values.loss!;
	const prompted = promptedBefore.map(
		(seen, i) =>
			seen ||
			values.promptTokens!.subarray(i * examples, (i + 1) * examples).some((count) => count > 1),
	);
	const losses = groupMeans(loss, examples);
	const right = groupMeans(values.correct!, examples).map((share, i) =>
		prompted[i] ? share : NaN,
	);
	const baseLoss = groupMeans(base, examples);
	const lossRatios = losses.map((now, i) => now / baseLoss[i]);
	const rewards = {
		similarity: () =>
			similarityRewards(skillCosines(meanStates(values.state!, skills, examples)), target),
		difficulty: () => {
			const ratios = Array.from(loss, (value, j) => Math.exp(value - base[j]));
			return groupMeans(ratios, examples);
		},
		'loss-ratio': () => lossRatios,
		'error-rate': () =>
			right.map((share, i) => (prompted[i] ? Math.max(0.02, 1 - share) : lossRatios[i])),
		alignment: () => prompted.map((_, i) => meanDecrease(steps[i])),
		uncertainty: () => groupMeans(values.confidence!, examples).map((mean) => 1 - mean),
	};
	return { measured: rewards[reward](), right, loss: losses, baseLoss, prompted };
}

/** Nats per token that one virtual step takes off the validation losses; NaN without a result. */
function meanDecrease(step: VirtualStepResult | undefined): number {
	return Math.max(0, mean(Array.from(step?.before ?? [], (loss, v) => loss - step!.after[v])));
}

/** z [N][width] of states [N × L × width]. */
function meanStates(states: Float32Array, skills: number, examples: number): Float64Array[] {
	const width = states.length / (skills * examples);
	return Array.from({ length: skills }, (_, i) => {
		const sum = new Float64Array(width);
		for (let j = i * examples; j < (i + 1) * examples; j++)
			for (let c = 0; c < width; c++) sum[c] += states[j * width + c];
		return sum.map((value) => value / examples);
	});
}

/** cos(z_i, z_n) [N][N], 1 on the diagonal. */
function skillCosines(states: readonly Float64Array[]): number[][] {
	const norms = states.map((state) => Math.sqrt(dot(state, state)));
	return states.map((a, i) =>
		states.map((b, n) => (i === n ? 1 : dot(a, b) / (norms[i] * norms[n] || 1))),
	);
}

/** R [N]. */
export const similarityRewards = (
	cosines: readonly (readonly number[])[],
	target: number | undefined,
): number[] => cosines.map((row) => Math.max(0, target === undefined ? mean(row) : row[target]));

/** Raises MoSpec's target. Similarity and alignment are measured toward the target already. */
export const raiseTarget = (
	{ reward, target, factor }: RewardRule,
	rewards: readonly number[],
): readonly number[] =>
	reward === 'similarity' || reward === 'alignment'
		? rewards
		: rewards.map((r, i) => (i === target ? factor * r : r));

/**
 * The average over time (MoS, Eq. 11): R_i = β R'_i + (1 − β) R''_i, R' = current, R'' = previous.
 * β = .9 on the current value smooths little. As in the code (`ema_alpha`), the averaged value is
 * the next R''. At the first update R'' is 1 in the code; the paper does not say. `first` (ours)
 * takes R'.
 */
export function averageRewards(
	measured: readonly number[],
	previous: readonly number[] | null,
	{ beta, start }: { readonly beta: number; readonly start: 'one' | 'first' },
): number[] {
	return measured.map((reward, i) => {
		const before = previous ? previous[i] : start === 'one' ? 1 : reward;
		return beta * reward + (1 - beta) * before;
	});
}
