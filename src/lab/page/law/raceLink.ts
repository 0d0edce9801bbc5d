/** The link to a race of a proposed mix against equal shares. */
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink } from '#lab/run/link.ts';

/** `shares`: of the skills with these ids. */
export function raceLink(
	experiment: Experiment,
	skills: readonly string[],
	shares: readonly number[],
): string {
	const ratios = Object.fromEntries(skills.map((id, k) => [id, Number(shares[k].toFixed(4))]));
	const fixed = { ...experiment, policy: [{ fromStep: 0, id: 'fixed', settings: { ratios } }] };
	const equal = [{ fromStep: 0, id: 'uniform', settings: {} }];
	return encodeLink(fixed, { race: [equal], view: { place: 'race' } });
}
