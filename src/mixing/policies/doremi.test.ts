/** DoReMi: the bounds of an update, the runs before the run, and its artefact. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { explained } from '../../../scripts/world/lap.ts';
import { preparationIn } from '../../../scripts/world/preparation.ts';
import { World } from '../../../tests/support/transferWorld.ts';
import type { Mixer, Preparation, Restored } from '../policy.ts';
import { doremi } from './doremi.ts';
import { createMixer, expectClose, makeContext } from '../../../tests/support/mixer.ts';

const context = makeContext([20, 320, 620], { batchSize: 6, totalSteps: 30 });
const transfer = [
	[1, 0, 0],
	[0, 0.4, 0],
	[0, 0, 2],
];
const toValues = (settings: JsonObject) => parseParameters(doremi.parameters, settings, 'settings');
const create = (settings: JsonObject, restored?: Restored): Mixer =>
	createMixer('doremi', settings, context, restored);
const prepare = (settings: JsonObject, more: Partial<Preparation> = {}) =>
	doremi.prepare!(
		toValues(settings),
		context,
		preparationIn(new World(transfer), context, more),
	) as Promise<{ losses: JsonObject; shares: Record<string, number> | null }>;

describe('the runs before the run', () => {
	test('the slow skill gets more, and the run holds the average', async () => {
		const artefact = await prepare({ every: 1, trialSteps: 40, eta: 3 });
		const { s0, s1, s2 } = artefact.shares!;
		expect(s0 + s1 + s2).toBeCloseTo(1, 9);
		expect(Object.keys(artefact.losses)).toEqual(['s0', 's1', 's2']);
		const mixer = create({}, { artefact });
		expectClose(mixer.plan(0).weights, [s0, s1, s2]);
		expect(mixer.learns).toBe(false);
		expect(explained(mixer).sentence).toMatch(/average shares, held fixed; \w+ has most/);
	});
});
