/**
 * Shares that move around equal ones without a reason, to measure what moving costs:
 *
 *     p_i(t) = 1/K (1 + a sin(2π (t / period + u + π(i) / K)))      K skills, amplitude a
 *
 * The seed draws the phase u and the permutation π. The shares sum to 1 at each step. Over whole
 * periods their mean is equal shares.
 */
import { permutation, randomStream } from '#engine/core/random.ts';
import type { Timetable } from '#engine/core/parameters.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { StudyPolicy } from './study.ts';

export function waveSchedule(
	{ amplitude, period }: NonNullable<StudyPolicy['waves']>,
	{ seed, steps, skills }: Pick<Experiment, 'seed' | 'steps' | 'skills'>,
): Timetable {
	const ids = skills.flatMap(({ id, use }) => (use === 'train' ? [id] : []));
	const stream = randomStream(seed, 'waves');
	const places = permutation(stream, ids.length);
	const share = (step: number, i: number) => {
		const turns = step / period + stream.uniform(0) + places[i] / ids.length;
		// Engines differ in the last digits of a sine.
		return Number(((1 + amplitude * Math.sin(2 * Math.PI * turns)) / ids.length).toFixed(9));
	};
	return Array.from({ length: steps }, (_, step) => ({
		step,
		ratios: Object.fromEntries(ids.map((id, i) => [id, share(step, i)])),
	}));
}
