/**
 * `npm run bench:base`: the loss of held-out examples by the storage of a model's frozen matrices,
 * relative to 32 bits. Mean over 200 examples of each built-in skill.
 */
import { mean } from '#engine/core/statistics.ts';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import { asStored } from '#engine/gpu/encodings.ts';
import { baseStorages } from '#engine/model/adapterSettings.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { frozenParts, type BaseStorage } from '#engine/model/weightLayout.ts';
import { measure } from '#engine/training/measure.ts';
import { shippedModels } from './lib/bench/study.ts';
import { runScript } from './lib/faults.ts';
import { outputFile, readCommand, someOf } from './lib/command.ts';
import { readModelOnDisk } from './lib/modelOnDisk.ts';
import { openNodeDevice } from './lib/nodeDevice.ts';
import { table, writeJson } from './lib/output.ts';

const percent = (share: number): string => `${(100 * share).toFixed(3)} %`;

await runScript(async () => {
	const { models, json } = readCommand({
		name: 'npm run bench:base',
		purpose: 'Held-out loss by the storage of the frozen matrices, relative to 32 bits.',
		example: '--models skillet-base --json base.json',
		options: {
			models: someOf(
				shippedModels().map(({ id }) => id),
				'Shipped models',
			),
			json: outputFile('All losses'),
		},
	});
	const results = [];
	for (const id of models)
		results.push({ model: id, losses: await heldOutLosses(readModelOnDisk(`models/${id}`)) });
	const rows = results.map(({ model, losses: [exact, ...others] }) => [
		model,
		exact.toFixed(4),
		...others.map((loss) => percent(loss / exact - 1)),
	]);
	console.log(table([['model', ...baseStorages], ...rows]));
	writeJson(json, { storages: baseStorages, results });
});

/** By storage, in their order. */
async function heldOutLosses(model: LoadedModel): Promise<number[]> {
	const device = await openNodeDevice(2);
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const skills = await Promise.all(
		builtinSkills.map(({ id }) => encodeSkill(builtinSource(id), 'train', model.tokenizer, 128)),
	);
	const losses: number[] = [];
	for (const base of baseStorages) {
		const vector = await decoder.upload('weights', rounded(model, base));
		const means: number[] = [];
		for (const { heldOut: set } of skills) {
			const examples = Array.from({ length: Math.min(200, set.count) }, (_, index) => ({
				set,
				index,
			}));
			means.push(mean([...(await measure(decoder, vector, examples)).losses]));
		}
		losses.push(mean(means));
		vector.dispose();
	}
	device.dispose();
	return losses;
}

function rounded({ specs, weights }: LoadedModel, base: BaseStorage): Float32Array {
	const values = weights.slice();
	for (const { layout, storage } of frozenParts(specs, base))
		for (const { offset, size } of layout.tensors)
			values.set(asStored(storage, weights.subarray(offset, offset + size)), offset);
	return values;
}
