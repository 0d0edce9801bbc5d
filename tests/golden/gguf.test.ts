/** GGUF files and blocks of llama.cpp's own Python package (gguf.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromBase64 } from '../../src/engine/core/bytes.ts';
import { fromHalf, toHalf } from '../../src/engine/gpu/half.ts';
import { readConfig, weightReader, writeModelFolder } from '../../src/engine/model/folder.ts';
import { blockTypes, readBlocks, writeQ8 } from '../../src/engine/model/gguf/blocks.ts';
import { readGgufHeader } from '../../src/engine/model/gguf/header.ts';
import { writeGguf } from '../../src/engine/model/gguf/writeGguf.ts';
import { readModelFolder } from '../../src/engine/model/readFolder.ts';
import { ggufBytes, openedFolder } from '../support/ggufFiles.ts';
import { checkpoint, goldenWeight } from './architecturesChecks.ts';

interface Case {
	readonly file: string;
	readonly golden: string;
	readonly case: number;
	readonly type: 'F32' | 'F16' | 'BF16';
	readonly others: object;
}
interface Golden {
	readonly config: object;
	readonly tensors: readonly (readonly [string, readonly number[]])[];
}
const read = (path: string): unknown =>
	JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const blocks = Object.entries(
	read('gguf/blocks.json') as { readonly [type: string]: readonly [string, string] },
).map(([name, [data, values]]) => ({
	name,
	data: fromBase64(data),
	values: new Float32Array(fromBase64(values).buffer),
}));

test.each(blocks.filter(({ name }) => !name.startsWith('written')))(
	'numbers of $name blocks are those of the package, bit for bit',
	({ name, data, values }) => {
		const type = blockTypes.find((each) => each.name === name)!;
		expect(readBlocks(type, data)).toEqual(values);
	},
);

test('the lab writes Q8_0 as the package does', () => {
	const { data, values } = blocks.find(({ name }) => name === 'written Q8_0')!;
	expect(writeQ8(values)).toEqual(data);
});

const parsed = (bytes: Uint8Array) =>
	readGgufHeader((from, to) => Promise.resolve(bytes.slice(from, to)), bytes.length, 'a file');

const rounded = {
	F32: (x: number) => x,
	F16: (x: number) => fromHalf(toHalf(x)),
	// As numpy rounds: to the nearest, ties to even.
	BF16: (x: number) => {
		const bits = new Uint32Array(Float32Array.of(x).buffer);
		bits[0] += 0x7fff + ((bits[0] >>> 16) & 1);
		bits[0] &= 0xffff_0000;
		return new Float32Array(bits.buffer)[0];
	},
};

describe.each(read('gguf/cases.json') as readonly Case[])('$file', (each) => {
	const { file, type, others } = each;
	const { cases } = read(`architectures/${each.golden}.json`) as {
		readonly cases: readonly Golden[];
	};
	const golden = cases[each.case];
	const open = async () =>
		readModelFolder(await openedFolder(ggufBytes(`golden/gguf/${file}.gguf`), `${file}.gguf`));

	test('has the config that the weights were made for', async () => {
		const { config } = await open();
		const { padToken: _, ...expected } = readConfig(
			JSON.stringify({ ...golden.config, ...others }),
		).config;
		expect(config).toEqual(expected);
	});

	test('has the same weights', async () => {
		const model = await open();
		expect(model.unread).toEqual([]);
		const weights = checkpoint(model, model.weights);
		for (const [name, shape] of golden.tensors) {
			const values = goldenWeight(name, shape);
			const expected = shape.length > 1 ? values.map(rounded[type]) : values;
			// Gemma's gains are stored with 1 more, which costs their last bits.
			const apart = weights.get(name)!.map((value, i) => Math.abs(value - expected[i]));
			expect(Math.max(...apart), name).toBeLessThanOrEqual(
				file.startsWith('gemma') && shape.length === 1 ? 2 ** -23 : 0,
			);
		}
	});

	test('has the tokenizer', async () => {
		const { tokenizer } = await open();
		expect(tokenizer.encode('Two T')).toEqual([15, 3, 4, 1]);
		expect(tokenizer.decode([15, 3, 0, 4, 1])).toBe('Two T');
		expect(tokenizer).toMatchObject({ begin: null, end: 0 });
		expect(tokenizer.chat?.end).toBe(0);
	});
});

test.each((read('gguf/cases.json') as readonly Case[]).filter(({ type }) => type === 'F16'))(
	'the lab writes $file as the package did: bytes of tensors, and fields',
	async ({ file }) => {
		const bytes = ggufBytes(`golden/gguf/${file}.gguf`);
		const model = readModelFolder(await openedFolder(bytes));
		const folder = await writeModelFolder(model, weightReader(model));
		const written = await writeGguf(folder, `golden ${file}`, 'F16');
		expect([...written.keys()]).toEqual([`golden-${file}-F16.gguf`, 'Modelfile']);
		const found = await (written.get(`golden-${file}-F16.gguf`) as Blob).bytes();
		const [theirs, ours] = await Promise.all([parsed(bytes), parsed(found)]);
		expect(Object.fromEntries(ours.fields)).toMatchObject(Object.fromEntries(theirs.fields));
		// llama.cpp needs the output matrix of OLMo 2, which is tied in this case.
		const head = file === 'olmo2' ? ['output.weight'] : [];
		expect([...ours.tensors.keys()].sort()).toEqual([...theirs.tensors.keys(), ...head].sort());
		for (const [name, { start, byteLength, shape, type }] of theirs.tensors) {
			// llama.cpp adds positions in F32 only, and its converter writes them so.
			if (name === 'position_embd.weight') continue;
			const tensor = ours.tensors.get(name)!;
			expect(tensor, name).toMatchObject({ shape, type: { name: type.name } });
			expect(found.subarray(tensor.start, tensor.start + tensor.byteLength)).toEqual(
				bytes.subarray(start, start + byteLength),
			);
		}
	},
);
