/** Samples of long answers run on to their end; those of short ones keep their limit. */
import { expect, test } from 'vitest';
import { encodeExamples } from '#engine/data/encode.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { byPart } from '#engine/data/skill.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { largestGeneration, sampleSkills } from '#engine/training/samples.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { tinyModel, tinySkills } from './tinyRun.ts';

const { tokenizer } = tinyModel;
const [copy] = tinySkills;
const rows = Array.from({ length: 5 }, (_, i) =>
	promptAnswer(`question ${i}`, `${'a step of the answer. '.repeat(4)}#### ${i}`),
);
const long = { ...copy, ...byPart(() => encodeExamples(rows, tokenizer, 256)) };

test('a long answer has 256 tokens, a short one as many as before', async () => {
	const device = await openNodeDevice();
	const decoder = await DecoderOnDevice.open(device, tinyModel.config, tinyModel.specs);
	/** No token ends an answer, and a letter stands for each token. */
	const endless = {
		...tokenizer,
		end: -1,
		decode: (tokens: readonly number[]) => 'x'.repeat(tokens.length),
	};
	const weights = await decoder.upload('weights', tinyModel.weights);
	const lengths = async (skills: typeof tinySkills) => {
		const samples = await sampleSkills(decoder, weights, endless, skills, 1);
		return samples.map(({ answer }) => answer.replace(/ …$/, '').length);
	};
	expect(await lengths([copy])).toEqual([2]);
	expect(await lengths([copy, long])).toEqual([48, 256]);
	const { rows: used } = await decoder.keyValueCache(1);
	const predicted = largestGeneration([copy, long], 1, [], tinyModel.config);
	expect(predicted.rows).toBeGreaterThanOrEqual(256 + 48);
	expect(predicted.rows).toBeGreaterThanOrEqual(used);
	device.dispose();
});
