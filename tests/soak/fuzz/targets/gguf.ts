/** GGUF files of gguf.py, changed in their head or anywhere. An accepted one has finite weights. */
import { readdirSync, readFileSync } from 'node:fs';
import { joinBytes, toBase64 } from '#engine/core/bytes.ts';
import { openedFolder } from '../../../support/ggufFiles.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import type { Chance } from '../chance.ts';
import { mutatedBytes } from '../mutate.ts';
import { defineTarget, demand } from '../target.ts';

const golden = new URL('../../../golden/gguf/', import.meta.url);
const files = readdirSync(golden)
	.filter((name) => name.endsWith('.gguf'))
	.map((name) => new Uint8Array(readFileSync(new URL(name, golden))));
/** Bytes that hold the first settings: a change of a long vocabulary is mostly harmless. */
const head = 1500;

function makeFile(chance: Chance): Uint8Array<ArrayBuffer> {
	const whole = chance.one(files);
	if (chance.is(0.03)) return whole;
	if (chance.is(0.4)) return mutatedBytes(whole, chance);
	const changed = mutatedBytes(whole.subarray(0, head), chance);
	return joinBytes([changed, whole.subarray(head)]);
}

export const ggufFiles = defineTarget<Uint8Array<ArrayBuffer>>({
	name: 'gguf',
	make: makeFile,
	async open(bytes) {
		const { weights, tokenizer, config } = readModelFolder(await openedFolder(bytes));
		demand(tokenizer.end < config.vocabulary, 'A marker is no token.');
		demand(
			weights.every((value) => Number.isFinite(value)),
			'A weight is not finite.',
		);
	},
	names: (_bytes, { message }) => /model\.gguf|config\.json|tokenizer|safetensors/.test(message),
	show: toBase64,
});
