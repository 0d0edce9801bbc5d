/** RHO-LOSS: the choice against a plain sort, the halves, and the stored losses. */
import { describe, expect, test } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { explained } from '../world/lap.ts';
import { preparationIn } from '../world/preparation.ts';
import { World } from '../world/transferWorld.test-support.ts';
import { rowLossesFromJson, rowLossesToJson } from '../exampleSelector/rowLosses.ts';
import type { ExampleRef, Preparation, Restored } from '../policy.ts';
import { poolHalves, rhoLoss } from './rhoLoss.ts';
import { createMixer, makeContext, observeLosses, savedBy } from '../mixer.test-support.ts';

const context = makeContext([30, 41], { batchSize: 6, totalSteps: 20, hasAuxiliary: true });
const sizes = context.skills.map(({ size }) => size);
const toValues = (settings: JsonObject) =>
	parseParameters(rhoLoss.parameters, settings, 'settings');
const create = (settings: JsonObject, restored?: Restored) =>
	createMixer('rho-loss', settings, context, restored);
const prepare = (more: Partial<Preparation> = {}) =>
	rhoLoss.prepare!(
		toValues({ halfSteps: 3 }),
		context,
		preparationIn(
			new World([
				[1, 0],
				[0, 1],
			]),
			context,
			more,
		),
	);
const irreducible = sizes.map((size, skill) =>
	Array.from({ length: size }, (_, row) => Math.fround(((row * 7 + skill) % 10) / 10)),
);
const lossNow = ({ skill, index }: ExampleRef) => Math.fround(((index * 3 + 5 * skill) % 11) / 10);
const toKey = ({ skill, index }: ExampleRef) => `${skill} ${index}`;

describe('the choice', () => {
	const artefact = { losses: rowLossesToJson(context.skills, irreducible) };
	test.each([
		['halves', {}, { artefact: artefact as Json }],
		['auxiliary', { reference: 'auxiliary' }, {}],
	])('%s: the batch has the highest loss − irreducible loss', (_name, settings, restored) => {
		const mixer = create({ candidates: 4, ...settings }, restored);
		for (let step = -1; step < 5; step++) {
			const [probe] = mixer.probes(step);
			if (probe.kind !== 'measure') throw new Error('no measurement');
			expect(probe.examples).toHaveLength(24);
			const least = ({ skill, index }: ExampleRef) => irreducible[skill][index];
			const values = {
				loss: Float32Array.from(probe.examples, lossNow),
				auxiliaryLoss: Float32Array.from(probe.examples, least),
			};
			mixer.observe({
				step,
				batchLoss: [null, null],
				results: [{ kind: 'measure', id: probe.id, values }],
			});
			const ranked = probe.examples
				.map((ref) => ({ ref, reducible: lossNow(ref) - least(ref) }))
				.sort((a, b) => b.reducible - a.reducible);
			const plan = mixer.plan(step + 1);
			if (plan.by !== 'examples') throw new Error('no examples');
			expect(plan.examples.map(toKey)).toEqual(ranked.slice(0, 6).map(({ ref }) => toKey(ref)));
			const mean = ranked.slice(0, 6).reduce((sum, { reducible }) => sum + reducible / 6, 0);
			expect(explained(mixer).sentence).toContain(
				`the 25 % of highest reducible loss among 24 random candidates: ${mean.toFixed(2)} nats`,
			);
		}
	});

	test('the sentence has the part of a pool that is smaller than the candidates', () => {
		const mixer = create({ candidates: 64, reference: 'auxiliary' }, {});
		const [probe] = mixer.probes(0);
		const loss = new Float32Array(probe.examples.length).fill(1);
		const values = { loss, auxiliaryLoss: loss };
		const results = [{ kind: 'measure' as const, id: probe.id, values }];
		mixer.observe({ step: 0, batchLoss: [null, null], results });
		// 6 of 71: with 64 candidates for each of 6 places it would be 1.6 %.
		expect(explained(mixer).sentence).toMatch(/has the 8\.5\s% of .* among 71 random candidates/);
	});

	test('without an auxiliary model a warning says that the base weights answer', () => {
		const values = toValues({ reference: 'auxiliary' });
		const mixer = rhoLoss.createMixer(values, { ...context, hasAuxiliary: false });
		expect(explained(mixer).warnings).toEqual([expect.stringMatching(/no auxiliary model/)]);
		expect(explained(create({})).warnings).toEqual([]);
	});
});

describe('the halves', () => {
	test('have every row once, and half of each skill', () => {
		const [first, second] = poolHalves(context);
		expect([first.size, second.size]).toEqual([15 + 21, 15 + 20]);
		const all = [first, second].flatMap(({ skills, rows }) =>
			Array.from(rows, (row, i) => `${skills[i]} ${row}`),
		);
		expect(new Set(all).size).toBe(71);
	});

	test('a row is measured by the model that did not train on it', async () => {
		const [first] = poolHalves(context);
		const inFirst = new Set(Array.from(first.rows, (row, i) => `${first.skills[i]} ${row}`));
		let run = -1;
		const artefact = (await prepare({
			rollOut: async (mixer, { steps }) => {
				run++;
				expect(steps).toBe(3);
				for (let step = 0; step < steps; step++) {
					const plan = mixer.plan(step);
					if (plan.by !== 'examples') throw new Error('no examples');
					for (const ref of plan.examples) expect(inFirst.has(toKey(ref))).toBe(run === 0);
					observeLosses(mixer, step, (ref) => {
						expect(inFirst.has(toKey(ref))).toBe(run === 1);
						return irreducible[ref.skill][ref.index];
					});
				}
			},
		})) as { losses: JsonObject };
		const losses = rowLossesFromJson(artefact.losses, context.skills, sizes);
		expect(losses.map((all) => [...all])).toEqual(irreducible);
		expect(rhoLoss.preparationCost!(toValues({}), context)).toEqual({ updates: 80, measured: 71 });
	});

	test('a pause after the first half resumes to the same losses', async () => {
		const whole = await prepare();
		expect(await prepare({ saved: await savedBy(prepare) })).toEqual(whole);
	});

	test.each([
		['no losses', {}],
		['other rows', rowLossesToJson(context.skills, [[1], [2]])],
		['damaged text', { s0: '%', s1: '%' }],
	])('%s: an error names the field', (_name, losses) => {
		expect(() => create({}, { artefact: { losses } })).toThrow(
			failure(
				'{field}: the losses of {name} are missing or are of other rows. Let the policy prepare again, or choose another file.',
				{ field: 'artefact.losses.s0', name: 'Adding' },
			),
		);
	});
});
