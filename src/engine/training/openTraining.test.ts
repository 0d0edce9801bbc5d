import { expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { defaultOptimizer } from './settings.ts';
import { openTraining } from './openTraining.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { readModelOnDisk } from '../../../scripts/lib/modelOnDisk.ts';

it('a context beyond the model’s is refused: its positions have no angles', async () => {
	const model = readModelOnDisk('models/skillet-small');
	const open = async (context: number) => {
		const batching = { size: 1, context, layout: 'packed' } as const;
		const settings = { optimizer: defaultOptimizer, batching, seed: 1 };
		const training = await openTraining(await openNodeDevice(), model, settings);
		training.dispose();
	};
	await open(512);
	await expect(open(513)).rejects.toThrow(
		failure(
			'must be at most {longest}, the longest that this model reads, not {context}. Change it under Settings.',
			{ longest: 512, context: 513 },
		),
	);
});
