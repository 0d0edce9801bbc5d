import { expect, it } from 'vitest';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { findArchitecture } from '#engine/model/architectures.ts';
import { countParameters } from '#engine/model/tensors.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { defaultOptimizer } from './settings.ts';
import { answersTime, generatedAnswers, timeShape } from './shapeTimes.ts';
import { testModel } from './selfTestSamples.ts';

const architecture = findArchitecture('llama');
const settings = {
	batching: { size: 2, context: 64, layout: 'packed' },
	optimizer: defaultOptimizer,
	activations: 'kept',
	adapter: { rank: 2, alpha: 2, targets: 'all-linear' },
} as const;
const row = { length: 20, prompt: 8 };
const shape = { trained: row, evaluated: row, answers: 2 };

it('the times of all layers follow from those of few, and no memory stays', async () => {
	const device = await openNodeDevice();
	let operations = 0;
	const counting: ComputeDevice = {
		...device,
		report: device.report,
		vector: (...request) => device.vector(...request),
		async load(program, vectors) {
			const { run, dispose } = await device.load(program, vectors);
			const count = () => (operations += program.operations.length);
			return { run: (inputs) => (count(), run(inputs)), dispose };
		},
	};
	const time = (layers: number) => {
		const model = { architecture, config: { ...testModel.config, layers } };
		const { signal } = new AbortController();
		return timeShape(counting, model, settings, shape, signal, () => operations);
	};
	const [five, six, deep] = [await time(5), await time(6), await time(60)];
	for (const part of ['step', 'row', 'token', 'lone'] as const) {
		expect(six[part]).toBeGreaterThan(five[part]);
		expect(deep[part]).toBeCloseTo(six[part] + 54 * (six[part] - five[part]), 6);
	}
	// Only the pass of two answers is counted, not that of their prompts.
	expect(six.token).toBe(six.lone);
	expect(device.memory().vectors).toBe(0);
});

it('a layer takes three quarters of its share of the parameters, and a sixth at most', async () => {
	const device = await openNodeDevice();
	const model = { architecture, config: { ...testModel.config, layers: 60 } };
	const { signal } = new AbortController();
	/** A clock whose passes take `first` with six layers and `then` with one. */
	const timeStep = async (first: number, then: number) => {
		let [now, reads] = [0, 0];
		// Three passes of each of six parts, and a reading before and after each.
		const clock = () => (reads++ % 2 === 0 ? now : (now += reads <= 2 * 18 ? first : then));
		return (await timeShape(device, model, settings, shape, signal, clock)).step;
	};
	expect(await timeStep(100, 1)).toBeCloseTo(100 + (54 * 100) / 6, 6);
	const [six, five] = [6, 5].map((layers) =>
		countParameters(tensorSpecs(architecture, { ...testModel.config, layers })),
	);
	expect(await timeStep(100, 130)).toBeCloseTo(100 + (54 * 75 * (six - five)) / six, 6);
});

it('answers take the time of their prompts and of their passes, which are wider for more', () => {
	const times = { step: 0, row: 100, token: 90, lone: 20 };
	const shape = { trained: row, evaluated: row, answers: 9 };
	const written = (answers: number) =>
		answersTime([{ answers, prompt: 40, tokens: 50 }], times, shape);
	expect(written(1)).toBe(2 * 100 + 50 * 20);
	// 16 places in a pass, as for 9.
	expect(written(12)).toBe(2 * 100 + 50 * 90);
	expect(written(8)).toBeCloseTo(2 * 100 + 50 * (20 + (70 * 7) / 15), 9);
	expect(answersTime([], times, shape)).toBe(0);
});

/** A skill of equal rows: a prompt of 10 tokens, and an answer of `answer`. */
function skillOf(kind: 'number' | 'tokens', answer: number): EncodedSkill {
	const [count, length] = [3, 10 + answer];
	const heldOut = {
		count,
		tokens: new Uint32Array(count * length),
		offsets: Uint32Array.from({ length: count + 1 }, (_, i) => i * length),
		targets: Uint8Array.from({ length: count * length }, (_, i) => Number(i % length >= 10)),
		promptLengths: new Uint32Array(count).fill(10),
		noisy: new Uint8Array(count),
		cut: 0,
	};
	const questions = Array.from({ length: count }, () => '');
	return { info: { measure: { kind } }, heldOut, questions } as unknown as EncodedSkill;
}

it('counts answers to their limit, and samples to the length of the right answer', () => {
	const skills = [skillOf('number', 100), skillOf('tokens', 70)];
	const evaluation = { every: 1, examples: 2, finalExamples: 2, samples: 1 };
	expect(generatedAnswers(skills, { evaluation }, { ...testModel.config, context: 512 })).toEqual([
		{ answers: 1, prompt: 10, tokens: 70 },
		{ answers: 2, prompt: 20, tokens: 100 },
	]);
});

it('ends between two passes', async () => {
	const ended = new AbortController();
	const device = await openNodeDevice();
	const model = { architecture, config: { ...testModel.config, layers: 200 } };
	const timed = timeShape(device, model, settings, shape, ended.signal);
	ended.abort(new DOMException('A run was opened.', 'AbortError'));
	await expect(timed).rejects.toMatchObject({ name: 'AbortError' });
	expect(device.memory().vectors).toBe(0);
});
