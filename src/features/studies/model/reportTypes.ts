/** The shape of a study's report. JSON; null is what is not known. */
import type { Measure, MeasureId } from './measures.ts';
import type { Factors } from './study.ts';

/** A mean over n cells with its 95 % percentile bootstrap interval (core/bootstrap.ts); null ends for fewer than two. */
export interface Figure {
	readonly mean: number;
	readonly low: number | null;
	readonly high: number | null;
	readonly n: number;
}

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

export type Figures = { readonly [Id in MeasureId]?: Figure | null };

/** Cells that are alike in what they are grouped by. */
export interface ReportGroup {
	readonly label: string;
	/** What they have in common. */
	readonly factors: Factors;
	/** Finished cells; every figure of the group is over so many, where it does not say less. */
	readonly n: number;
	/** Cells that the study has of it. */
	readonly planned: number;
	/** Different seeds among the finished ones. */
	readonly seeds: readonly (string | number)[];
	readonly figures: Figures;
	/** In the order of the report's skills. */
	readonly skills: readonly GroupSkill[];
	/** The skill that was the worst in most of its cells. */
	readonly worst: { readonly skill: string; readonly times: number; readonly of: number } | null;
	readonly cost: GroupCost;
	/** Each cell by itself: for points on a plot. */
	readonly cells: readonly GroupCell[];
}
export interface GroupCell {
	readonly factors: Factors;
	readonly values: { readonly [Id in MeasureId]?: number | null };
}
export interface GroupSkill {
	readonly id: string;
	readonly exact: Figure | null;
	readonly loss: Figure | null;
	/** Mean over the cells, before the first step. */
	readonly baseExact: number | null;
	readonly baseLoss: number | null;
	/** Held-out examples that each cell was scored on at its end. */
	readonly examples: number;
}
/** Means over the group's cells. */
export interface GroupCost {
	readonly steps: number;
	readonly tokens: number;
	/** Wall time of a run with its evaluations and what came beforehand, and of a training step. */
	readonly seconds: number;
	readonly millisecondsPerStep: number;
	/** Of the run's time without what came beforehand: what the policy had measured between the steps. */
	readonly probeShare: number;
	/** Before the first step: optimizer steps, examples measured, wall time. */
	readonly updates: number;
	readonly measured: number;
	readonly secondsBeforehand: number;
	/** Share of the examples trained on whose answers are known to be wrong; null where no skill has such. */
	readonly noisyShare: number | null;
}

/** better, worse: both intervals exclude 0. undecided: they do not. unknown: fewer than two pairs. */
export type Verdict = 'better' | 'worse' | 'undecided' | 'unknown';

/** Of one measure: each pair's value less the one that it is held against. */
export interface Difference {
	readonly measure: MeasureId;
	readonly bootstrap: Figure;
	/** Student's t interval at 95 %; null for fewer than two pairs. */
	readonly student: { readonly low: number; readonly high: number } | null;
	/** Pairs in which it did better, the same, and worse. */
	readonly wins: number;
	readonly ties: number;
	readonly losses: number;
	/** Different seeds among the pairs that have this measure. */
	readonly seeds: number;
	readonly verdict: Verdict;
	/**
	 * Of an undecided one: so many pairs would tell, if they went on with this mean and this scatter. null: more than 1,000, or not to
	 * be told.
	 */
	readonly pairsNeeded: number | null;
	readonly sentence: string;
}
export interface Comparison {
	/** The value of `factor` that is held against another one, as it is shown. */
	readonly label: string;
	readonly against: string;
	/** What both have in common beside it, where the study has several such; else ''. */
	readonly within: string;
	/** Labels of the two groups. */
	readonly groups: readonly [string, string];
	/** What the two differ in by design. */
	readonly factor: string;
	/** Pairs of cells that are alike in all else, and the different seeds among them. */
	readonly pairs: number;
	readonly seeds: number;
	readonly differences: readonly Difference[];
	/** The first measure's verdict, and the others' in short. */
	readonly sentence: string;
	/** What else differs between the two. */
	readonly warnings: readonly string[];
}

/** Domain against general; higher is better on both, a loss stands as its negative. */
export interface Frontier {
	readonly domain: FrontierAxis;
	readonly general: FrontierAxis;
	readonly points: readonly FrontierPoint[];
}
export interface FrontierAxis {
	readonly title: string;
	readonly unit: Measure['unit'];
}
export interface FrontierPoint {
	readonly label: string;
	readonly domainShare: number | null;
	readonly domain: Figure;
	readonly general: Figure;
	/** No other point has a mean at least as good on both, and better on one. */
	readonly onFrontier: boolean;
}

/** Size × epochs, of one policy. */
export interface SizeGrid {
	readonly policy: string;
	readonly models: readonly string[];
	readonly epochs: readonly number[];
	readonly cells: readonly {
		readonly model: string;
		readonly epochs: number;
		readonly figures: Figures;
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
	readonly warnings: readonly string[];
	/** null where the experiment has no general skills, or no domain. */
	readonly frontier: Frontier | null;
	readonly grids: readonly SizeGrid[];
	/** How the figures are to be read: what n is, what intervals are. */
	readonly notes: readonly string[];
}
