/** The message about one update of the scorer: the share that moved most, and why. */
import { highest } from '#engine/core/statistics.ts';
import type { PolicyMessage } from '../messages.ts';
import type { RewardName } from './rewards.ts';

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
export function explainUpdate(facts: UpdateFacts): PolicyMessage {
	const { names, reward, isText, rewards, before, after, fixed, steps } = facts;
	if (names.length === 1) return { id: 'scorer.oneSkill', values: {} };
	if (fixed === null) return { id: 'scorer.allZero', values: { steps } };
	const moves = after.map((share, i) => share - before[i]);
	const largest = highest(moves.map(Math.abs));
	if (largest < visible) {
		const distance = fixed.reduce((sum, value, i) => sum + Math.abs(value - before[i]), 0);
		const isAtTarget = distance < 2 * visible * names.length;
		return { id: 'scorer.still', values: { steps, largest, isAtTarget } };
	}
	// Two skills always move equally: prefer the one that follows its own reward.
	const movedMost = names.flatMap((_, i) => (Math.abs(moves[i]) > largest - 1e-9 ? [i] : []));
	const i = movedMost.find((skill) => followsReward(facts, skill)) ?? movedMost[0];
	return {
		id: 'scorer.moved',
		values: {
			reward: reward === 'error-rate' && isText[i] ? 'loss-ratio' : reward,
			name: names[i],
			share: [before[i], after[i]],
			value: rewards[i],
			change: relativeChange(facts, i),
			partOfAll: fixed[i],
			follows: followsReward(facts, i),
			approaches: fixed[i] > before[i] === after[i] > before[i],
		},
	};
}

/** True if the skill's reward and share moved in the same direction. */
function followsReward(facts: UpdateFacts, i: number): boolean {
	const change = relativeChange(facts, i);
	return change !== null && change !== 0 && change > 0 === facts.after[i] > facts.before[i];
}

/** null without an earlier reward above 0. */
const relativeChange = ({ rewards, earlier }: UpdateFacts, i: number): number | null =>
	earlier !== null && earlier[i] > 0 ? rewards[i] / earlier[i] - 1 : null;
