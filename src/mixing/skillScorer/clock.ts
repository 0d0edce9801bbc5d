/**
 * When the scorer is updated. Steps are counted from 0 at the step from which the policy mixes: in a run that switches to
 * it at step s, its first update comes S steps after s, as it would at the start of a run. One that comes back to it goes on
 * with its first count.
 *
 * Sources: MoS, Alg. 1 updates after training step t where t mod S = 0, t = 0, 1, … (`atStepZero`); the code's first update comes
 * after S steps.
 */
export interface Clock {
	/** S. */
	readonly interval: number;
	readonly atStepZero: boolean;
}

/** step: the one just trained; origin: the first that the policy filled. The opening observation is origin − 1. */
export function isDue({ interval, atStepZero }: Clock, step: number, origin: number): boolean {
	const trained = step - origin + 1;
	if (trained < 1) return false;
	return (atStepZero ? trained - 1 : trained) % interval === 0;
}

/** Steps trained in the run at the first update. */
export const firstUpdate = ({ interval, atStepZero }: Clock, origin: number): number =>
	origin + (atStepZero ? 1 : interval);
