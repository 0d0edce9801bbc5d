/** A GGUF file and files of rows from disk, as the page would open them. */
import { openAsBlob, readFileSync } from 'node:fs';
import path from 'node:path';
import { joinBytes } from '../../src/engine/core/bytes.ts';
import { InputError } from '../../src/engine/core/errors.ts';
import { asMessage } from '../../src/engine/core/message.ts';
import { encodeSkill } from '../../src/engine/data/encode.ts';
import type { EncodedSkill } from '../../src/engine/data/encoded.ts';
import type { Example } from '../../src/engine/data/example.ts';
import { byPart, type Part } from '../../src/engine/data/skill.ts';
import type { LoadedModel } from '../../src/engine/model/folder.ts';
import { ggufFolder, readGguf, unpackWeights } from '../../src/engine/model/gguf.ts';
import { readModelFolder } from '../../src/engine/model/readFolder.ts';
import type { Tokenizer } from '../../src/engine/model/tokenizer.ts';
import { importFile } from '../../src/lab/features/library/model/importFile.ts';
import { inspectFile } from '../../src/lab/features/library/model/inspectFile.ts';

export async function openGgufOnDisk(file: string): Promise<LoadedModel> {
	const bytes = new Uint8Array(readFileSync(file));
	const read = (from: number, to: number) => Promise.resolve(bytes.slice(from, to));
	const content = await readGguf(read, bytes.length, path.basename(file));
	const { weights, firstByte } = ggufFolder(content);
	const blocks = async function* () {
		yield bytes.subarray(firstByte, firstByte + weights.bytes);
	};
	const parts: Uint8Array<ArrayBuffer>[] = [];
	for await (const part of unpackWeights(weights, content.texts.get('config.json')!, blocks))
		parts.push(part.slice());
	const files = new Map([...content.texts, ['model.safetensors', joinBytes(parts)]]);
	return readModelFolder(files);
}

const files = ['gsm8k.jsonl', 'code_alpaca_2k.json', 'svamp.json', 'alpaca_seed_tasks.jsonl'];

/** Imports the files with the settings that the page proposes, and a tenth held out. */
export async function readRealSkills(
	folder: string,
	tokenizer: Tokenizer,
	context: number,
): Promise<EncodedSkill[]> {
	const skills: EncodedSkill[] = [];
	for (const name of files) {
		const file = new File([await openAsBlob(path.join(folder, name))], name);
		const { mapping } = await inspectFile(file);
		if (!mapping) throw new InputError(asMessage(`${name}: no shape of rows was recognised.`));
		const examples = byPart((): Example[] => []);
		const { info } = await importFile({
			file,
			mapping,
			options: {
				name: path.parse(name).name,
				role: 'domain',
				heldOutShare: 0.1,
				maskPrivate: false,
				seed: 1,
			},
			sink: { append: (part, more) => Promise.resolve(void examples[part].push(...more)) },
		});
		const source = {
			info,
			async *read(part: Part) {
				await Promise.resolve();
				yield examples[part];
			},
		};
		skills.push(await encodeSkill(source, 'train', tokenizer, context));
	}
	return skills;
}
