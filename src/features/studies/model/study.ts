/** A study (an experiment, the axes that vary, and the comparisons) and its stored record: JSON. */
import type { JsonObject } from '#core/json.ts';
import type { Budget } from '#training/settings.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';

export interface StudyPolicy {
	/** Unique within a study. */
	readonly label: string;
	readonly id: string;
	readonly settings: JsonObject;
	/** Label of the policy whose mean mix, in the run with the same other factors, fills `ratios`. */
	readonly meanOf?: string;
	/** Its own number of steps, for example for full data. The report warns about it. */
	readonly steps?: number;
}

/** Settings of the search for the best static mix (search.ts). */
export interface MixSearch {
	/** Mixes drawn from a symmetric Dirichlet distribution. */
	readonly draws: number;
	/** Variations of the four best: their geometric mean, each share times exp(spread · N(0, 1)). */
	readonly refinements: number;
	/** Number of mixes that get the second seed. The best mean of both seeds wins. */
	readonly finalists: number;
	readonly seeds: readonly [number, number];
	/** Parameter of the Dirichlet distribution. 1: uniform over all mixes; more: nearer to equal. */
	readonly concentration: number;
	readonly spread: number;
}

/**
 * The values of a cell by axis, as tables show them. `policy` (a label) and `seed` always exist;
 * the others exist if the study varies them. A domain share is a policy with a label;
 * `domainShare` is its number.
 */
export type Factors = Readonly<Record<string, string | number>>;

export interface Study {
	readonly version: 1;
	readonly title: string;
	/** The question, in a sentence or two. */
	readonly about: string;
	/** Complete, since a preset may change. Each cell replaces its policy and seed. */
	readonly experiment: Experiment;
	readonly policies: readonly StudyPolicy[];
	readonly seeds: readonly number[];
	/** Values of the other axes by axis id (axes.ts). */
	readonly axes: {
		readonly model?: readonly ModelRef[];
		/** Sets the number of steps. */
		readonly epochs?: readonly number[];
		readonly learningRate?: readonly number[];
		/** Share of the domain skills; general skills get the rest. Each value is a policy. */
		readonly domainShare?: readonly number[];
	};
	/** Equal for all cells. null: the experiment's own steps. */
	readonly budget: { readonly kind: 'updates'; readonly updates: number } | Budget | null;
	/** Labels of the policies that the others are compared with. Empty: the first policy. */
	readonly against: readonly string[];
	/** Id of a skill whose score is an extra measure. */
	readonly target: string | null;
	readonly search: MixSearch | null;
	/** Ids of the domain skills and of the general skills. */
	readonly groups: { readonly domain: readonly string[]; readonly general: readonly string[] };
}

/** null: the skill belongs to neither group. */
export const groupOf = ({ groups }: Study, id: string): 'domain' | 'general' | null =>
	groups.domain.includes(id) ? 'domain' : groups.general.includes(id) ? 'general' : null;

export interface StudyRecord {
	readonly id: string;
	readonly study: Study;
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** Keep the cells' runs; otherwise each is deleted when its result is stored. */
	readonly keepRuns: boolean;
	/** Started, and neither paused nor ended. After a reload it marks an interrupted study. */
	readonly going: boolean;
}
