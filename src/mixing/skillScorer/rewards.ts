/**
 * From one measurement of a minibatch of every skill to the rewards R [N]: which of the four it is, and which skill is meant.
 *
 * MoSpec (MoS, §6; in the code `--specialist NAME`) changes the reward and nothing else. Transferability: R_i = cos(z_i, z_target).
 * Difficulty: R_target ← 2 R_target, the others as they are, before the average of Eq. 11, as in the code; ours are doubled likewise.
 */
import type { MeasureResult, Quantity } from '../policy.ts';
import { groupMeans } from '../rows.ts';
import { difficultyRewards } from './difficulty.ts';
import { errorRateRewards, havePrompts } from './errorRate.ts';
import { lossRatioRewards } from './lossRatio.ts';
import { cosinesOf, meanStates, similarityRewards } from './similarity.ts';

export type RewardName = 'similarity' | 'difficulty' | 'loss-ratio' | 'error-rate';

export interface RewardKind {
	readonly reward: RewardName;
	/** Whose losses count: the answer's tokens (the paper) or all (the code). */
	readonly tokens: 'answer' | 'all';
	/** L, training examples of each skill. */
	readonly examples: number;
	/** MoSpec's skill. */
	readonly target: number | undefined;
}

/** One measurement, per skill. */
export interface Reading {
	/** R before a target is doubled; NaN where it is unknown. */
	readonly measured: readonly number[];
	/** Share of whole answers that are right. */
	readonly right: readonly number[];
	/** Nats per token, now, and with the base weights: NaN where the reward needs none. */
	readonly loss: readonly number[];
	readonly baseLoss: readonly number[];
	readonly cosines: readonly (readonly (number | null)[])[];
	/** Whether a row with a prompt was seen, now or before. */
	readonly prompted: readonly boolean[];
}

/** Of the present weights: one pass gives the first four, all tokens are a second. */
export const quantitiesOf = ({ reward, tokens }: RewardKind): Quantity[] => [
	...(['state', 'correct', 'loss', 'promptTokens'] as const),
	...(tokens === 'all' && reward !== 'similarity' ? (['allLoss'] as const) : []),
];

/** Of the base weights. */
export const baseQuantityOf = ({ tokens }: RewardKind): 'baseLoss' | 'baseAllLoss' =>
	tokens === 'all' ? 'baseAllLoss' : 'baseLoss';

/** By skill, whether the reward needs its base loss: of the error rate only plain text does. `prompted`: as Reading has it. */
export const needBase = ({ reward }: RewardKind, prompted: readonly boolean[]): boolean[] =>
	prompted.map((seen) => reward !== 'similarity' && !(reward === 'error-rate' && seen));

/**
 * `values`: of the present weights; `base`: losses with the base weights [N × L], NaN where the reward needs none. `before`:
 * whether a row with a prompt was seen earlier, per skill.
 */
export function readingOf(
	values: MeasureResult['values'],
	base: Float32Array,
	{ reward, tokens, examples, target }: RewardKind,
	before: readonly boolean[],
): Reading {
	const skills = before.length;
	const loss = (tokens === 'all' ? values.allLoss : undefined) ?? values.loss!;
	const prompts = havePrompts(values.promptTokens!, skills);
	const prompted = prompts.map((now, i) => now || before[i]);
	const losses = groupMeans(loss, examples);
	// An answer can look right where the loss is not a number: such a reading says nothing.
	const right = groupMeans(values.correct!, examples).map((share, i) =>
		Number.isFinite(losses[i]) ? share : NaN,
	);
	const cosines = cosinesOf(meanStates(values.state!, skills, examples));
	const rewards = {
		similarity: () => similarityRewards(cosines, target),
		difficulty: () => difficultyRewards(loss, base, examples),
		'loss-ratio': () => lossRatioRewards(loss, base, examples),
		'error-rate': () =>
			errorRateRewards(
				right,
				lossRatioRewards(loss, base, examples),
				prompted.map((seen) => !seen),
			),
	};
	return {
		measured: rewards[reward](),
		right,
		loss: losses,
		baseLoss: groupMeans(base, examples),
		cosines,
		prompted,
	};
}

/** MoSpec's doubling; similarity has its target in the cosine already. */
export const doubledFor = (
	{ reward, target }: RewardKind,
	rewards: readonly number[],
): readonly number[] =>
	reward === 'similarity' ? rewards : rewards.map((r, i) => (i === target ? 2 * r : r));
