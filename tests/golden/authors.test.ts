/** MultiUAT against its authors' rule, in PyTorch (authors.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { parseParameters, type ParameterSpecs } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { highest } from '#engine/core/statistics.ts';
import type { MixContext } from '#mixing/index.ts';
import { mos } from '#mixing/policies/mos.ts';

type Rows = readonly (readonly number[])[];
const golden = JSON.parse(readFileSync(new URL('authors.json', import.meta.url), 'utf8')) as {
	readonly multiUat: readonly {
		sizes: readonly number[];
		means: readonly Rows[];
		geometric: readonly Rows[];
		shares: Rows;
		byMean: Rows;
	}[];
};

const makeContext = (
	sizes: readonly number[],
	{ batchSize, totalSteps }: Pick<MixContext, 'batchSize' | 'totalSteps'>,
): MixContext => ({
	skills: sizes.map((size, i) => ({ id: `s${i}`, name: `Skill ${i}`, size, validationSize: 40 })),
	batchSize,
	totalSteps,
	random: randomStream(15, 'authors'),
});
const toValues = <S extends ParameterSpecs>(policy: { parameters: S }, settings: JsonObject) =>
	parseParameters(policy.parameters, settings, 'settings');
const furthest = (a: readonly number[], b: readonly number[]): number =>
	highest(a.map((value, i) => Math.abs(value - b[i])));

describe('MultiUAT', () => {
	/** Shares after each update, with these confidences of the validation rows. */
	function sharesOf(sizes: readonly number[], confidence: readonly Rows[]): Rows {
		const preset = mos.presets!.find(({ id }) => id === 'code')!.settings;
		const settings = { ...preset, reward: 'uncertainty', average: false };
		const context = makeContext(sizes, { batchSize: 8, totalSteps: 1200 });
		const values = toValues(mos, { ...settings, examples: confidence[0][0].length });
		const mixer = mos.createMixer(values, context);
		const shares: (readonly number[])[] = [];
		for (let step = 0; shares.length < confidence.length; step++) {
			mixer.plan(step);
			const results = mixer
				.probes(step)
				.map(({ id, examples }) => ({
					kind: 'measure' as const,
					id,
					values: {
						confidence: Float32Array.from(confidence[shares.length].flat()),
						loss: new Float32Array(examples.length).fill(1),
						correct: new Float32Array(examples.length),
						promptTokens: new Float32Array(examples.length).fill(3),
						state: new Float32Array(2 * examples.length).fill(1),
					},
				}));
			mixer.observe({ step, batchLoss: [], results });
			if (results.length === 0) continue;
			const plan = mixer.plan(step + 1);
			shares.push('weights' in plan ? plan.weights : []);
		}
		return shares;
	}

	test('ten updates from equal shares are those of the code, and of the paper’s mean', () => {
		const { sizes, means, geometric, shares, byMean } = golden.multiUat[0];
		expect(shares).toHaveLength(10);
		sharesOf(sizes, geometric).forEach((found, i) =>
			expect(furthest(found, shares[i])).toBeLessThan(1e-8),
		);
		sharesOf(sizes, means).forEach((found, i) =>
			expect(furthest(found, byMean[i])).toBeLessThan(1e-8),
		);
	});
});
