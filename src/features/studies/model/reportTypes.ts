/** The types of a study's report: plain JSON, in which null means not known. */
import type { Estimate, Measure, MeasureId } from './measures.ts';
import type { ReportMessage, Sides } from './messages.ts';
import type { Factors } from './study.ts';

export type Estimates = { readonly [Id in MeasureId]?: Estimate | null };

export interface FailedCell {
	readonly factors: Factors;
	readonly message: string;
}

export interface ReportSkill {
	readonly id: string;
	readonly name: string;
	readonly group: 'domain' | 'general' | null;
	readonly hasExact: boolean;
}

/** Cells with equal values of the factors that the report groups by. */
export interface ReportGroup {
	readonly label: string;
	/** The common factors. */
	readonly factors: Factors;
	/** Number of finished cells. */
	readonly n: number;
	/** Number of cells in the study. */
	readonly planned: number;
	/** Distinct seeds of the finished cells. */
	readonly seeds: readonly (string | number)[];
	readonly figures: Estimates;
	/** In the order of the report's skills. */
	readonly skills: readonly GroupSkill[];
	/** The skill that is the worst in most cells. */
	readonly worst: { readonly skill: string; readonly times: number; readonly of: number } | null;
	readonly cost: GroupCost;
	readonly cells: readonly GroupCell[];
}
export interface GroupCell {
	readonly factors: Factors;
	readonly values: { readonly [Id in MeasureId]?: number | null };
}
export interface GroupSkill {
	readonly id: string;
	readonly exact: Estimate | null;
	readonly loss: Estimate | null;
	/** Means over the cells before the first step. */
	readonly baseExact: number | null;
	readonly baseLoss: number | null;
	/** Held-out examples of the final evaluation of a cell. */
	readonly examples: number;
}
/** Means over the group's cells. */
export interface GroupCost {
	readonly steps: number;
	readonly tokens: number;
	/** Wall time of a run, with evaluations and what came before the first step. */
	readonly seconds: number;
	/** Wall time of a training step. */
	readonly millisecondsPerStep: number;
	/** Share of the probes in the run's time after the first step. */
	readonly probeShare: number;
	/** Before the first step: optimizer steps, measured examples, wall time. */
	readonly updates: number;
	readonly measured: number;
	readonly secondsBeforehand: number;
	/** Share of the trained examples with a wrong answer; null if no skill has such noise. */
	readonly noisyShare: number | null;
}

/** better, worse: both intervals exclude 0. unknown: fewer than two pairs. */
export type Verdict = 'better' | 'worse' | 'undecided' | 'unknown';

/** Paired differences: each cell's value minus its partner's. */
export interface PairedDifferences {
	readonly bootstrap: Estimate;
	/** Student's t interval at 95 %; null for fewer than two pairs. */
	readonly student: { readonly low: number; readonly high: number } | null;
	/** Numbers of pairs in which the value is better, equal and worse. */
	readonly wins: number;
	readonly ties: number;
	readonly losses: number;
	/** Distinct seeds among the pairs. */
	readonly seeds: number;
}
export interface Judged extends PairedDifferences {
	readonly verdict: Verdict;
	/**
	 * The number of pairs that would decide an undecided difference at the same mean and scatter;
	 * null: more than 1,000, or not computable.
	 */
	readonly pairsNeeded: number | null;
}
export interface Difference extends Judged {
	readonly measure: MeasureId;
	readonly message: ReportMessage;
}
export interface Comparison extends Sides {
	/** Labels of the two groups. */
	readonly groups: readonly [string, string];
	/** The factor in which the two groups differ. */
	readonly factor: string;
	/** Number of pairs of cells with all other factors equal, and of their distinct seeds. */
	readonly pairs: number;
	readonly seeds: number;
	readonly differences: readonly Difference[];
	/** The verdict of the first measure, then the other decided measures. */
	readonly messages: readonly ReportMessage[];
	/** Other differences between the two groups. */
	readonly warnings: readonly ReportMessage[];
}

/** Domain against general. Higher is better on both axes: losses are negated. */
export interface Frontier {
	readonly domain: Measure;
	readonly general: Measure;
	readonly points: readonly FrontierPoint[];
}
export interface FrontierPoint {
	readonly label: string;
	readonly domainShare: number | null;
	readonly domain: Estimate;
	readonly general: Estimate;
	/** No other point is at least as good on both axes and better on one. */
	readonly onFrontier: boolean;
}

/** Size × epochs of one policy. */
export interface SizeGrid {
	readonly policy: string;
	readonly models: readonly string[];
	readonly epochs: readonly number[];
	readonly cells: readonly {
		readonly model: string;
		readonly epochs: number;
		readonly figures: Estimates;
	}[];
}

export interface StudyReport {
	readonly title: string;
	readonly about: string;
	readonly counts: {
		readonly planned: number;
		readonly finished: number;
		readonly failed: number;
		readonly missing: number;
	};
	readonly failures: readonly FailedCell[];
	readonly skills: readonly ReportSkill[];
	readonly measures: readonly Measure[];
	/** Names of factors. */
	readonly groupedBy: readonly string[];
	readonly groups: readonly ReportGroup[];
	readonly comparisons: readonly Comparison[];
	readonly warnings: readonly ReportMessage[];
	/** null if the experiment has no domain skills or no general skills. */
	readonly frontier: Frontier | null;
	readonly grids: readonly SizeGrid[];
	/** Explanations of the numbers. */
	readonly notes: readonly ReportMessage[];
}
