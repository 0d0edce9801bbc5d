/**
 * Where a reward that starts at 1 and falls with learning (difficulty, loss ratio, error rate) is seen to fail, from what
 * was measured in the run. Ours: the rules are no paper's, the failures are known (docs/guide/policies.md). Each is judged over
 * windows of updates, so that a skill that is merely late in a healthy run gives no warning.
 *
 *   mastered    over 5 updates: reward .85 or more, share at least 1.1 times the average one; and answers right (.8), or loss below
 *               .7 nats per token (perplexity 2) at the first update and not fallen by a fifth since.
 *   unlearnt    over 8 updates after 8 others: reward .9 or more; reward and loss not below .95 of those of the 8 before; right
 *               answers below .3; share at least 1.1 times the average one in all 16. Not said of a mastered skill.
 *   starved     difficulty alone, over 5 updates: reward .1 or less, right answers .2 or less, share at most half of the
 *               average one; the base model's loss 3 nats per token or more (perplexity 20).
 *
 * Means of rewards are of 16 examples each by default: their noise, .1 at most, is .035 over 8 updates.
 */
import { mean } from '#core/statistics.ts';
import { percent } from '../shares.ts';
import type { RewardName } from './rewards.ts';

/** What one update saw: [N] each; null where a number was not finite. */
export type UpdateRecord = {
	readonly measured: readonly (number | null)[];
	readonly right: readonly (number | null)[];
	readonly loss: readonly (number | null)[];
	/** p before the update: what was trained on. */
	readonly shares: readonly number[];
};

/** Updates that the rules look back over: what a state has to keep. */
export const longestWindow = 16;

export interface Course {
	readonly reward: RewardName;
	/** By skill: as the page calls it. */
	readonly names: readonly string[];
	/** The last updates, oldest first. */
	readonly records: readonly UpdateRecord[];
	/** At the run's first update, in nats per token. */
	readonly firstLoss: readonly (number | null)[];
	/** With the base weights, of the last update's rows; NaN where it is not known. */
	readonly baseLoss: readonly number[];
	/** Of the shares after the last update. */
	readonly now: readonly number[];
}

export interface Warning {
	/** The same for the same failure of the same skill. */
	readonly key: string;
	readonly text: string;
}

const nouns = {
	similarity: 'similarity',
	difficulty: 'relative perplexity',
	'loss-ratio': 'loss relative to the base model',
	'error-rate': 'error rate',
} as const;

export function courseWarnings(course: Course): Warning[] {
	if (course.reward === 'similarity' || course.names.length < 2) return [];
	return course.names.flatMap((_, skill) => {
		const text = mastered(course, skill) ?? unlearnt(course, skill) ?? starved(course, skill);
		return text ? [{ key: `${text.rule} ${skill}`, text: text.text }] : [];
	});
}

interface Finding {
	readonly rule: 'mastered' | 'unlearnt' | 'starved';
	readonly text: string;
}

function mastered(course: Course, skill: number): Finding | null {
	const { records, reward, names, firstLoss, now } = course;
	const seen = windowOf(course, skill, records.slice(-5));
	if (records.length < 5 || !(seen.measured >= 0.85 && seen.excess >= 1.1)) return null;
	const first = firstLoss[skill] ?? NaN;
	const low = first < 0.7 && seen.loss >= 0.8 * first;
	if (!(seen.right >= 0.8 || low)) return null;
	const why =
		seen.right >= 0.8
			? `${percent(seen.right)} of its answers are right`
			: `its loss was low from the start (${first.toFixed(2)} nats per token, now ${seen.loss.toFixed(2)})`;
	return {
		rule: 'mastered',
		text:
			`${names[skill]} seems mastered, and takes ${percent(now[skill])} of the examples: ${why}, and its ${nouns[reward]} ` +
			`stays at ${seen.measured.toFixed(2)}, since there is little left to learn. The reward takes that for difficulty.`,
	};
}

function unlearnt(course: Course, skill: number): Finding | null {
	const { records, reward, names, now } = course;
	if (records.length < longestWindow) return null;
	const before = windowOf(course, skill, records.slice(-16, -8));
	const seen = windowOf(course, skill, records.slice(-8));
	// The loss too: an error rate stays at 1 until whole answers are right, while the skill is learnt token by token.
	const flat =
		seen.measured >= 0.9 &&
		seen.measured >= 0.95 * before.measured &&
		seen.loss >= 0.95 * before.loss;
	const trained = before.excess >= 1.1 && seen.excess >= 1.1;
	if (!(flat && trained && seen.right < 0.3)) return null;
	return {
		rule: 'unlearnt',
		text:
			`${names[skill]} takes ${percent(now[skill])} of the examples and is not learnt: over the last 16 updates its ${nouns[reward]} ` +
			`stayed at ${seen.measured.toFixed(2)}, and ${percent(seen.right)} of its answers are right. Its answers may be wrong, or it is ` +
			'too hard for this model; the reward runs to it either way.',
	};
}

function starved(course: Course, skill: number): Finding | null {
	const { records, reward, names, baseLoss, now } = course;
	if (reward !== 'difficulty' || records.length < 5) return null;
	const seen = windowOf(course, skill, records.slice(-5));
	const base = baseLoss[skill];
	if (!(seen.measured <= 0.1 && seen.right <= 0.2 && seen.excess <= 0.5 && base >= 3)) return null;
	return {
		rule: 'starved',
		text:
			`${names[skill]} gets only ${percent(now[skill])} of the examples, though ${percent(seen.right)} of its answers are right: the base model ` +
			`does not know its format (perplexity ${Math.exp(base).toFixed(0)}), so a little training brings its relative perplexity down to ` +
			`${seen.measured.toFixed(3)}, which the reward takes for easy.`,
	};
}

/** Means over some updates; NaN where one is not known, so that no comparison holds. */
function windowOf({ names }: Course, skill: number, records: readonly UpdateRecord[]) {
	const over = (pick: (record: UpdateRecord) => number | null | undefined) =>
		mean(records.map((record) => pick(record) ?? NaN));
	return {
		measured: over(({ measured }) => measured[skill]),
		right: over(({ right }) => right[skill]),
		loss: over(({ loss }) => loss[skill]),
		/** Share over the average share. */
		excess: over(({ shares }) => shares[skill]) * names.length,
	};
}
