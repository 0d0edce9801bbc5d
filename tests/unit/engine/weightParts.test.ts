import { describe, expect, onTestFinished, test } from 'vitest';
import { failure } from '../../support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { english, followLanguage } from '#languages/language.ts';
import { statementText } from '#engine/core/message.ts';
import { languages } from '#languages/index.ts';
import { tinyModelFolder } from '../../support/tinyModel.ts';
import { collectWeights, weightReader, writeModelFolder } from '#engine/model/folder.ts';
import { openModelFolder } from '#engine/model/openFolder.ts';
import { readNumbers, readSafetensors } from '#engine/model/safetensors.ts';
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
const broken = ({ values, ...tensor }: Tensor) => ({ ...tensor, values: values.with(3, NaN) });
const withHead = (all: Tensor[]) => [
	...all,
	{ ...all[0], name: 'lm_head.weight', values: all[0].values.with(0, 7) },
];
const wide = ({ values, ...tensor }: Tensor) => ({ ...tensor, shape: [values.length, 1], values });
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

	test('a matrix of many rows is read in parts', async () => {
		const folder = tinyModelFolder();
		const config = JSON.parse(new TextDecoder().decode(folder.get('config.json'))) as object;
		folder.set('config.json', toBytes({ ...config, vocab_size: 9000 }));
		const tensors = [...readSafetensors(folder.get('model.safetensors')!)];
		const values = Float32Array.from({ length: 9000 * 16 }, (_, i) => i);
		const file = tensors.map(([name, tensor]) =>
			name === 'model.embed_tokens.weight'
				? { name, shape: [9000, 16], values }
				: { name, shape: tensor.shape, values: readNumbers(tensor) },
		);
		folder.set('model.safetensors', writeSafetensors(file));
		const opened = await openModelFolder(folder, toPieces(folder, 1000));
		const starts: number[] = [];
		await opened.readWeights!(({ role }, numbers, first) => {
			if (role !== 'embedding') return;
			starts.push(first);
			expect(numbers).toEqual(values.subarray(first, first + numbers.length));
		});
		expect(starts).toEqual([0, 4096 * 16, 8192 * 16]);
	});

	test.each([
		[
			'without the index',
			() => without(indexFile),
			failure(
				'The weights are in {parts}, but {indexFile}, which lists them, is missing. Choose all files of the folder.',
				{
					parts: 'model-00001-of-00002.safetensors, model-00002-of-00002.safetensors',
					indexFile: 'model.safetensors.index.json',
				},
			),
		],
		['without a part', () => without(names[1]), failure('lists {name}, which is missing')],
		[
			'with an index that is not JSON',
			() => withIndex('{'),
			failure('not JSON ({line, select, null {} other {line {line}, }}column {column}): {message}'),
		],
		[
			'with an index of another form',
			() => withIndex('{}'),
			failure('has no weight_map from tensors to model-…-of-….safetensors'),
		],
		[
			'with a path in the index',
			() => withIndex('{"weight_map":{"a":"../model-00001-of-00002.safetensors"}}'),
			failure('has no weight_map from tensors to model-…-of-….safetensors'),
		],
		[
			'with a tensor that is elsewhere',
			() => withIndex(JSON.stringify({ weight_map: { a: names[0] } })),
			failure('says that {tensor} is in {file}, but it is not there', { tensor: 'a' }),
		],
	])('%s are refused by name', (_, make, message) => {
		expect(() => readModelFolder(make())).toThrow(InputError);
		expect(() => readModelFolder(make())).toThrow(message);
	});

	test.each([
		['a NaN', (all: Tensor[]) => all.with(1, broken(all[1])), names[1], '含有不是有限数的数'],
		['another shape', (all: Tensor[]) => all.with(1, wide(all[1])), names[1], '形状'],
		['no such name', (all: Tensor[]) => all.with(1, { ...all[1], name: 'x' }), indexFile, '缺失'],
		['another head', withHead, names[1], '嵌入'],
	])('the error of a tensor with %s names the file that has it', async (_, change, file, words) => {
		const { folder } = inParts(change);
		const read = await openModelFolder(folder, toPieces(folder, 1000))
			.then((opened) => collectWeights(opened.specs, weightReader(opened)))
			.then(() => readModelFolder(folder))
			.catch((thrown: unknown) => thrown);
		const { message, data, statement } = read as InputError;
		expect([message.split(':')[0], data['file']]).toEqual([file, file]);
		const chinese = await languages.find(({ tag }) => tag === 'zh-CN')!.load();
		followLanguage(() => ({ tag: 'zh', ...chinese }));
		onTestFinished(() => followLanguage(() => english));
		expect(statementText(statement)).toMatch(new RegExp(`^${file}：.*${words}`));
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

test('the written config names the type that is written', async () => {
	const folder: Map<string, Uint8Array> = new Map(tinyModelFolder());
	const config = JSON.parse(new TextDecoder().decode(folder.get('config.json'))) as object;
	folder.set('config.json', toBytes({ ...config, torch_dtype: 'bfloat16', dtype: 'float16' }));
	const model = readModelFolder(folder);
	const written = await writeModelFolder(model, weightReader(model));
	expect(JSON.parse(written.get('config.json') as string)).toMatchObject({
		torch_dtype: 'float32',
		dtype: 'float32',
	});
});
