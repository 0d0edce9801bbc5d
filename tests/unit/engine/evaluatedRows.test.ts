/** A larger test of the same weights changes no bit of the smaller one. */
import { expect, test } from 'vitest';
import { mean } from '#engine/core/statistics.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { evaluateSkills } from '#engine/training/evaluateSkills.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { tinyModel, tinySkills } from './tinyRun.ts';

test('the first rows have the bits of a test of them alone', async () => {
	const device = await openNodeDevice();
	const decoder = await DecoderOnDevice.open(device, tinyModel.config, tinyModel.specs);
	const weights = await decoder.upload('weights', tinyModel.weights);
	const { tokenizer } = tinyModel;
	const evaluate = (examples: number, also?: number) =>
		evaluateSkills(decoder, weights, tinySkills, { tokenizer, examples, also });
	const [alone, both, all, down] = [
		await evaluate(2),
		await evaluate(2, 5),
		await evaluate(5),
		await evaluate(5, 2),
	];
	device.dispose();
	expect(both.skills).toEqual(alone.skills);
	expect(alone.also).toBeUndefined();
	// The skills have five held-out rows.
	expect(both.also!.skills.map(({ examples }) => examples)).toEqual([5, 5, 5, 5]);
	for (const [i, { loss, losses, right }] of both.also!.skills.entries()) {
		expect(loss).toBeCloseTo(all.skills[i].loss, 5);
		expect(mean(losses!)).toBeCloseTo(loss, 4);
		expect(losses!.slice(0, 2)).toEqual(alone.skills[i].losses);
		expect(right).toBe(all.skills[i].right);
	}
	expect(down.skills).toEqual(all.skills);
	for (const [i, score] of down.also!.skills.entries())
		expect(score.loss).toBeCloseTo(alone.skills[i].loss, 5);
});
