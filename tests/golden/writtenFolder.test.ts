/** Folders of GGUF files in transformers (writtenFolder.py): the same files, ids and logits. */
import { expect, test } from 'vitest';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { createMarkedEncoder } from '#engine/model/tokenizer.ts';
import { difference, floats, readLogits, tolerance } from './architecturesChecks.ts';
import { modelFolders, tokenizerFolders } from './writtenFolderCases.ts';
import golden from './writtenFolder.json' with { type: 'json' };

const rerun =
	'the lab writes other files than transformers has read: run tests/golden/writtenFolder.ts';
const hashes = (files: ReadonlyMap<string, Uint8Array>) =>
	Object.fromEntries(Array.from(files, ([file, bytes]) => [file, sha256Hex(bytes)]));
interface ReadTokenizer {
	readonly files: Readonly<Record<string, string>>;
	readonly ids: readonly (readonly number[])[];
	readonly chat: readonly number[];
}
const tokenizers = golden.tokenizers as Readonly<Record<string, ReadTokenizer>>;
const models = golden.models as Readonly<
	Record<string, { readonly files: Readonly<Record<string, string>>; readonly logits: string }>
>;

test.each(tokenizerFolders)(
	'AutoTokenizer reads the written tokenizer of $name as the lab does',
	({ name, files, texts, stored, begin }) => {
		const read = tokenizers[name];
		expect(hashes(files), rerun).toEqual(read.files);
		// Both read the name of a special token in a text as the token.
		const encoder = createMarkedEncoder(stored);
		expect(read.ids).toHaveLength(texts.length);
		for (const [i, text] of texts.entries())
			expect([...(begin === null ? [] : [begin]), ...encoder.encode(text).ids], text).toEqual(
				read.ids[i],
			);
		expect(encoder.encode('the fox<end>jumps<end>').ids).toEqual(read.chat);
	},
);

test.each(modelFolders)(
	'AutoModelForCausalLM reads the written folder of $name as the lab does',
	async ({ name, tokens, open }) => {
		const { model, files } = await open();
		expect(hashes(files), rerun).toEqual(models[name].files);
		const decoder = await DecoderOnDevice.open(await openNodeDevice(), model.config, model.specs);
		const weights = await decoder.upload('weights', model.weights);
		const logits = await readLogits(decoder, weights, { examples: [{ tokens, promptLength: 1 }] });
		decoder.dispose();
		expect(difference(logits, floats(models[name].logits))).toBeLessThan(tolerance);
	},
);
