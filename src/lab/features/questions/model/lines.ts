/** The lines of files of questions, answers and scores. Errors name file, line and field. */
import type * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { anyObject, checkedBy } from '#engine/core/fields.ts';
import { parseJson, type JsonObject } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';

/** A part of a file in words, such as a line, and the path of a field inside it. */
export type Path = string | Message;
/** The path of a field below another: path`${where}.id`. Only the part of the file has words. */
export const path = (
	parts: TemplateStringsArray,
	...values: readonly (Path | number)[]
): Message => {
	const all = parts.flatMap((part, i) => (i < values.length ? [part, values[i]] : [part]));
	return { id: all.map((_, i) => `{${i}}`).join(''), values: { ...all } as unknown as JsonObject };
};
/** `checkedBy` for a field in a file. */
export const checkedAt = <T extends v.GenericSchema>(
	schema: T,
	value: unknown,
	where: Path,
): v.InferOutput<T> =>
	checkedBy(schema, value, '', (field, message) => {
		const inside = field.startsWith('[') ? field : `.${field}`;
		return fieldError(field === 'content' ? where : path`${where}${inside}`, message);
	});

interface Line {
	/** Its file and its number, for errors. */
	readonly where: Path;
	readonly value: JsonObject;
}

/** The values of JSON lines. Throws InputError that names the file and the line. */
export function readLines(content: string, file: string): readonly Line[] {
	const lines = content.split(/\r\n|\n|\r/).flatMap((text, i): Line[] => {
		if (text.trim() === '') return [];
		const where = path`${file}: ${say('line {line}', { line: i + 1 })}`;
		const value = parseJson(text, (fault) =>
			fieldError(where, say('is {fault}. Give one whole JSON object per line.', { fault })),
		);
		return [{ where, value: checkedAt(anyObject(say('a JSON object')), value, where) }];
	});
	if (lines.length === 0) throw fieldError(file, say('is empty. Choose another file.'));
	return lines;
}

export const toLines = (values: readonly unknown[]): string =>
	values.map((value) => `${JSON.stringify(value)}\n`).join('');
