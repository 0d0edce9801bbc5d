/** The rows that a policy chose itself, as a step's event tells of them. */
import type { BatchPlan } from '#mixing/policy.ts';
import type { ChosenExample } from './events.ts';

/** trained[i] is the place of a policy's skill i among all; `noisy`: of each example of the batch. */
export const chosenOf = (
	plan: Extract<BatchPlan, { by: 'examples' }>,
	trained: readonly number[],
	noisy: readonly boolean[],
): ChosenExample[] =>
	plan.examples.map(({ skill, index }, i) => ({
		skill: trained[skill],
		row: index,
		...(plan.classes && { class: plan.classes[i] }),
		noisy: noisy[i],
	}));
