/** A policy's plan for a step: how much of each skill, or the examples themselves. */

/** The address of an example: skill, part, row. */
export interface ExampleRef {
	readonly skill: number;
	readonly part: 'train' | 'validation';
	readonly index: number;
}

/** By skill: some of its training rows, rising. */
export type RowsBySkill = readonly (readonly number[])[];

/** How rows are drawn within the skills. */
export interface RowDraws {
	readonly replace?: boolean;
	readonly rows?: RowsBySkill;
}

/**
 * The content of one batch. `weights` has one number per skill and sums to 1. The page draws it,
 * and a run's mean shares are its mean.
 *  weights:  chances of the skills, per example. Within a skill, rows come without replacement per
 *            epoch, or with `replace`.
 *  quotas:   counts per skill, with the batch size as their sum. Within a skill as above. `weights`
 *            are the shares that the counts of many batches approach.
 *  examples: training rows, as many as the batch size. A row may repeat. `weights` are the shares
 *            of the skills among them.
 * `rows`: by skill, the training rows to draw from; default: all. Policies leave `rows` to
 * commonSettings.ts.
 */
export type BatchPlan =
	| (RowDraws & { readonly by: 'weights'; readonly weights: readonly number[] })
	| (RowDraws & {
			readonly by: 'quotas';
			readonly weights: readonly number[];
			readonly quotas: readonly number[];
	  })
	| {
			readonly by: 'examples';
			readonly weights: readonly number[];
			readonly examples: readonly ExampleRef[];
			/** The class that each example was chosen from, from 0; for the page. */
			readonly classes?: readonly number[];
	  };
