/** Settings that all policies share: rows within skills. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { composePolicy } from './commonSettings.ts';
import type { ExampleRef, MixContext } from './policy.ts';
import { policyById } from './registry.ts';
import { World } from '../../tests/support/transferWorld.ts';
import { runLap } from '../../scripts/world/lap.ts';
import { restoredIn } from '../../scripts/world/preparation.ts';

const context: MixContext = {
	skills: [
		{ id: 'add', name: 'add', size: 60, validationSize: 5 },
		{ id: 'sub', name: 'sub', size: 20, validationSize: 5 },
		{ id: 'fact', name: 'fact', size: 3, validationSize: 5 },
	],
	batchSize: 8,
	totalSteps: 40,
	random: randomStream(3, 'policy'),
};
const makeWorld = () =>
	new World([
		[1, 0.5, 0],
		[0.25, 1, 0],
		[0, -0.25, 2],
	]);

/** All rows that 40 steps draw and that the probes measure, by skill. The run has no auxiliary. */
async function drawRows(id: string, settings: JsonObject, seed = 1) {
	const policy = composePolicy(policyById(id), settings, seed);
	const quick: JsonObject = id === 'raise' ? { episodes: 1, ...settings } : settings;
	const values = parseParameters(policy.parameters, quick, 'settings');
	const world = makeWorld();
	const mixer = policy.createMixer(
		values,
		context,
		await restoredIn(world, policy, values, context),
	);
	const probed: ExampleRef[] = [];
	const watched = {
		...mixer,
		plan: (step: number) => mixer.plan(step),
		observe: (...seen: Parameters<typeof mixer.observe>) => mixer.observe(...seen),
		state: () => mixer.state(),
		explain: () => mixer.explain(),
		probes: (step: number) => {
			const probes = mixer.probes(step);
			for (const { examples } of probes) probed.push(...examples);
			return probes;
		},
	};
	const options = { stream: randomStream(1, 'draw'), from: 0, steps: 40 };
	const { batches, plans, explanations } = runLap(watched, context, world, options);
	const bySkill = (refs: readonly ExampleRef[]) =>
		context.skills.map((_, skill) =>
			[...new Set(refs.flatMap((ref) => (ref.skill === skill ? [ref.index] : [])))].sort(
				(a, b) => a - b,
			),
		);
	const train = probed.filter(({ part }) => part === 'train');
	return { drawn: bySkill(batches.flat()), probed: bySkill(train), plans, explanations };
}
const sizes = (rows: readonly (readonly number[])[]) => rows.map(({ length }) => length);

describe('rows within each skill', () => {
	test('a mix draws the rows that the selection policy keeps of each skill', async () => {
		const chosen = await drawRows('uniform', { within: 'ifd', withinShare: 0.2 });
		expect(sizes(chosen.drawn)).toEqual([12, 4, 1]);
		const selected = await drawRows('ifd', { share: 0.2, perSkill: true });
		expect(chosen.drawn).toEqual(selected.drawn);
	});

	test('MoS draws and measures the chosen rows only, and its shares still move', async () => {
		const settings = { within: 'random', withinShare: 0.5, interval: 5 };
		const { drawn, probed, plans, explanations } = await drawRows('mos', settings);
		expect(sizes(drawn)).toEqual([30, 10, 2]);
		for (const [skill, rows] of probed.entries())
			for (const row of rows) expect(drawn[skill]).toContain(row);
		expect(probed.flat().length).toBeGreaterThan(5);
		expect(plans.at(-1).weights).not.toEqual(plans[0].weights);
		expect(explanations[0].sentence).toMatch(/^Rows within each skill: random, 50 %\./);
	});
});
