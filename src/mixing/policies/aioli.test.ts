/** Aioli's law, and the rounds of a run. tests/golden/rivals.test.ts has its updates. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import type { Mixer } from '../policy.ts';
import { softmaxShares } from '../shares.ts';
import { effects, normaliseLaw } from './aioli.ts';
import {
	createMixer,
	expectClose,
	makeContext,
	observeLosses,
} from '../../../tests/support/mixer.ts';

const context = makeContext([40, 40, 40], { batchSize: 8, totalSteps: 100 });
const create = (settings: JsonObject) => createMixer('aioli', settings, context);
/** Answers this step's probe with one loss per skill. Returns whether there was one. */
const evaluate = (mixer: Mixer, step: number, losses: readonly number[]): boolean =>
	observeLosses(mixer, step, ({ skill }) => losses[skill]).length > 0;

test('a diagonal law d gives p ∝ exp(η d)', () => {
	const law = [0.5, 0.2, 0.1].map((d, i) => [0, 1, 2].map((k) => (i === k ? d : 0)));
	expectClose(effects(law), [0.5, 0.2, 0.1]);
	const powers = [0.5, 0.2, 0.1].map((d) => Math.exp(3 * d));
	const sum = powers.reduce((a, b) => a + b, 0);
	expectClose(
		softmaxShares(effects(law), 3),
		powers.map((power) => power / sum),
	);
});

test('normalised effects are 0 or more and sum to 1; equal ones are 0', () => {
	expectClose(
		normaliseLaw([
			[-1, 0],
			[1, 2],
		]).flat(),
		[0, 1 / 6, 2 / 6, 3 / 6],
	);
	expect(
		normaliseLaw([
			[2, 0],
			[1, 1],
		]).flat(),
	).toEqual([0.5, 0, 0.25, 0.25]);
	expect(
		normaliseLaw([
			[-1, -1],
			[-1, -1],
		]).flat(),
	).toEqual([0, 0, 0, 0]);
});

describe('a run', () => {
	test('a run that switched away and back begins a new round', () => {
		const settings = { every: 20, rounds: 1, sweepSteps: 2 };
		const mixer = create(settings);
		for (let step = -1; step < 3; step++) evaluate(mixer, step, [3, 2, 1]);
		const back = createMixer('aioli', settings, context, { saved: mixer.state() });
		const measured = Array.from({ length: 8 }, (_, i) => evaluate(back, 28 + i, [1, 1, 1]));
		// In the first run's rounds, step 28 is between the sweeps and the next round.
		expect(measured).toEqual([true, false, true, false, true, false, true, false]);
		expectClose(back.plan(37).weights, [1 / 3, 1 / 3, 1 / 3]);
	});
});
