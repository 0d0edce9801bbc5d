/**
 * Model folders with a changed config or changed weights, and folders with a changed tokenizer. An
 * accepted model computes a loss, and an accepted tokenizer encodes texts.
 */
import { canonicalJson, type Json } from '#engine/core/json.ts';
import { lossReference } from '../../../reference/decoder.ts';
import { tinyModelFolder } from '../../../../src/lab/worker/tinyModel.test-support.ts';
import type { Chance } from '../chance.ts';
import { mutatedBytes, mutatedJson, mutatedText } from '../mutate.ts';
import { defineTarget, demand, type FuzzTarget } from '../target.ts';
import { jsonText, oddText, slowPattern } from '../values.ts';
import { ConversationError } from '#engine/model/chatTemplate.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';

type Folder = ReadonlyMap<string, Uint8Array>;
interface FolderCase {
	readonly folder: Folder;
	readonly text: string;
	/** A pattern that may never end: the lab encodes with it where it can be ended. */
	readonly isSlow?: boolean;
}

const valid = tinyModelFolder();
const toJson = (name: string): Json =>
	JSON.parse(new TextDecoder().decode(valid.get(name))) as Json;
const toBytes = (text: string) => new TextEncoder().encode(text);
const config = toJson('config.json');
const tokenizerConfig = toJson('tokenizer_config.json');
const tokenizers = otherTokenizers(toJson('tokenizer.json') as { readonly [name: string]: Json });

function makeModel(chance: Chance): FolderCase {
	const folder = new Map(valid);
	const weights = valid.get('model.safetensors')!;
	switch (chance.below(8)) {
		case 0:
			folder.set('model.safetensors', mutatedBytes(weights, chance));
			break;
		case 1:
		case 2:
		case 3:
			folder.set('model.safetensors', withHeader(weights, chance));
			break;
		case 4:
			folder.set('config.json', mutatedBytes(toBytes(jsonText(config)), chance));
			break;
		default:
			folder.set('config.json', toBytes(jsonText(mutatedJson(config, chance))));
	}
	if (chance.is(0.03)) folder.delete(chance.one([...folder.keys()]));
	return { folder, text: 'Text' };
}

/** The header's JSON changed, with the right length before it. */
export function withHeader(file: Uint8Array<ArrayBuffer>, chance: Chance): Uint8Array<ArrayBuffer> {
	const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
	const json = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Json;
	const text = jsonText(mutatedJson(json, chance));
	const header = toBytes(chance.is(0.1) ? mutatedText(text, chance) : text);
	const changed = new Uint8Array(8 + header.length + file.length - 8 - length);
	new DataView(changed.buffer).setBigUint64(0, BigInt(header.length), true);
	changed.set(header, 8);
	changed.set(file.subarray(8 + length), 8 + header.length);
	return changed;
}

function makeTokenizer(chance: Chance): FolderCase {
	const folder = new Map(valid);
	const chosen = chance.one(tokenizers);
	const isSlow = chance.is(0.3);
	const patterned = isSlow
		? (JSON.parse(
				JSON.stringify(chosen).replace(
					/"Regex":"(?:[^"\\]|\\.)*"/g,
					() => `"Regex":${JSON.stringify(slowPattern(chance))}`,
				),
			) as Json)
		: chosen;
	const text = jsonText(chance.is(0.9) ? mutatedJson(patterned, chance) : patterned);
	folder.set('tokenizer.json', toBytes(chance.is(0.1) ? mutatedText(text, chance) : text));
	if (chance.is(0.2))
		folder.set('tokenizer_config.json', toBytes(jsonText(mutatedJson(tokenizerConfig, chance))));
	return { folder, text: oddText(chance).slice(0, 2000), isSlow };
}

