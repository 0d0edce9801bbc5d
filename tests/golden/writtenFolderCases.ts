/** Folders of GGUF files as the lab writes them: small tokenizers and models of each family. */
import { readFileSync } from 'node:fs';
import { completeTexts } from '../../src/engine/model/completeTexts.ts';
import { weightReader, writeModelFolder } from '../../src/engine/model/folder.ts';
import type { GgufValue } from '../../src/engine/model/gguf/header.ts';
import { readTokens, writeTokens } from '../../src/engine/model/gguf/tokens.ts';
import { readModelFolder } from '../../src/engine/model/readFolder.ts';
import { readTokenizer } from '../../src/engine/model/tokenizer.ts';
import type { TokenizerJson } from '../../src/engine/model/tokenizerChecks.ts';
import { folderBytes } from '../support/folderBytes.ts';
import { ggufBytes, openedFolder } from '../support/ggufFiles.ts';
import tokenization from './tokenization.json' with { type: 'json' };

type Files = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
const bytes = (text: string) => new TextEncoder().encode(text);

/** What llama.cpp has no name for in the lab. */
const withoutName = ['deepseek', 'o200k'];
/** SentencePiece models write a begin token before each text. */
const isBegun = (family: string) => /llama|gemma/.test(family) && family !== 'llama3';

/** A tokenizer after it was in a GGUF file, as it is stored and as it is written. */
function tokenizerFolder(json: TokenizerJson, begins: boolean) {
	const config = {
		eos_token: '<end>',
		unk_token: '<unk>',
		...(begins && { bos_token: '<end>' }),
		chat_template: '{% for m in messages %}{{ m.content }}<end>{% endfor %}',
	};
	const tokenizer = readTokenizer(json, config);
	const written = writeTokens(json, config, tokenizer, { rows: 400, isBegun: begins });
	const fields = new Map<string, GgufValue>(
		Array.from(written, ([name, { value }]) => [name, value as GgufValue]),
	);
	fields.set('tokenizer.chat_template', config.chat_template);
	const stored = readTokens({ file: 'tiny.gguf', fields, tensors: new Map() });
	const texts = completeTexts(
		new Map([
			// transformers must not make the tokenizer that this architecture usually has.
			['config.json', '{"model_type":"llama"}'],
			['tokenizer.json', JSON.stringify(stored.tokenizer)],
			['tokenizer_config.json', JSON.stringify(stored.config)],
		]),
	);
	return {
		stored: stored.tokenizer,
		begin: readTokenizer(stored.tokenizer, stored.config).begin,
		files: new Map(Array.from(texts, ([name, text]) => [name, bytes(text)])) as Files,
	};
}

export const tokenizerFolders = Object.entries(tokenization.families)
	.filter(([name]) => !withoutName.includes(name))
	.map(([name, family]) => ({
		name,
		texts: (family.encodings as unknown as [string][]).map(([text]) => text),
		...tokenizerFolder(family.tokenizer as unknown as TokenizerJson, isBegun(name)),
	}));

const json = (path: string): unknown =>
	JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const cases = json('gguf/cases.json') as readonly {
	readonly file: string;
	readonly golden: string;
	readonly case: number;
}[];

export const modelFolders = cases.map(({ file, golden, case: index }) => {
	const { cases } = json(`architectures/${golden}.json`) as {
		readonly cases: readonly { readonly examples: readonly { readonly tokens: number[] }[] }[];
	};
	return {
		name: file,
		tokens: cases[index].examples[0].tokens,
		open: async () => {
			const model = readModelFolder(await openedFolder(ggufBytes(`golden/gguf/${file}.gguf`)));
			const files = await folderBytes(await writeModelFolder(model, weightReader(model)));
			return { model, files };
		},
	};
});
