/** The explanation of the scorer for the page, and all its sentences except warnings.ts. */
import type { Explanation } from '../policy.ts';
import { percent } from '../shares.ts';
import type { MixerState } from './mixerState.ts';
import type { RewardName } from './rewards.ts';
import { infiniteTau } from './start.ts';

export interface ExplanationContext {
	/** Current p, in the order of ids. */
	readonly shares: readonly number[];
	/** Reorders a list from the order of ids to the mix's order. */
	readonly toMixOrder: <T>(values: readonly T[]) => T[];
	/** True if rewards are averaged over time. */
	readonly average: boolean;
	readonly tau: number;
	/** Number of trained steps at the first update. */
	readonly firstUpdate: number;
	readonly interval: number;
	/** A sentence on MoSpec's target. */
	readonly target: string | undefined;
}

const aboutCosines =
	'Cosine of the mean last hidden states of a few training examples of each skill. ' +
	'It changes as the model trains. ' +
	'It is not transfer: it does not say how much training on one skill helps another.';

export function explainScorer(
	{ last, warnings }: MixerState,
	now: ExplanationContext,
): Explanation {
	const { shares, toMixOrder, average, target } = now;
	const sentence = last?.sentence ?? waitingSentence(now);
	const trace = (label: string, values: readonly (number | null)[] | null) =>
		values ? [{ label, values: toMixOrder(values) }] : [];
	return {
		weights: toMixOrder(shares),
		sentence: target === undefined ? sentence : `${sentence} ${target}`,
		traces: last
			? [
					...trace('Reward', last.rewards),
					...(average ? trace('Averaged', last.averaged) : []),
					...trace('R/ΣR', last.fixed),
					...trace('Share before', last.before),
					...trace('Right', last.right),
					...trace('Loss', last.loss),
				]
			: [],
		...(last && {
			matrices: [
				{
					label: 'Cosine between skills',
					about: aboutCosines,
					rows: toMixOrder(last.cosines.map((row) => toMixOrder(row))),
				},
			],
		}),
		...(warnings.length > 0 && { warnings: warnings.map(({ text }) => text) }),
	};
}

/** The sentence before the first update. */
function waitingSentence({ tau, firstUpdate, interval }: ExplanationContext): string {
	const prior =
		tau >= infiniteTau
			? 'equal'
			: tau === 1
				? "proportional to the skills' sizes"
				: `between proportional and equal (τ = ${Number(tau.toPrecision(3))})`;
	return (
		`The shares start ${prior}; the scorer first changes them after step ${firstUpdate}, ` +
		`then every ${interval === 1 ? 'step' : `${interval} steps`}.`
	);
}

export interface UpdateFacts {
	readonly reward: RewardName;
	/** By skill, in the order of ids. */
	readonly names: readonly string[];
	/** By skill: whether it is plain text, whose error rate is a loss ratio. */
	readonly isText: readonly boolean[];
	/** R of this update. */
	readonly rewards: readonly number[];
	/** R of the previous update; null at the first. */
	readonly earlier: readonly number[] | null;
	/** R/ΣR of the rewards in the objective; null if all are 0. */
	readonly fixed: readonly number[] | null;
	readonly before: readonly number[];
	readonly after: readonly number[];
	/** Number of trained steps. */
	readonly steps: number;
}

/** A smaller change does not show in a rounded share. */
const visible = 5e-4;

/** The share that moved most, and the reward that moved it. */
export function updateSentence(facts: UpdateFacts): string {
	const { names, before, after, fixed, steps } = facts;
	if (names.length === 1) return 'Only one skill is trained, so its share stays 100 %.';
	if (fixed === null) return `The shares stay the same: every reward after step ${steps} was 0.`;
	const moves = after.map((share, i) => share - before[i]);
	const size = Math.max(...moves.map(Math.abs));
	if (size < visible) {
		const distance = fixed.reduce((sum, value, i) => sum + Math.abs(value - before[i]), 0);
		return (
			`After step ${steps} no share moved by more than ${(size * 100).toPrecision(1)} points: ` +
			(distance < 2 * visible * names.length
				? 'the shares have reached R/ΣR.'
				: "the scorer's steps are small. " +
					'Raise its learning rate or its steps per update to move the shares faster.')
		);
	}
	// Two skills always move equally: prefer the one that follows its own reward.
	const largest = names.flatMap((_, i) => (Math.abs(moves[i]) > size - 1e-9 ? [i] : []));
	const i = largest.find((one) => followsReward(facts, one)) ?? largest[0];
	return moveSentence(facts, i, `from ${percent(before[i])} to ${percent(after[i])}`);
}

/** "Difficulty of Sorting fell by 18 %, so its share went from 21 % to 17 %." */
function moveSentence(facts: UpdateFacts, i: number, fromTo: string): string {
	const { rewards, earlier, reward, names, isText, before, after, fixed } = facts;
	const isLossRatio = reward === 'error-rate' && isText[i];
	const subject = `${rewardNouns[isLossRatio ? 'loss-ratio' : reward]} of ${names[i]}`;
	const value = Number(rewards[i].toPrecision(2));
	const partOfAll = `${percent(fixed![i])} of all rewards`;
	const change = relativeChange(rewards, earlier, i);
	const points = `${(Math.abs(change ?? 0) * 100).toFixed(0)} %`;
	const towardsFixed = fixed![i] > before[i] === after[i] > before[i];
	const finding =
		change === null
			? `${subject} is ${value}`
			: points === '0 %'
				? `${subject} stayed at ${value}`
				: `${subject} ${change > 0 ? 'rose' : 'fell'} by ${points}`;
	const moved = change !== null && points !== '0 %';
	if (moved && followsReward(facts, i)) return `${finding}, so its share went ${fromTo}.`;
	if (towardsFixed)
		return `${finding}${moved ? ' and is now ' : ', '}${partOfAll}, so its share went ${fromTo}.`;
	return `${finding}, and all rewards together moved its share ${fromTo}.`;
}

const rewardNouns: { readonly [R in RewardName]: string } = {
	similarity: 'Similarity',
	difficulty: 'Difficulty',
	'loss-ratio': 'Loss ratio',
	'error-rate': 'Error rate',
};

/** True if the skill's reward and share moved in the same direction. */
function followsReward({ rewards, earlier, before, after }: UpdateFacts, i: number): boolean {
	const change = relativeChange(rewards, earlier, i);
	return change !== null && change !== 0 && change > 0 === after[i] > before[i];
}

/** null without an earlier reward above 0. */
const relativeChange = (
	rewards: readonly number[],
	earlier: readonly number[] | null,
	i: number,
) => (earlier !== null && earlier[i] > 0 ? rewards[i] / earlier[i] - 1 : null);
