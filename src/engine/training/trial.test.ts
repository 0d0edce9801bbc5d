import { expect, it } from 'vitest';
import { OutOfMemoryError, outOfMemory } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { JavaScriptDevice } from '#engine/gpu/JavaScriptDevice.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import { findArchitecture } from '#engine/model/architectures.ts';
import { testModel } from './selfTestSamples.ts';
import { openTrial } from './trial.ts';

it('a trial that does not fit keeps no memory', async () => {
	const why = say('as requested');
	const device = new JavaScriptDevice(why, why);
	const vector = device.vector.bind(device);
	device.vector = (label, ...size) =>
		label === 'gradient'
			? Promise.reject(outOfMemory(label, { requested: 1, held: 0 }))
			: vector(label, ...size);
	const model = { architecture: findArchitecture('llama'), config: testModel.config };
	const adapter = makeAdapter(model, { rank: 2, alpha: 4 });
	const opened = openTrial(device, testModel, { lengths: [3], adapter });
	await expect(opened).rejects.toThrow(OutOfMemoryError);
	expect(device.memory().vectors).toBe(0);
});
