/**
 * Messages of policies that store other values than their texts show: lists of skills, numbers
 * before and after. Each function returns the values of the text. Runs have the stored values, so
 * their names never change. A new message stores what its text shows.
 */
import { sentence, type Message } from '#engine/core/message.ts';
import { numberFormats, threeDigits } from '#languages/format.ts';
import type { Messages } from '#languages/messages.ts';

type Named = { readonly name: string };
type NamedShare = Named & { readonly share: number };
/** Before and after. */
type Change<T = number> = readonly [T, T];
type Sized = { readonly size: number; readonly share: number };
/** The largest and the smallest skill. */
type Extremes = { readonly largest: Sized; readonly smallest: Sized };
/** As targets, an empty list stands for all skills. */
type Targets = { readonly targets: readonly string[] };

/** The values that shares can follow. */
export type Signal = Messages['shares.signal']['signal'];

type MovedShare = Named & {
	readonly signal: Signal;
	readonly share: Change;
	/** null: not measured yet. */
	readonly value: Change<number | null>;
	/** The share and the value moved in the same direction. */
	readonly follows: boolean;
};

/** "The training loss of Sorting fell from 1.2 to 0.9 nats, so its share went from …" */
function movedShare({ signal, name, share: [before, after], value, follows }: MovedShare) {
	const [from, to] = value;
	const isSame = numberFormats.share(before) === numberFormats.share(after);
	const movement = { isSame, before, after };
	return {
		name,
		noun: sentence('shares.signal', { signal }),
		unit: sentence('shares.unit', { signal }),
		change: to === null ? 'none' : from === null ? 'new' : changeOf(from, to),
		from: from ?? 0,
		to: to ?? 0,
		follows: follows && !isSame,
		moved: sentence('shares.movement', movement),
	} as const;
}
const changeOf = (from: number, to: number) =>
	threeDigits(from) === threeDigits(to) ? 'same' : to > from ? 'rose' : 'fell';

/** The option of the texts for each reward (skillScorer/rewards.ts). */
const rewardOptions = {
	similarity: 'similarity',
	difficulty: 'difficulty',
	'loss-ratio': 'lossRatio',
	'error-rate': 'errorRate',
	alignment: 'alignment',
	uncertainty: 'uncertainty',
} as const;
type RewardName = keyof typeof rewardOptions;

type RewardedShare = Named & {
	readonly reward: RewardName;
	readonly share: Change;
	readonly value: number;
	/** Relative change of the reward; null without an earlier one above 0. */
	readonly change: number | null;
	/** R/ΣR. */
	readonly partOfAll: number;
	readonly follows: boolean;
	/** The share moved towards R/ΣR. */
	readonly approaches: boolean;
};

/** "Difficulty of Sorting fell by 18 %, so its share went from 21 % to 17 %." */
function rewardedShare(values: RewardedShare) {
	const { name, reward, share, value, change, partOfAll, follows, approaches } = values;
	const size = Math.abs(change ?? 0);
	const moved = (100 * size).toFixed(0) !== '0';
	const [before, after] = share;
	// A reason must also agree with the numbers as they are shown.
	const shown = numberFormats.share;
	const isLevel = shown(before) === shown(after);
	const isPart = approaches && shown(partOfAll) !== shown(before);
	return {
		name,
		rewardName: sentence('scorer.rewardTitle', { reward: rewardOptions[reward] }),
		change: change === null ? 'none' : !moved ? 'same' : change > 0 ? 'rose' : 'fell',
		size,
		value,
		cause: isLevel ? 'level' : moved && follows ? 'itself' : isPart ? 'part' : 'all',
		partOfAll,
		before,
		after,
	} as const;
}

/** A failure of a reward: the skill's share now, and means over the last updates. */
type RewardFailure = NamedShare & {
	readonly reward: RewardName;
	readonly measured: number;
	readonly right: number;
};
const failedReward = <Failure extends RewardFailure>({ reward, ...values }: Failure) => ({
	...values,
	rewardName: sentence('scorer.rewardNoun', { reward: rewardOptions[reward] }),
});

/** Rows that a selector keeps; the lowest score of them. */
type Kept = Sized & { readonly least: number; readonly perSkill?: boolean };
/** Older runs do not store whether the rows are the highest of their skill. */
const withScope = <Values extends Kept>({ perSkill = false, ...values }: Values) => ({
	...values,
	perSkill,
});
const withCount = <Values extends Targets>(values: Values) => ({
	...values,
	count: values.targets.length,
});
const namedShares = ({ most: mostDrawn }: { readonly most: readonly NamedShare[] }): Message[] =>
	mostDrawn.map((named) => sentence('shares.named', named));

export const shownValues = {
	'shares.moved': movedShare,
	'shares.same': ({ signal }: { readonly signal: Signal }) => ({
		noun: sentence('shares.signal', { signal }),
	}),
	'uniform.mix': ({ skills }: { readonly skills: number }) => ({ skills, share: 1 / skills }),
	'proportional.mix': ({ largest, smallest }: Extremes) => ({
		largest: largest.size,
		largestShare: largest.share,
		smallest: smallest.size,
		smallestShare: smallest.share,
	}),
	/** Shares at this τ, and the proportional ones. */
	'temperature.mix': (values: {
		readonly tau: number;
		readonly shares: Extremes;
		readonly proportional: Extremes;
	}) => ({
		tau: values.tau,
		largest: values.shares.largest.share,
		smallest: values.shares.smallest.share,
		largestBefore: values.proportional.largest.share,
		smallestBefore: values.proportional.smallest.share,
	}),
	'skill-it.start': withCount<Targets & { readonly steps: number }>,
	'skill-it.measuring': (values: Named & { readonly done: number; readonly of: number }) => ({
		...values,
		number: values.done + 1,
	}),
	'scorer.moved': rewardedShare,
	/** loss: at the first update and now, if it is the evidence instead of the right answers. */
	'scorer.mastered': ({ loss, ...values }: RewardFailure & { readonly loss: Change | null }) => ({
		...failedReward(values),
		lossBefore: loss?.[0] ?? null,
		lossNow: loss?.[1] ?? 0,
	}),
	'scorer.unlearnt': failedReward<RewardFailure>,
	'ifd.kept': (values: Kept) => ({ ...withScope(values), hasLeast: values.least > 0 }),
	'raise.picked': (values: {
		readonly candidates: number;
		readonly most: readonly NamedShare[];
	}) => ({ candidates: values.candidates, most: namedShares(values) }),
	'raise.lastBatch': (values: { readonly most: readonly NamedShare[] }) => ({
		most: namedShares(values),
	}),
	'raise.loss': withCount<Targets & { readonly loss: number; readonly start: number }>,
} satisfies { readonly [Id in keyof Messages]?: (stored: never) => Messages[Id] };
