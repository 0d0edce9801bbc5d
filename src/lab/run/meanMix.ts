/** A run's average mix: the mean share of each trained skill over its steps, for the policy that replays it. */
import { InputError } from '#core/errors.ts';
import type { Ratios } from '#core/parameters.ts';
import type { RunEvent } from '#training/events.ts';
import type { SkillRef } from './experiment.ts';

/** `skills`: of the run's experiment, as its events index them. Throws InputError when no step is done. */
export function meanMix(
	skills: readonly Pick<SkillRef, 'id' | 'use'>[],
	events: readonly RunEvent[],
): Ratios {
	const steps = events.filter((event) => event.type === 'step');
	if (steps.length === 0)
		throw new InputError('This run has no average mix yet: train at least one step of it.');
	return Object.fromEntries(
		skills.flatMap(({ id, use }, place): [string, number][] => {
			if (use !== 'train') return [];
			const sum = steps.reduce((total, { weights }) => total + weights[place], 0);
			return [[id, sum / steps.length]];
		}),
	);
}
