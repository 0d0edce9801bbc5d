/** Loss weights p/q: the expected gradient over draws by q is the gradient of the mix p. */
import { expect, test } from 'vitest';
import { packBatch } from '#engine/data/batch.ts';
import type { Json } from '#engine/core/json.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { batchGradient } from '#engine/training/gradient.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { tinyModel, tinySettings, tinySkills } from './tinyRun.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';
import type { RunEvent } from '#lab/training/events.ts';

const device = await openNodeDevice();

/** Of the mean over examples (skill, its loss weight; undefined: none is given). */
async function readGradient(batch: readonly (readonly [skill: number, weight?: number])[]) {
	const decoder = await DecoderOnDevice.open(device, tinyModel.config, tinyModel.specs);
	const weights = await decoder.upload('weights', tinyModel.weights);
	const gradient = await decoder.vector('gradient');
	const examples = batch.map(([skill, lossWeight], i) => ({
		set: tinySkills[skill].train,
		index: i,
		...(lossWeight !== undefined && { lossWeight }),
	}));
	const packs = [packBatch(examples, 'packed')];
	const vectors = { weights, gradient, part: () => decoder.vector('part') };
	await (
		await batchGradient(decoder, vectors, packs)
	)();
	const values = Float64Array.from(await gradient.read());
	decoder.dispose();
	return values;
}

test('the expectation over q of the weighted gradient is the gradient of the mix', async () => {
	const [p, q] = [
		[0.2, 0.5, 0.3],
		[0.6, 0.1, 0.3],
	];
	const skills = [0, 2, 3];
	const mixed = new Float64Array(tinyModel.parameterCount);
	const expected = new Float64Array(tinyModel.parameterCount);
	for (const [i, skill] of skills.entries()) {
		const plain = await readGradient([[skill]]);
		const weighted = await readGradient([[skill, p[i] / q[i]]]);
		plain.forEach((value, at) => (mixed[at] += p[i] * value));
		weighted.forEach((value, at) => (expected[at] += q[i] * value));
	}
	const norm = Math.hypot(...mixed);
	const difference = Math.hypot(...mixed.map((value, at) => value - expected[at]));
	expect(norm).toBeGreaterThan(0.01);
	expect(difference / norm).toBeLessThan(1e-6);
});

test('weight 1 gives the bits of no weight: gradient, events and weights of a run', async () => {
	expect(
		await readGradient([
			[0, 1],
			[2, 1],
		]),
	).toEqual(await readGradient([[0], [2]]));
	const makeRun = async (settings: { readonly [name: string]: Json }) => {
		const policy = [segment(0, 'uniform', settings)];
		const trainer = await openTrainer(device, tinySettings(policy, { steps: 4 }));
		const events = await trainTo(trainer, 4);
		const { weights } = await trainer.state();
		trainer.dispose();
		return { events, weights };
	};
	const [plain, weighted] = [await makeRun({}), await makeRun({ drawnBy: 'uniform' })];
	expect(weighted.weights).toEqual(plain.weights);
	const steps = (events: readonly RunEvent[]) => events.filter(({ type }) => type === 'step');
	const lossWeights = [1, 0, 1, 1];
	expect(steps(weighted.events)).toEqual(
		steps(plain.events).map((event) => ({ ...event, lossWeights })),
	);
});
