/** Writes the folder of a shipped model and the list of shipped models. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../src/engine/core/hash.ts';
import { tensorSpecs } from '../../src/engine/model/architecture.ts';
import { llama } from '../../src/engine/model/architectures/llama.ts';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
} from '../../scripts/lib/pretraining/byteTokenizer.ts';
import { readSafetensors } from '../../src/engine/model/safetensors.ts';
import { readDecoderConfig, type BaseConfig } from '../../scripts/lib/baseConfig.ts';
import { writeSafetensors } from '../../scripts/lib/memoryFolder.ts';
import { writeBeside } from '../../scripts/lib/writeBeside.ts';

/** Writes all files except the model card (modelCard.ts). */
export function writeBaseModel(
	folder: string,
	config: BaseConfig,
	weights: Float32Array,
	training: object,
): void {
	const json = (name: string, value: object) =>
		writeBeside(join(folder, name), JSON.stringify(value, null, '\t') + '\n');
	json('config.json', config);
	json('generation_config.json', {
		bos_token_id: 256,
		eos_token_id: 257,
		pad_token_id: 258,
		do_sample: false,
	});
	json('tokenizer.json', byteTokenizerJson());
	json('tokenizer_config.json', byteTokenizerConfig);
	json('training.json', training);
	const tensors = tensorSpecs(llama, readDecoderConfig(config)).map(
		({ name, shape, offset, size }) => ({
			name,
			shape,
			values: weights.slice(offset, offset + size),
		}),
	);
	writeBeside(join(folder, 'model.safetensors'), writeSafetensors(tensors));
}

/**
 * Writes models/index.json: the models that writeBaseModel wrote, their files and hashes. The
 * default model `first` comes first.
 */
export function writeModelIndex(models: string, first: string): void {
	const ids = readdirSync(models).filter((id) => existsSync(join(models, id, 'training.json')));
	const isFirst = (id: string) => Number(id === first);
	const entries = ids
		.sort()
		.sort((a, b) => isFirst(b) - isFirst(a))
		.map((id) => {
			const files = readdirSync(join(models, id))
				.filter((name) => !['training.json', 'README.md'].includes(name))
				.sort()
				.map((name) => {
					const content = readFileSync(join(models, id, name));
					return { name, bytes: content.byteLength, sha256: sha256Hex(content) };
				});
			const { sha256 } = files.find(({ name }) => name === 'model.safetensors')!;
			const tensors = readSafetensors(readFileSync(join(models, id, 'model.safetensors')));
			const parameters = [...tensors.values()].reduce(
				(sum, { bytes }) => sum + bytes.byteLength / 4,
				0,
			);
			return { id, name: id, sha256, parameters, files };
		});
	writeBeside(join(models, 'index.json'), JSON.stringify(entries, null, '\t') + '\n');
}
