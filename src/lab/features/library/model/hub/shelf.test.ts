/** The shelf says what a run of each model takes, in its exact shape. */
import { afterAll, expect, it } from 'vitest';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { readConfig } from '#engine/model/folder.ts';
import { heldBytes, predictMemory } from '#engine/training/memory.ts';
import { encodedGolden } from '../../../../../../tests/golden/encodedGolden.ts';
import published from '../../../../../../tests/golden/published.json' with { type: 'json' };
import { watchedSettings } from '../../../../../../tests/support/memoryRun.ts';
import { tinyModel, tinySkills } from '../../../../../../tests/unit/engine/tinyRun.ts';
import { openNodeDevice } from '../../../../../../scripts/lib/nodeDevice.ts';
import { parseAddress } from './address.ts';
import { shelf } from './shelf.ts';

const device = await openNodeDevice();
afterAll(() => device.dispose());

const rows = encodedGolden(
	Array.from({ length: 4 }, () => ({
		tokens: Array.from({ length: 257 }, (_, i) => i),
		promptLength: 128,
	})),
);
const skills = [{ ...tinySkills[0], train: rows, validation: rows, heldOut: rows }];
const settings = {
	...watchedSettings,
	batching: { size: 2, context: 256, layout: 'packed' },
	evaluation: { every: 2, examples: 2, finalExamples: 4, samples: 1 },
	adapter: { rank: 8, alpha: 8, base: 'nf4' },
} as const;

it.each(shelf)('$address has the shape and needs the memory that it says', async (model) => {
	const shape = published.models.find(({ name }) => model.address.includes(name))!;
	const { config: json, parameters } = shape;
	expect(model.parameters).toBe(parameters);
	const { architecture, config } = readConfig(JSON.stringify(json));
	const specs = tensorSpecs(architecture, config);
	const planned = { ...tinyModel, architecture, config, specs, parameterCount: parameters };
	const { use } = await predictMemory(device, planned, skills, settings);
	const bytes = heldBytes(use);
	expect(Math.abs(model.memory / bytes - 1), `${bytes} bytes`).toBeLessThan(0.02);
});

it('names each model once, by an address on the hub', () => {
	const addresses = shelf.map(({ address }) => address);
	expect(new Set(addresses).size).toBe(shelf.length);
	for (const address of addresses) expect(parseAddress(address)).toMatchObject({ name: address });
});