/** The byte tokenizer, and forms of it with the other parts of a tokenizer.json. */
function otherTokenizers(bytes: { readonly [name: string]: Json }): readonly Json[] {
	const { model } = bytes as { readonly model: { readonly [name: string]: Json } };
	const regex = { Regex: "'s|\\p{L}+|\\p{N}{1,3}|[^\\s\\p{L}]+" };
	const merged = { ...model, merges: ['a b', ['c', 'd']], vocab: makeVocabulary(model) };
	return [
		bytes,
		{ ...bytes, model: merged },
		{
			...bytes,
			normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }] },
			pre_tokenizer: {
				type: 'Sequence',
				pretokenizers: [
					{ type: 'Split', pattern: regex, behavior: 'Isolated', invert: false },
					{ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
				],
			},
		},
		{
			...bytes,
			normalizer: replacing(' ', '\u2581'),
			pre_tokenizer: null,
			decoder: {
				type: 'Sequence',
				decoders: [replacing('\u2581', ' '), { type: 'ByteFallback' }, { type: 'Fuse' }],
			},
			model: { ...model, byte_fallback: true, vocab: fallbackVocabulary() },
		},
	];
}
function replacing(pattern: string, content: string): Json {
	return { type: 'Replace', pattern: { String: pattern }, content };
}
/** Tokens for all bytes, from id 0 on. */
function fallbackVocabulary(): Json {
	const name = (_: unknown, byte: number) =>
		`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
	return Object.fromEntries(Array.from({ length: 256 }, name).map((token, id) => [token, id]));
}
/** Two ids of rarely used bytes go to the merged tokens. */
function makeVocabulary({ vocab }: { readonly [name: string]: Json }): Json {
	const keptWords = Object.entries(vocab as Record<string, number>).filter(([, id]) => id > 1);
	return { ...Object.fromEntries(keptWords), ab: 0, cd: 1 };
}

/** null: the tokenizer has no token for a character. The lab leaves such a row out. */
function encoded(tokenizer: Tokenizer, text: string): readonly number[] | null {
	try {
		return tokenizer.encode(text);
	} catch (error) {
		if (error instanceof ConversationError) return null;
		throw error;
	}
}

const sameBits = (a: Float32Array, b: Float32Array) =>
	a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

function openFolder({ folder, text, isSlow = false }: FolderCase): Json {
	const again = readModelFolder(folder);
	const texts: Json[] = [];
	const { config: decoder, specs, weights, tokenizer } = readModelFolder(folder);
	for (const content of [text, 'Text, and a b 12!', 'é\u0301 👩‍👩‍👧\n', 'a'.repeat(3000)]) {
		const ids = isSlow && content.length > 20 ? null : encoded(tokenizer, content);
		if (!ids) continue;
		demand(
			ids.every((id) => Number.isInteger(id) && id >= 0 && id < decoder.vocabulary),
			`An id of the text “${content.slice(0, 40)}” is outside the vocabulary.`,
		);
		const decoded = tokenizer.decode(ids);
		demand(
			canonicalJson(again.tokenizer.encode(content)) === canonicalJson(ids) &&
				again.tokenizer.decode(ids) === decoded,
			'The second reading has other tokens.',
		);
		texts.push([content, ids, decoded]);
	}
	demand(sameBits(weights, again.weights), 'The second reading has other weights.');
	const { end, begin } = tokenizer;
	demand(end < decoder.vocabulary && (begin ?? 0) < decoder.vocabulary, 'A marker is no token.');
	const example = { tokens: [begin ?? 0, 1, 2, end], targets: [0, 1, 1, 1] };
	const loss = lossReference(decoder, specs, Float64Array.from(weights), [example]);
	demand(Number.isFinite(loss), `The loss is ${loss}.`);
	return { tokenizer: new TextDecoder().decode(folder.get('tokenizer.json')), texts };
}

const names: FuzzTarget<FolderCase>['names'] = (_input, { message }) =>
	/config\.json|tokenizer\.json|tokenizer_config\.json|model\.safetensors/.test(message);

const show = ({ folder, text }: FolderCase): string =>
	[...folder]
		.filter(([name, bytes]) => bytes !== valid.get(name))
		.map(([name, bytes]) => `${name}\n${new TextDecoder().decode(bytes)}`)
		.join('\n---\n') + `\n--- text\n${text}`;

export const modelFolders = defineTarget<FolderCase>({
	name: 'models',
	make: makeModel,
	open: openFolder,
	names,
	show,
});
export const tokenizerFiles = defineTarget<FolderCase>({
	name: 'tokenizers',
	make: makeTokenizer,
	open: openFolder,
	names,
	show,
	reference: { script: 'tokenizer_files.py', packages: ['tokenizers'] },
});
