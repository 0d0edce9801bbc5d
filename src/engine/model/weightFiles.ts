/** The weights of a model folder: one safetensors file, or several parts with an index. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { recordOf } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import { parseJson } from '#engine/core/json.ts';

export const singleFile = 'model.safetensors';
/** Maps each tensor to the part that has it. */
export const indexFile = 'model.safetensors.index.json';

/** model-00001-of-00002.safetensors, as transformers names parts. */
const partName = /^model-\d{5}-of-\d{5}\.safetensors$/;
export const isPart = (name: string): boolean => partName.test(name);

/** The files that have weights. Like transformers, the lab prefers the single file. */
export function weightFiles(files: Iterable<string>): string[] {
	const names = [...files];
	return names.includes(singleFile) ? [singleFile] : names.filter(isPart).sort();
}

/**
 * The tensors of all weight files. `files`: the names in the folder; `read`: the tensors of one of
 * them. Throws InputError.
 */
export function collectTensors<T>(
	files: readonly string[],
	index: Uint8Array | undefined,
	read: (file: string) => ReadonlyMap<string, T>,
): Map<string, T> {
	if (files.includes(singleFile)) return new Map(read(singleFile));
	if (!index) throw missing(files.filter(isPart).sort());
	const map = toMap(index);
	const parts = new Map<string, ReadonlyMap<string, T>>();
	for (const name of new Set(Object.values(map))) {
		if (!files.includes(name)) throw wrongIndex(say('lists {name}, which is missing', { name }));
		parts.set(name, read(name));
	}
	return new Map(
		Object.entries(map).map(([tensor, file]) => {
			const stored = parts.get(file)!.get(tensor);
			if (stored) return [tensor, stored];
			throw wrongIndex(
				say('says that {tensor} is in {file}, but it is not there', { tensor, file }),
			);
		}),
	);
}

const schema = v.looseObject({ weight_map: recordOf(v.pipe(v.string(), v.regex(partName))) });

function toMap(index: Uint8Array): Readonly<Record<string, string>> {
	const json = parseJson(new TextDecoder().decode(index), (fault) =>
		wrongIndex(say('is {fault}', { fault })),
	);
	const read = v.safeParse(schema, json);
	if (read.success) return read.output.weight_map;
	throw wrongIndex(say('has no weight_map from tensors to model-…-of-….safetensors'));
}

const wrongIndex = (what: Message) =>
	new InputError(
		say('{indexFile} {what}. Choose all files of one model, or download it again.', {
			indexFile,
			what,
		}),
		{ file: indexFile },
	);

const missing = (parts: readonly string[]) =>
	parts.length === 0
		? new InputError(
				say(
					'The folder has no {singleFile}. Choose a folder with config.json, tokenizer.json, tokenizer_config.json and {singleFile}.',
					{ singleFile },
				),
				{ files: [singleFile] },
			)
		: new InputError(
				say(
					'The weights are in {parts}, but {indexFile}, which lists them, is missing. Choose all files of the folder.',
					{ parts: parts.join(', '), indexFile },
				),
				{ files: [indexFile] },
			);
