/** What a study is: an experiment, what is varied in it, and what is held against what. A value, JSON like an experiment. */
import type { JsonObject } from '#core/json.ts';
import type { Budget } from '#training/settings.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';

export interface StudyPolicy {
	/** The name of its rows and lines; labels are unique within a study. */
	readonly label: string;
	readonly id: string;
	readonly settings: JsonObject;
	/** Fixed shares that are the average mix of this policy's run of the same other factors (its label): they fill `ratios`. */
	readonly meanOf?: string;
	/** Another number of steps than the others: full data, for one. The report warns of it. */
	readonly steps?: number;
}

/** The best static mix that a stated search finds: the bar. studies' search.ts runs it. */
export interface MixSearch {
	/** Mixes drawn from a symmetric Dirichlet distribution. */
	readonly draws: number;
	/** Variations around the four best: their geometric mean, each share times exp(spread · N(0, 1)). */
	readonly refinements: number;
	/** So many go on to the second seed; the best mean of both wins. */
	readonly finalists: number;
	readonly seeds: readonly [number, number];
	/** Of the Dirichlet distribution: 1 is uniform over all mixes, more is closer to equal shares. */
	readonly concentration: number;
	readonly spread: number;
}

/**
 * What one cell of the grid has been given on each axis, as its table shows it: `policy` (a label) and `seed` always, others where
 * the study varies them. A share of the domain is a policy of its own, with a label; `domainShare` stands beside it as a number.
 */
export type Factors = Readonly<Record<string, string | number>>;

export interface Study {
	readonly version: 1;
	readonly title: string;
	/** What it asks, in a sentence or two. */
	readonly about: string;
	/** Whole: no reference to a preset that may change. Its policy and seed are replaced by each cell's. */
	readonly experiment: Experiment;
	readonly policies: readonly StudyPolicy[];
	readonly seeds: readonly number[];
	/** Beside policies and seeds, by axis id (axes.ts has one entry for each): the values that it takes. */
	readonly axes: {
		readonly model?: readonly ModelRef[];
		/** Times that the whole training data is seen: sets the number of steps. */
		readonly epochs?: readonly number[];
		readonly learningRate?: readonly number[];
		/** Share of the domain skills, the rest going to the general ones, each equally: policies by themselves. */
		readonly domainShare?: readonly number[];
	};
	/** The same for every cell. null: the experiment's own steps. */
	readonly budget: { readonly kind: 'updates'; readonly updates: number } | Budget | null;
	/** Labels of the policies that each other one is compared with; the first policy where it is empty. */
	readonly against: readonly string[];
	/** Id of the skill whose score stands beside average and worst. */
	readonly target: string | null;
	readonly search: MixSearch | null;
	/** Which skills are the domain, and which are general: ids. For `domainShare`, and for domain against general. */
	readonly groups: { readonly domain: readonly string[]; readonly general: readonly string[] };
}
