/**
 * Warnings of the scorer: updates that could not use a reward, and failures of a reward over a run.
 *
 * A reward that starts at 1 and falls with learning (difficulty, loss ratio, error rate) can fail
 * in three known ways. The rules are ours. Each looks at windows of updates, so a skill that learns
 * late in a healthy run gives no warning.
 *
 *   mastered  over 5 updates: reward ≥ .85, share ≥ 1.1 times the average share;
 *             and right answers ≥ .8. A text has none: a loss < .7 nats per token (perplexity 2)
 *             at the first update and ≥ .8 of it now, unless the reward is the error rate.
 *   unlearnt  over 8 updates after 8 others: reward ≥ .9; reward and loss ≥ .95 of those of the
 *             8 before; right answers < .3; share ≥ 1.1 times the average share in all 16.
 *             Not if mastered.
 *   starved   difficulty only, over 5 updates: reward ≤ .1, right answers ≤ .2, share ≤ half the
 *             average share; the base model's loss ≥ 3 nats per token (perplexity 20).
 *
 * A reward is a mean over 16 examples by default. Its noise is .1 at most, and .035 over 8 updates.
 */
import { mean } from '#engine/core/statistics.ts';
import type { PolicyMessage, PolicyStatement } from '../messages.ts';
import type { RewardName } from './rewards.ts';

/** One update, [N] each; null: unknown. */
export type UpdateRecord = {
	readonly measured: readonly (number | null)[];
	readonly right: readonly (number | null)[];
	readonly loss: readonly (number | null)[];
	/** p before the update: the shares of the training batches. */
	readonly shares: readonly number[];
};

/** Number of updates that the rules need, and that a state keeps. */
export const longestWindow = 16;

export interface RewardHistory {
	readonly reward: RewardName;
	/** The skills' names on the page. */
	readonly names: readonly string[];
	/** The last updates, oldest first. */
	readonly records: readonly UpdateRecord[];
	/** Nats per token at the run's first update. */
	readonly firstLoss: readonly (number | null)[];
	/** Nats per token with the base weights, on the last update's rows; NaN if unknown. */
	readonly baseLoss: readonly number[];
	/** The shares after the last update. */
	readonly now: readonly number[];
}

export type Warning = {
	/** The same key for the same failure of the same skill. */
	readonly key: string;
	readonly text: PolicyStatement;
};

/** Warnings about the arithmetic of one update. */
export function updateWarnings(
	names: readonly string[],
	isKnown: readonly boolean[],
	{ allZero, tooLarge, steps }: { allZero: boolean; tooLarge: boolean; steps: number },
): Warning[] {
	const warnings = names.flatMap((name, i): Warning[] => {
		const text: PolicyMessage = { id: 'scorer.unknown', values: { name, steps } };
		return isKnown[i] ? [] : [{ key: `unknown ${i}`, text }];
	});
	if (allZero)
		warnings.push({ key: 'all zero', text: { id: 'scorer.allZero', values: { steps } } });
	if (tooLarge)
		warnings.push({ key: 'too large', text: { id: 'scorer.tooLarge', values: { steps } } });
	return warnings;
}

/** Warnings about the reward's failures. */
export function findWarnings(history: RewardHistory): Warning[] {
	if (history.reward === 'similarity' || history.names.length < 2) return [];
	const checks = { mastered: checkMastered, unlearnt: checkUnlearnt, starved: checkStarved };
	return history.names.flatMap((_, skill): Warning[] => {
		for (const [rule, check] of Object.entries(checks)) {
			const text = check(history, skill);
			if (text !== null) return [{ key: `${rule} ${skill}`, text }];
		}
		return [];
	});
}

function checkMastered(history: RewardHistory, skill: number): PolicyMessage | null {
	const { reward, records, firstLoss } = history;
	const seen = windowMeans(history, skill, records.slice(-5));
	if (records.length < 5 || !(seen.measured >= 0.85 && seen.relativeShare >= 1.1)) return null;
	const first = firstLoss[skill] ?? NaN;
	const isRight = seen.right >= 0.8;
	const isText = Number.isNaN(seen.right);
	const isLow = isText && reward !== 'error-rate' && first < 0.7 && seen.loss >= 0.8 * first;
	if (!isRight && !isLow) return null;
	const loss = isRight ? null : ([first, seen.loss] as const);
	return { id: 'scorer.mastered', values: { ...findFailure(history, skill, seen), loss } };
}

function checkUnlearnt(history: RewardHistory, skill: number): PolicyMessage | null {
	const { records } = history;
	if (records.length < longestWindow) return null;
	const before = windowMeans(history, skill, records.slice(-16, -8));
	const seen = windowMeans(history, skill, records.slice(-8));
	// The loss too: an error rate stays at 1 until whole answers are right, while the loss falls.
	const isFlat =
		seen.measured >= 0.9 &&
		seen.measured >= 0.95 * before.measured &&
		seen.loss >= 0.95 * before.loss;
	const isTrained = before.relativeShare >= 1.1 && seen.relativeShare >= 1.1;
	if (!(isFlat && isTrained && seen.right < 0.3)) return null;
	return { id: 'scorer.unlearnt', values: findFailure(history, skill, seen) };
}

function checkStarved(history: RewardHistory, skill: number): PolicyMessage | null {
	const { records, reward, baseLoss } = history;
	if (reward !== 'difficulty' || records.length < 5) return null;
	const seen = windowMeans(history, skill, records.slice(-5));
	const base = baseLoss[skill];
	const looksEasy = seen.measured <= 0.1 && seen.right <= 0.2;
	if (!(looksEasy && seen.relativeShare <= 0.5 && base >= 3)) return null;
	const values = { ...findFailure(history, skill, seen), baseLoss: base };
	return { id: 'scorer.starved', values };
}

const findFailure = (
	{ reward, names, now }: RewardHistory,
	skill: number,
	{ measured, right }: { readonly measured: number; readonly right: number },
) => ({ reward, name: names[skill], share: now[skill], measured, right: right || 0 });

/** Means over some updates; NaN if a value is unknown, so that no comparison holds. */
function windowMeans({ names }: RewardHistory, skill: number, records: readonly UpdateRecord[]) {
	const over = (pick: (record: UpdateRecord) => number | null | undefined) =>
		mean(records.map((record) => pick(record) ?? NaN));
	return {
		measured: over(({ measured }) => measured[skill]),
		right: over(({ right }) => right[skill]),
		loss: over(({ loss }) => loss[skill]),
		/** Share over the average share. */
		relativeShare: over(({ shares }) => shares[skill]) * names.length,
	};
}
