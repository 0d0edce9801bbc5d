/**
 * The policies of the folder for DataFlex against those of the lab: the same measurements give the
 * same shares. dataflex.py runs the folder's own file.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import type { ExampleRef, MixContext, Mixer, Probe, ProbeResult } from '#mixing/index.ts';
import { policyById } from '#mixing/index.ts';

type Values = Readonly<Record<'loss' | 'base' | 'correct' | 'confidence' | 'state', number[]>> & {
	readonly prompt: number[];
};
const golden = JSON.parse(readFileSync(new URL('dataflex.json', import.meta.url), 'utf8')) as {
	readonly sizes: number[];
	readonly rows: number;
	readonly measurements: readonly Values[];
	readonly cases: readonly {
		readonly policy: string;
		readonly settings: object;
		readonly shares: readonly number[][];
	}[];
};

const expectClose = (found: ArrayLike<number>, expected: readonly number[], within = 1e-9) => {
	expect(found).toHaveLength(expected.length);
	expected.forEach((value, i) => expect(Math.abs(found[i] - value)).toBeLessThan(within));
};

const ids = ['a', 'b', 'c'];
const context: MixContext = {
	skills: golden.sizes.map((size, i) => ({ id: ids[i], name: ids[i], size, validationSize: size })),
	batchSize: 8,
	totalSteps: 10,
	random: randomStream(1, 'policy'),
};

/** Answers the probes of one update. A row's numbers are those of its place in the first probe. */
function answer(probes: readonly Probe[], values: Values): ProbeResult[] {
	const floats = (name: keyof Values) => Float32Array.from(values[name]);
	const key = ({ skill, index }: ExampleRef) => `${skill}-${index}`;
	return probes.map((probe, k) => {
		if (probe.kind !== 'measure') throw new Error('an unexpected virtual step');
		const first = probes[0] as typeof probe;
		if (k > 0) {
			const places = probe.examples.map((each) =>
				first.examples.findIndex((other) => key(other) === key(each)),
			);
			const baseLoss = Float32Array.from(places, (at) => values.base[at]);
			return { kind: 'measure', id: probe.id, values: { baseLoss } };
		}
		const { loss, correct, confidence, state } = {
			loss: floats('loss'),
			correct: floats('correct'),
			confidence: floats('confidence'),
			state: floats('state'),
		};
		const promptTokens = floats('prompt');
		return {
			kind: 'measure',
			id: probe.id,
			values: { loss, correct, confidence, state, promptTokens },
		};
	});
}

function run(mixer: Mixer, step: number, values: Values): readonly number[] {
	const batchLoss = ids.map((_, i) => {
		const losses = values.loss.slice(i * golden.rows, (i + 1) * golden.rows).map(Math.fround);
		return sum(losses) / golden.rows;
	});
	mixer.plan(step);
	mixer.observe({ step, batchLoss, results: answer(mixer.probes(step), values) });
	return mixer.plan(step + 1).weights;
}

test.each(golden.cases)('$policy, $settings', ({ policy: id, settings, shares }) => {
	const policy = policyById(id);
	const defaults = Object.entries(policy.parameters).map(([name, spec]) => [
		name,
		'default' in spec ? spec.default : '',
	]);
	const values = {
		...Object.fromEntries(defaults),
		interval: 1,
		examples: golden.rows,
		...settings,
	} as never;
	const mixer = policy.createMixer(values, context);
	golden.measurements.forEach((measured, step) => {
		expectClose(run(mixer, step, measured), shares[step]);
	});
});
