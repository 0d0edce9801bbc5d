/**
 * A run's mean mix, which the replay policy uses: the mean share of each trained skill over the
 * steps.
 */
import { InputError } from '#core/errors.ts';
import type { Ratios } from '#core/parameters.ts';
import type { RunEvent } from '#training/events.ts';
import type { SkillRef } from './experiment.ts';

/**
 * `skills`: the experiment's skills, which the events index. Throws InputError before the first
 * step.
 */
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
