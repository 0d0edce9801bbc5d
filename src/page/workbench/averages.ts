/** Average and worst exact match of an evaluation, with the number of prompts behind each. */
import type { Evaluation } from '#training/events.ts';
import type { Proportion } from './chance.ts';

/** Over the trained skills; null if none has exact match. */
export function averageOf({ averageExact, skills }: Evaluation): Proportion | null {
	const scored = skills.filter(({ exact }) => exact !== null);
	const of = scored.reduce((sum, { examples }) => sum + examples, 0);
	return averageExact === null ? null : { share: averageExact, of };
}

export const worstOf = ({ worstExact, skills }: Evaluation): Proportion | null =>
	worstExact && { share: worstExact.exact, of: skills[worstExact.skill].examples };
