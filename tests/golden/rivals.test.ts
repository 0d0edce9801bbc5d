/** Aioli and DoReMi against numpy on the papers' equations (rivals.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters, type ParameterSpecs } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { rowLossesToJson } from '#mixing/exampleSelector/rowLosses.ts';
import { aioli } from '#mixing/policies/aioli.ts';
import { doremi } from '#mixing/policies/doremi.ts';
import type { ExampleRef, MixContext, Mixer } from '#mixing/index.ts';

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
