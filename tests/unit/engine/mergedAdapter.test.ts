/** What an adapter has learnt stays in the model that it is merged into. */
import { expect, test } from 'vitest';
import { encodeExamples } from '#engine/data/encode.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { mergedWeights } from '#engine/model/adapters.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { writeModelFolder } from '#engine/model/folder.ts';
import { tinyModelFolder } from '../../support/tinyModel.ts';
import { answer } from '#engine/training/samples.ts';
import { Learner } from '#engine/training/Learner.ts';
import { freshStart } from '#engine/training/openTraining.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { goldenOptimizer } from '../../golden/architecturesChecks.ts';
import { folderBytes } from '../../support/folderBytes.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';

test('a taught fact survives the merge', async () => {
	const device = await openNodeDevice();
	const model = readModelFolder(tinyModelFolder());
	const adapter = { rank: 8, alpha: 16, dora: true, targets: 'all-linear' };
	const { state, adapter: layers } = freshStart(model, { adapter, seed: 1 });
	const frozen = { adapter: layers!, weights: model.weights };
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs, frozen);
	const batching = { size: 1, context: 64, layout: 'packed' } as const;
	const learner = await Learner.open(decoder, state, goldenOptimizer, batching);
	const set = encodeExamples([promptAnswer('zed=', 'kor')], model.tokenizer, 64);
	for (let step = 1; step <= 150; step++)
		await learner.step([{ set, index: 0 }], { learningRate: 0.03, step });

	const options = { maxTokens: 8 };
	const tuned = await answer(decoder, learner.weights, model, 'zed=', options);
	expect(tuned.text).toBe('kor');
	const { weights } = await learner.state();
	const written = await writeModelFolder(model, mergedWeights(model, weights, adapter));
	const merged = readModelFolder(await folderBytes(written));
	for (const [each, text] of [
		[merged, expect.stringMatching(/^kor$/)],
		[model, expect.not.stringMatching(/^kor$/)],
	] as const) {
		const plain = await DecoderOnDevice.open(device, each.config, each.specs);
		const weights = await plain.upload('weights', each.weights);
		expect((await answer(plain, weights, each, 'zed=', options)).text).toEqual(text);
	}
});
