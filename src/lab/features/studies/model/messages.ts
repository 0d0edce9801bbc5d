/** Ids and values of a report's verdicts, warnings and notes. reportSentence.ts has their texts. */
import type { MessageOf } from '#engine/core/message.ts';
import type { Measure } from './study.ts';

/** The two sides of a comparison, and the other factors that they share ('' if none varies). */
export interface Sides {
	readonly label: string;
	readonly against: string;
	readonly within: string;
}

interface Interval {
	readonly low: number;
	readonly high: number;
}

/** A mean difference with both intervals, and how it came about. */
export interface Evidence extends Sides {
	readonly wins: number;
	readonly ties: number;
	readonly losses: number;
	readonly seeds: number;
	readonly measure: Measure;
	readonly mean: number;
	readonly bootstrap: Interval;
	readonly student: Interval;
	readonly pairs: number;
}

/** The better side is `label`. */
export interface Lead extends Sides {
	readonly measure: Measure;
	/** In the measure's unit; 0 or more. */
	readonly lead: number;
}

/** The two sides differ in something besides `factor`. */
interface Unequal extends Sides {
	readonly factor: string;
}
/** In `pairs` of the `of` pairs. */
interface UnequalPairs extends Unequal {
	readonly pairs: number;
	readonly of: number;
}
/** `a` and `b`: the means of the two sides. */
interface Amounts extends Unequal {
	readonly a: number;
	readonly b: number;
}

export interface ReportMessages {
	/** apart: comparisons whose difference the seeds can tell apart. of: all comparisons. */
	'headline.decided': Lead & { readonly apart: number; readonly of: number };
	/** more: seeds that would still be needed; null: unknown, or too many. */
	'headline.close': Lead & { readonly more: number | null };
	'headline.oneSeed': Lead;
	/** Told apart on its own, but not after Holm's correction over `of` comparisons. */
	'headline.alone': Lead & { readonly p: number; readonly adjusted: number; readonly of: number };

	/**
	 * The answer to a published study's question, from the comparisons that it named: how many are
	 * better and worse after Holm's correction. `shown`: the difference that `shownGap` chooses.
	 */
	answer: {
		readonly of: number;
		readonly better: number;
		readonly worse: number;
		/** Published studies name no margin. */
		readonly equivalent?: number;
		readonly unit: 'share' | 'nats';
		/** `measure`: if the comparisons have several. */
		readonly shown: Omit<Sides, 'within'> &
			Interval & { readonly mean: number; readonly measure?: Measure };
	};
	/**
	 * The same for the share of wrong answers among the drawn examples: less is better. `scores`: the
	 * number of the study's own comparisons, of scores, that differ.
	 */
	'answer.served': ReportMessages['answer'] & { readonly scores: number };
	/** The skill whose mean share differs most between the policies, and its ends. */
	'answer.mixes': {
		readonly skill: string;
		readonly low: { readonly label: string; readonly share: number };
		readonly high: { readonly label: string; readonly share: number };
	};
	/** `inside`: runs whose gain is within the 95 % interval that the law promised. */
	'answer.promise': { readonly inside: number; readonly of: number };
	/** How much of the scatter of left-out mixes the law explains, and its error, in shares. */
	'answer.law': {
		readonly mixes: number;
		/** null: all mixes have the same score. */
		readonly explained: number | null;
		readonly error: number;
	};
	/** Mixes with a result, and all. */
	'answer.lawPending': { readonly measured: number; readonly mixes: number };
	/**
	 * Two laws on several bases. The first base's law predicts the mean of `bases` others, with the
	 * values of `answer.law`. The law of all bases predicts `policies` that it did not see: `missed`
	 * is the root mean square of its error, `scatter` that of the policies themselves, in shares.
	 */
	'answer.laws': ReportMessages['answer.law'] & {
		readonly bases: number;
		readonly policies: number;
		readonly missed: number;
		readonly scatter: number;
	};

	'verdict.noPairs': Sides;
	'verdict.oneSeed': Sides & { readonly measure: Measure; readonly mean: number };
	'verdict.better': Evidence;
	'verdict.worse': Evidence;
	'verdict.equivalent': Evidence;
	/** needed: pairs that would decide it (null: more than `most`). */
	'verdict.undecided': Evidence & {
		readonly bootstrapOnly: boolean;
		readonly needed: number | null;
		readonly most: number;
	};
	'verdict.allEqual': Evidence;
	'verdict.twoEqualPairs': Evidence;
	'verdict.others': { readonly verdict: 'better' | 'worse'; readonly measures: readonly Measure[] };
	'verdict.noCommonScore': object;
	/** Told apart on its own, but not after Holm's correction over `of` comparisons. */
	'verdict.alone': { readonly p: number; readonly adjusted: number; readonly of: number };

	'differ.backends': UnequalPairs & { readonly backends: readonly [string, string] };
	'differ.engines': UnequalPairs & { readonly engines: readonly number[] };
	/** Names of the skills that average and worst are over, on each side. */
	'differ.skills': Unequal & { readonly skills: readonly (readonly string[])[] };
	'differ.steps': Amounts;
	'differ.tokens': Amounts;
	'differ.updates': Amounts;
	'differ.seconds': Amounts & { readonly mostSteps: number };

	/** The study's file has an analysis, which version 0.1 tested. */
	'study.analysis': object;
	/** Labels of policies whose paper could not be read whole. */
	'policies.readings': { readonly policies: readonly string[] };
	'cells.failed': { readonly cells: readonly string[] };
	'groups.empty': { readonly groups: readonly string[] };
	'group.incomplete': {
		readonly label: string;
		readonly n: number;
		readonly planned: number;
		readonly missingSeeds: readonly number[];
	};
	'cells.backends': { readonly backends: readonly string[] };
	/** Shares of the best run. isLow: the average too is at the floor. */
	'cells.floor': { readonly average: number; readonly worst: number; readonly isLow: boolean };
	'cells.engines': { readonly engines: readonly number[] };
	'budget.notReached': {
		readonly cells: readonly string[];
		readonly kind: 'tokens' | 'seconds';
		readonly amount: number;
	};
	'budget.spentBeforehand': { readonly cells: readonly string[]; readonly seconds: number };
	/** A warning of the cells' runs. */
	'cells.warned': { readonly cells: readonly string[]; readonly message: string };

	'note.n': object;
	/** Fewest and most held-out examples per skill. */
	'note.examples': { readonly low: number; readonly high: number };
	'note.measure': { readonly measure: Measure };
	'note.paired': object;
	/** byChance: how many of the differences exclude 0 by chance. */
	'note.chance': { readonly differences: number; readonly byChance: number };
	'note.holm': object;
	'note.oneSeed': object;
	'note.budget': { readonly kind: 'updates' | 'tokens' | 'seconds'; readonly amount: number };
	'note.epochs': object;
}

export type ReportMessage = MessageOf<ReportMessages>;
