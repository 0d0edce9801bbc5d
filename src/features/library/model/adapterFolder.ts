/** Reads an adapter of peft from a folder that the visitor picked or dropped. */
import { InputError } from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';
import { sentence } from '#core/message.ts';
import type { ModelInfo } from '#lab/run/stores.ts';
import { adapterConfigFile, adapterWeightsFile, readAdapterConfig } from '#model/adapters.ts';
import { readSafetensors } from '#model/safetensors.ts';
import { sizeOf } from '#gpu/kernel.ts';
import { folderName } from './modelFolder.ts';

/** The file is read into one array. Adapters of the models that a page trains have less. */
const maxBytes = 1e9;

/**
 * null: the folder is no adapter. Its base is known when a run begins with it. Throws InputError
 * with the file and the field or tensor.
 */
export async function readAdapterFolder(
	files: readonly File[],
): Promise<{ readonly info: ModelInfo; readonly files: ReadonlyMap<string, Uint8Array> } | null> {
	const named = (name: string) => files.find((file) => file.name === name);
	const config = named(adapterConfigFile);
	if (!config || named('config.json')) return null;
	const weights = named(adapterWeightsFile);
	if (!weights)
		throw new InputError(
			sentence`The folder has ${adapterConfigFile} and no ${adapterWeightsFile}. Save the adapter
				with model.save_pretrained(folder), then choose that folder.`,
			{ files: [adapterWeightsFile] },
		);
	if (weights.size > maxBytes)
		throw new InputError(
			sentence`${adapterWeightsFile} has ${(weights.size / 1e9).toFixed(1)} GB, and the lab opens
				adapters of at most 1 GB. Choose another adapter.`,
			{ file: adapterWeightsFile },
		);
	const [configBytes, bytes] = await Promise.all(
		[config, weights].map(async (file) => new Uint8Array(await file.arrayBuffer())),
	);
	const adapter = readAdapterConfig(configBytes);
	const tensors = [...readSafetensors(bytes, adapterWeightsFile).values()];
	const sha256 = sha256Hex(bytes);
	const short = sha256.slice(0, 12);
	return {
		info: {
			id: `adapter:${short}`,
			name: folderName(files) ?? `Adapter ${short}`,
			source: 'adapter',
			sha256,
			parameters: tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
			bytes: configBytes.length + bytes.length,
			adapter,
		},
		files: new Map([
			[adapterConfigFile, configBytes],
			[adapterWeightsFile, bytes],
		]),
	};
}
