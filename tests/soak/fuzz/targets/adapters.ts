/** Folders of peft adapters, changed in their settings or weights. What opens re-saves the same. */
import { toBase64 } from '#engine/core/bytes.ts';
import { canonicalJson, type Json } from '#engine/core/json.ts';
import {
	adapterConfigFile,
	adapterWeightsFile,
	initialAdapter,
	makeAdapter,
	readAdapterConfig,
	readAdapterWeights,
	writeAdapterFolder,
} from '#engine/model/adapters.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { folderBytes } from '../../../support/folderBytes.ts';
import { tinyModelFolder } from '../../../../src/lab/worker/tinyModel.test-support.ts';
import type { Chance } from '../chance.ts';
import { mutatedBytes, mutatedJson } from '../mutate.ts';
import { defineTarget, demand } from '../target.ts';
import { jsonText } from '../values.ts';
import { readAdapterFolder } from '#lab/features/library/model/modelFolder.ts';
import { withHeader } from './models.ts';

interface AdapterCase {
	readonly config: Uint8Array<ArrayBuffer>;
	readonly weights: Uint8Array<ArrayBuffer>;
}

const model = readModelFolder(tinyModelFolder());
const settings = { rank: 2, alpha: 4, targets: 'all-linear' } as const;
const flat = initialAdapter(model, makeAdapter(model, settings), 1);
const save = async (how: Parameters<typeof writeAdapterFolder>[1], values: Float32Array) => {
	const files = await folderBytes(await writeAdapterFolder(model, how, values, { path: 'base' }));
	return {
		config: files.get(adapterConfigFile)!.slice(),
		weights: files.get(adapterWeightsFile)!.slice(),
	};
};
const valid = await save(settings, flat);
const validConfig = JSON.parse(new TextDecoder().decode(valid.config)) as Json;

function makeFolder(chance: Chance): AdapterCase {
	const { config, weights } = valid;
	switch (chance.below(6)) {
		case 0:
			return { config, weights: mutatedBytes(weights, chance) };
		case 1:
			return { config, weights: withHeader(weights, chance) };
		case 2:
			return { config: mutatedBytes(config, chance), weights };
		default:
			return {
				config: new TextEncoder().encode(jsonText(mutatedJson(validConfig, chance))),
				weights,
			};
	}
}

async function open({ config, weights }: AdapterCase): Promise<void> {
	const files = [new File([config], adapterConfigFile), new File([weights], adapterWeightsFile)];
	const folder = await readAdapterFolder(files);
	demand(folder !== null, 'An adapter is not recognised.');
	const read = readAdapterConfig(config).settings;
	const values = readAdapterWeights(model, read, weights);
	demand(
		values.every((value) => Number.isFinite(value)),
		'A weight is not finite.',
	);
	const again = await save(read, values);
	const other = readAdapterConfig(again.config).settings;
	const same = (part: typeof read) => canonicalJson({ ...part, targets: null });
	demand(same(other) === same(read), 'The saved settings differ.');
	const saved = readAdapterWeights(model, other, again.weights);
	demand(
		saved.length === values.length && saved.every((value, i) => value === values[i]),
		'The saved weights differ.',
	);
}

export const adapterFolders = defineTarget<AdapterCase>({
	name: 'adapters',
	make: makeFolder,
	open,
	names: (_folder, { message }) =>
		/adapter_config\.json|adapter_model\.safetensors|^adapter\./.test(message),
	show: ({ config, weights }) => `${new TextDecoder().decode(config)}\n${toBase64(weights)}`,
});
