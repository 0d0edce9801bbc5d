/**
 * GGUF files of gguf.py, changed in their structure or anywhere. What is read has finite weights,
 * is read twice the same, and is the same after writing, but for the rounding to F16.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { toBase64 } from '#engine/core/bytes.ts';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { canonicalJson, type Json } from '#engine/core/json.ts';
import { fromHalf, toHalf } from '#engine/gpu/half.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import { weightReader, writeModelFolder, type LoadedModel } from '#engine/model/folder.ts';
import { readGgufHeader, type GgufValue } from '#engine/model/gguf/header.ts';
import { writeGguf } from '#engine/model/gguf/writeGguf.ts';
import { openedFolder } from '../../../support/ggufFiles.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import type { Chance } from '../chance.ts';
import { ggufLayout, mutatedGguf } from '../formats/gguf.ts';
import { mutatedBytes } from '../mutate.ts';
import { defineTarget, demand } from '../target.ts';

const golden = new URL('../../../golden/gguf/', import.meta.url);
const files = readdirSync(golden)
	.filter((name) => name.endsWith('.gguf'))
	.map((name) => ggufLayout(new Uint8Array(readFileSync(new URL(name, golden)))));

function makeFile(chance: Chance): Uint8Array<ArrayBuffer> {
	const layout = chance.one(files);
	if (chance.is(0.01)) return layout.bytes;
	return chance.is(0.15) ? mutatedBytes(layout.bytes, chance) : mutatedGguf(layout, chance);
}

async function open(bytes: Uint8Array<ArrayBuffer>): Promise<Json> {
	const folder = await openedFolder(bytes);
	const model = readModelFolder(folder);
	demand(model.tokenizer.end < model.config.vocabulary, 'A marker is no token.');
	demand(
		model.weights.every((value) => Number.isFinite(value)),
		'A weight is not finite.',
	);
	const again = await openedFolder(bytes);
	for (const [name, held] of folder)
		demand(sameBytes(held, again.get(name)!), `${name} is another one the second time.`);
	await compareWritten(model);
	const read = (from: number, to: number) => Promise.resolve(bytes.slice(from, to));
	const { fields, tensors } = await readGgufHeader(read, bytes.length, 'model.gguf');
	return {
		file: toBase64(bytes),
		fields: Object.fromEntries([...fields].map(([name, value]) => [name, finite(value)])),
		tensors: [...tensors].map(([name, { type, shape, start, byteLength }]) => [
			name,
			...[type.name, shape, start, byteLength],
		]),
	};
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
	a.length === b.length && a.every((byte, i) => byte === b[i]);

/** JSON has no infinite number. */
const finite = (value: GgufValue): Json =>
	Array.isArray(value) ? value.map(finite) : Number.isNaN(value) ? null : value;

const used = (windows: readonly number[]): number[] => windows.filter((window) => window > 0);

/** The lab's own file of the model. Some models have no name in llama.cpp. */
async function compareWritten(model: LoadedModel): Promise<void> {
	const whole = await writeModelFolder(model, weightReader(model));
	const written = await writeGguf(whole as never, 'fuzz', 'F16').catch((error: unknown) => {
		if (error instanceof InputError) return null;
		throw error;
	});
	if (!written) return;
	const [file] = written.values();
	const after = readModelFolder(await openedFolder(await (file as Blob).bytes()));
	// llama.cpp has no windows in Phi-3, so the written context is as long as the smallest window.
	const hasWindows = after.config.windows !== undefined;
	const config = ({ padToken: _, windows = [], context, ...rest }: DecoderConfig) =>
		canonicalJson({
			...rest,
			...(hasWindows ? { windows, context } : { context: Math.min(context, ...used(windows)) }),
		});
	demand(config(after.config) === config(model.config), 'The written config differs.');
	for (const { name, shape, offset, size } of model.specs)
		for (let i = offset; i < offset + size; i++) {
			const held = model.weights[i];
			const expected = shape.length === 1 ? held : fromHalf(toHalf(held));
			demand(after.weights[i] === expected, `The written tensor ${name} differs.`);
		}
	const text = 'Straße 東京 🙂 12\n';
	const encode = ({ tokenizer }: LoadedModel) => {
		try {
			return tokenizer.encode(text).join();
		} catch (error) {
			return toMessage(error);
		}
	};
	demand(encode(after) === encode(model), 'The written tokenizer encodes otherwise.');
}

export const ggufFiles = defineTarget<Uint8Array<ArrayBuffer>>({
	name: 'gguf',
	make: makeFile,
	open,
	names: (_bytes, { message }) => /model\.gguf|config\.json|tokenizer|safetensors/.test(message),
	show: toBase64,
	reference: { script: 'gguf_files.py', packages: ['gguf', 'numpy'] },
});
