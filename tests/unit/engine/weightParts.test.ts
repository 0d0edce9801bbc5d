import { describe, expect, test } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { tinyModelFolder } from '../../support/tinyModel.ts';
import { collectWeights, weightReader, writeModelFolder } from '#engine/model/folder.ts';
import { openModelFolder } from '#engine/model/openFolder.ts';
import { readSafetensors } from '#engine/model/safetensors.ts';
import { indexFile, weightFiles } from '#engine/model/weightFiles.ts';
import { folderBytes } from '../../support/folderBytes.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { writeSafetensors } from '../../../scripts/lib/memoryFolder.ts';

const toBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const names = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];

interface Tensor {
	readonly name: string;
	readonly shape: readonly number[];
	readonly values: Float32Array;
}
/** The tiny model with every second tensor in the second part. */
function inParts(change = (tensors: Tensor[]): readonly Tensor[] => tensors) {
	const folder: Map<string, Uint8Array> = new Map(tinyModelFolder());
	const stored = readSafetensors(folder.get('model.safetensors')!);
	const tensors = change(
		Array.from(stored, ([name, { shape, bytes }]) => {
			return { name, shape, values: new Float32Array(bytes.slice().buffer) };
		}),
	);
	folder.delete('model.safetensors');
	names.forEach((name, part) =>
		folder.set(name, writeSafetensors(tensors.filter((_, i) => i % 2 === part))),
	);
	const weight_map = Object.fromEntries(tensors.map(({ name }, i) => [name, names[i % 2]]));
	return { folder: folder.set(indexFile, toBytes({ metadata: {}, weight_map })), weight_map };
}

describe('weights in parts', () => {
	test('are the weights of the single file, and are written as one', async () => {
		const { folder } = inParts();
		const single = readModelFolder(tinyModelFolder());
		const model = readModelFolder(folder);
		expect(model.weights).toEqual(single.weights);
		expect(weightFiles(folder.keys())).toEqual(names);
		const written = await folderBytes(await writeModelFolder(model, weightReader(model)));
		expect([...written.keys()]).not.toContain(indexFile);
		expect(readModelFolder(written).weights).toEqual(single.weights);
	});

	test.each([7, 1000])('are read tensor by tensor, from pieces of %i bytes', async (size) => {
		const { weights, specs } = readModelFolder(tinyModelFolder());
		for (const folder of [tinyModelFolder(), inParts().folder]) {
			const opened = await openModelFolder(folder, toPieces(folder, size));
			expect(opened.specs).toEqual(specs);
			expect([opened.weights.length, opened.parameterCount]).toEqual([0, weights.length]);
			expect(await collectWeights(specs, weightReader(opened))).toEqual(weights);
		}
	});

	test.each([
		['without the index', () => without(indexFile), indexFile],
		['without a part', () => without(names[1]), `lists ${names[1]}, which is missing`],
		['with an index that is not JSON', () => withIndex('{'), 'not JSON (column 2)'],
		['with an index of another form', () => withIndex('{}'), 'has no weight_map'],
		[
			'with a path in the index',
			() => withIndex('{"weight_map":{"a":"../model-00001-of-00002.safetensors"}}'),
			'has no weight_map',
		],
		[
			'with a tensor that is elsewhere',
			() => withIndex(JSON.stringify({ weight_map: { a: names[0] } })),
			`says that a is in ${names[0]}`,
		],
	])('%s are refused by name', (_, make, words) => {
		expect(() => readModelFolder(make())).toThrow(InputError);
		expect(() => readModelFolder(make())).toThrow(words);
	});
});

const toPieces = (folder: ReadonlyMap<string, Uint8Array>, size: number) =>
	weightFiles(folder.keys()).map((name) => ({
		name,
		bytes: folder.get(name)!.length,
		async *pieces() {
			const bytes = folder.get(name)!;
			for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
		},
	}));

function without(name: string) {
	const { folder } = inParts();
	folder.delete(name);
	return folder;
}

const withIndex = (text: string) => inParts().folder.set(indexFile, new TextEncoder().encode(text));
