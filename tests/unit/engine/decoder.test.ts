import { expect, test } from 'vitest';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { evaluationExamples } from '#engine/training/evaluateSkills.ts';
import { measure, scoreProgram } from '#engine/training/measure.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { tinyModel, tinySkills } from './tinyRun.ts';

test('the last feed-forward network computes the predictors only, with the same bits', async () => {
	const { config, specs, weights } = tinyModel;
	const device = await openNodeDevice();
	const decoder = await DecoderOnDevice.open(device, config, specs);
	const vector = await decoder.upload('weights', weights);
	const { addresses } = evaluationExamples(tinySkills, 5);
	// The states of all tokens need all rows.
	const all = await measure(decoder, vector, addresses, { states: true });
	const some = await measure(decoder, vector, addresses);
	expect({ ...some, states: null }).toEqual({ ...all, states: null });
	const shape = { packLength: 64, targets: 32, vocabulary: config.vocabulary };
	const { operations, values } = scoreProgram(decoder, shape, false);
	const rows = operations.find(({ kernel }) => kernel.name === 'SwiGlu')!.outputs[0];
	expect(values[rows].shape).toEqual([shape.targets, config.hidden]);
	decoder.dispose();
});
