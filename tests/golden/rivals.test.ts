/** Aioli, DoReMi, RHO-LOSS and mSFT against numpy on the papers' equations (rivals.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters, type ParameterSpecs } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { rowLossesToJson } from '#mixing/exampleSelector/rowLosses.ts';
import { aioli } from '#mixing/policies/aioli.ts';
import { doremi } from '#mixing/policies/doremi.ts';
import { msft } from '#mixing/policies/msft.ts';
import { rhoLoss } from '#mixing/policies/rhoLoss.ts';
import type { ExampleRef, MixContext, Mixer, Preparation } from '#mixing/index.ts';
import { preparationIn } from '#mixing/world/index.ts';
import { World } from '#mixing/world/transferWorld.test-support.ts';

type Rows = readonly (readonly number[])[];
interface Golden {
	readonly aioli: readonly { settings: JsonObject; falls: readonly Rows[][]; shares: Rows }[];
	readonly doremi: readonly {
		settings: JsonObject;
		reference: Rows;
		losses: readonly Rows[];
		shares: Rows;
		mean: readonly number[];
	}[];
	readonly rho: { losses: Rows; irreducible: Rows; chosen: Rows };
	readonly msft: readonly {
		settings: JsonObject;
		total: number;
		laws: Rows;
		excluded: readonly { skill: string; step: number }[];
	}[];
}
const golden = JSON.parse(
	readFileSync(new URL('rivals.json', import.meta.url), 'utf8'),
) as unknown as Golden;

const makeContext = (skills: number, size: number, more: Partial<MixContext> = {}): MixContext => ({
	skills: Array.from({ length: skills }, (_, i) => ({
		id: `s${i}`,
		name: `Skill ${i}`,
		size,
		validationSize: 4,
	})),
	batchSize: 6,
	totalSteps: 200,
	random: randomStream(15, 'rivals'),
	hasAuxiliary: true,
	...more,
});
const toValues = <S extends ParameterSpecs>(policy: { parameters: S }, settings: JsonObject) =>
	parseParameters(policy.parameters, settings, 'settings');

/** Answers the step's probes. Returns their number. */
function answer(mixer: Mixer, step: number, lossOf: (ref: ExampleRef) => number): number {
	const results = mixer
		.probes(step)
		.map(({ id, examples }) => ({
			kind: 'measure' as const,
			id,
			values: { loss: Float32Array.from(examples, lossOf) },
		}));
	mixer.observe({ step, batchLoss: [], results });
	return results.length;
}
function expectNear(actual: readonly number[], expected: readonly number[]) {
	expect(actual).toHaveLength(expected.length);
	const furthest = Math.max(...actual.map((value, i) => Math.abs(value - expected[i])));
	expect(furthest).toBeLessThan(1e-6);
}

describe('Aioli', () => {
	test.each([0, 1, 2])('case %i: the shares after each update', (at) => {
		const { settings, falls, shares } = golden.aioli[at];
		const skills = shares[0].length;
		const mixer = aioli.createMixer(toValues(aioli, settings), makeContext(skills, 40));
		const losses = shares[0].map(() => 3);
		const loss = ({ skill }: ExampleRef) => losses[skill];
		let step = -1;
		answer(mixer, step++, loss);
		falls.forEach((rounds, update) => {
			for (const bySwept of rounds)
				for (let sweep = 0; sweep < skills; sweep++) {
					const { weights } = mixer.plan(step);
					const swept = weights.indexOf(Math.max(...weights));
					bySwept[swept].forEach((fall, j) => (losses[j] -= fall));
					expect(answer(mixer, step++, loss)).toBe(1);
				}
			expectNear(mixer.plan(step).weights, shares[update]);
			answer(mixer, step++, loss);
		});
	});
});

describe('DoReMi', () => {
	test.each([0, 1])('case %i: the shares after each update, and their mean', (at) => {
		const { settings, reference, losses, shares, mean } = golden.doremi[at];
		const context = makeContext(reference.length, reference[0].length);
		const artefact = { losses: rowLossesToJson(context.skills, reference), shares: null };
		const mixer = doremi.createMixer(toValues(doremi, settings), context, { artefact });
		losses.forEach((now, step) => {
			expect(answer(mixer, step, ({ skill, index }) => now[skill][index])).toBe(1);
			expectNear(mixer.plan(step + 1).weights, shares[step]);
		});
		expectNear((mixer.state() as unknown as { mean: number[] }).mean, mean);
	});
});

test('RHO-LOSS chooses the rows of the highest reducible loss, best first', () => {
	const { losses, irreducible, chosen } = golden.rho;
	const context = makeContext(losses.length, losses[0].length);
	// Every row is a candidate.
	const values = toValues(rhoLoss, { candidates: (losses.length * losses[0].length) / 6 });
	const artefact = { losses: rowLossesToJson(context.skills, irreducible) };
	const mixer = rhoLoss.createMixer(values, context, { artefact });
	answer(mixer, -1, ({ skill, index }) => losses[skill][index]);
	const plan = mixer.plan(0);
	if (plan.by !== 'examples') throw new Error('no examples');
	expect(plan.examples.map(({ skill, index }) => [skill, index])).toEqual(chosen);
});

describe('mSFT', () => {
	test.each(golden.msft.map((_, at) => at))(
		'case %i: which skill is left out, and from which step',
		async (at) => {
			const { settings, total, laws, excluded } = golden.msft[at];
			const context = makeContext(laws.length, 30, { totalSteps: total });
			const rollOut: Preparation['rollOut'] = async (mixer, { steps }) => {
				const batches = laws.map(() => 0);
				const loss = ({ skill }: ExampleRef) => {
					const [floor, fall, tau, climb] = laws[skill];
					const n = batches[skill];
					return Math.round((floor + fall * Math.exp(-n / tau) + climb * n) * 2 ** 14) / 2 ** 14;
				};
				for (let step = -1; step < steps; step++) {
					if (step >= 0) mixer.plan(step).weights.forEach((weight, i) => (batches[i] += weight));
					answer(mixer, step, loss);
				}
			};
			const world = new World(laws.map((_, i) => laws.map((_law, j) => Number(i === j))));
			const preparation = preparationIn(world, context, { rollOut });
			const made = await msft.prepare!(toValues(msft, settings), context, preparation);
			expect(excluded.length).toBeGreaterThan(1);
			expect(made).toEqual({ excluded });
		},
	);
});
