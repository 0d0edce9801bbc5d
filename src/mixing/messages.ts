/**
 * Ids and values of the policies' messages. The part before the dot is the policy, or an idea that
 * several share. An empty list of targets stands for all skills.
 */
import type { MessageOf, Statement } from '#engine/core/message.ts';
import type { RowChoice } from './chosenRows.ts';
import type { RewardName } from './skillScorer/rewards.ts';

export type NamedShare = { readonly name: string; readonly share: number };
type NamedStep = { readonly name: string; readonly step: number };
type Named = { readonly name: string };
type None = Record<string, never>;
type Names = readonly string[];
type Sized = { readonly size: number; readonly share: number };
/** The largest and the smallest skill. */
type Extremes = { readonly largest: Sized; readonly smallest: Sized };
/** `least`: the lowest score that was kept. */
type KeptExamples = { readonly size: number; readonly share: number; readonly least: number };
type Progress = { readonly done: number; readonly of: number };

/** The values that shares can follow. */
export type Signal =
	'loss' | 'progress' | 'smoothedReward' | 'summedReward' | 'help' | 'effect' | 'excess' | 'speed';

/** A change: before and after. `value` is null where it was not measured yet. */
type MovedShare = {
	readonly signal: Signal;
	readonly name: string;
	readonly share: readonly [number, number];
	readonly value: readonly [number | null, number | null];
	/** The share and the value moved in the same direction. */
	readonly follows: boolean;
};

/** A share that moved, and the reward that moved it. */
type RewardedShare = {
	readonly reward: RewardName;
	readonly name: string;
	readonly share: readonly [number, number];
	readonly value: number;
	/** Relative change of the reward; null without an earlier one above 0. */
	readonly change: number | null;
	/** R/ΣR. */
	readonly partOfAll: number;
	readonly follows: boolean;
	/** The share moved towards R/ΣR. */
	readonly approaches: boolean;
};

/** A failure of a reward: the skill's share now, and means over the last updates. */
type RewardFailure = {
	readonly reward: RewardName;
	readonly name: string;
	readonly share: number;
	readonly measured: number;
	readonly right: number;
};

export interface PolicyMessages {
	'shares.moved': MovedShare;
	'shares.same': { signal: Signal };

	'uniform.mix': { skills: number };
	'proportional.mix': Extremes;
	/** Shares at this τ, and the proportional ones. */
	'temperature.mix': { tau: number; shares: Extremes; proportional: Extremes };
	'fixed.set': None;
	'fixed.equal': None;
	'stratified.mix': None;
	'timetable.empty': None;
	'timetable.before': { step: number };
	'timetable.between': { step: number };
	'timetable.after': None;
	'size-cap.none': { cap: number };
	'size-cap.limits': { cap: number; skills: Names; share: number };
	'unimax.equal': { steps: number; epochs: number };
	'unimax.proportional': { epochs: number };
	'unimax.capped': { epochs: number; capped: readonly NamedShare[] };
	'replay.taken': NamedShare;
	'replay.equal': None;

	'loss-proportional.start': None;
	'loss-proportional.ignored': Named;
	'loss-proportional.zero': None;
	'odm.start': { warmup: number };
	'odm.kept': Named;
	'dynamix-sft.start': { gamma: number };
	'dynamix-sft.kept': Named;
	'skill-it.waiting': None;
	'skill-it.start': { targets: Names; steps: number };
	'skill-it.measuring': Named & Progress;
	'skill-it.alone': Named;
	'skill-it.graph': { isRelative: boolean; steps: number; isClipped: boolean };
	'skill-it.unvalidated': { skills: Names };
	'skill-it.unknownEntry': None;
	'skill-it.noHelp': None;
	'skill-it.unknownLoss': Named;

	'aioli.start': None;
	/** share: of the skill in the next `steps` batches; sweep `done` of `of`. */
	'aioli.sweep': Named & Progress & { share: number; steps: number };
	'aioli.kept': Named;
	'aioli.law': None;

	'doremi.waiting': None;
	'doremi.preparing': Progress;
	'doremi.start': None;
	/** The skill with the largest average share. */
	'doremi.average': NamedShare;
	'doremi.kept': Named;

	'ado.start': { warmup: number };

	'msft.waiting': None;
	/** The most roll-outs that there can be. */
	'msft.preparing': Progress;
	'msft.none': None;
	/** Skills left out so far, and the next one, with their steps. */
	'msft.active': { out: readonly NamedStep[]; next: NamedStep | null };

	'regmix.waiting': None;
	'regmix.preparing': Progress;
	/** The skill with the largest share; the predicted loss, nats. */
	'regmix.mix': NamedShare & { loss: number };
	'regmix.kept': NamedShare;
	'regmix.law': { trials: number };

	/** tau: null if the prior is equal. */
	'scorer.waiting': { tau: number | null; firstUpdate: number; interval: number };
	'scorer.moved': RewardedShare;
	'scorer.still': { steps: number; largest: number; isAtTarget: boolean };
	'scorer.allZero': { steps: number };
	'scorer.oneSkill': None;
	'scorer.cosines': None;
	'scorer.unknown': { name: string; steps: number };
	'scorer.tooLarge': { steps: number };
	/** loss: at the first update and now, if it is the evidence instead of the right answers. */
	'scorer.mastered': RewardFailure & { loss: readonly [number, number] | null };
	'scorer.unlearnt': RewardFailure;
	/** baseLoss: nats per token. */
	'scorer.starved': RewardFailure & { baseLoss: number };
	/** size: if the policy chose the target itself, because it has the fewest examples. */
	'mospec.target': { name: string; size: number | null };

	'random-examples.mix': { size: number };
	'highest-loss.start': None;
	'highest-loss.batch': {
		end: 'highest' | 'lowest';
		share: number;
		candidates: number;
		/** Mean losses, nats. */
		chosen: number;
		all: number;
	};
	'rho-loss.start': None;
	/** Mean reducible losses, nats. */
	'rho-loss.batch': { share: number; candidates: number; chosen: number; all: number };
	'rho-loss.preparing': Progress;
	'rho-loss.noAuxiliary': None;
	'length.start': None;
	'length.kept': KeptExamples;
	'ifd.start': None;
	'ifd.kept': KeptExamples;
	'within.kept': { by: RowChoice['by']; share: number };
	'pool.measuring': Progress;
	'raise.waiting': None;
	'raise.online': None;
	'raise.episode': None;
	'raise.picked': { candidates: number; most: readonly NamedShare[] };
	'raise.lastBatch': { most: readonly NamedShare[] };
	'raise.loss': { targets: Names; loss: number; start: number };
	'raise.unlearnt': None;
	'raise.learnt': { updates: number };
	'raise.influences': None;
	/** loss: of the episode before, nats. */
	'raise.training': { episode: number; episodes: number; loss: number | null };
	'raise.withheld': { name: string; count: number };
	'raise.noisy': { name: string; count: number };
	'raise.broken': { times: number };
	'raise.repeats': { few: number; pool: number };
	/** Losses at the end of the first roll-out, and over the last `count` of them. */
	'raise.noBetter': { first: number; count: number; last: number };
}

export type PolicyMessage = MessageOf<PolicyMessages>;
/** A statement of a policy. A new policy may begin with English text, outside the catalogue. */
export type PolicyStatement = Statement<PolicyMessage>;
