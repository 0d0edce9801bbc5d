/** JSON lines: one value a line, empty lines apart; a bad line is named. */
import type { Json } from '#core/json.ts';
import { wrong } from './fields.ts';

export interface JsonLine {
	/** From 1. */
	readonly line: number;
	readonly value: Json;
}

export function jsonOrUndefined(text: string): Json | undefined {
	try {
		return JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
	} catch {
		return undefined;
	}
}

/** Throws InputError that names the file and the line. */
export function jsonLines(text: string, file: string): JsonLine[] {
	const lines = text
		.replace(/^\uFEFF/, '')
		.split(/\r\n|\n|\r/)
		.map((content, i) => ({ content, line: i + 1 }))
		.filter(({ content }) => content.trim() !== '');
	return lines.map(({ content, line }, i) => {
		const value = jsonOrUndefined(content);
		if (value !== undefined) return { line, value };
		if (i === 0)
			throw wrong(
				file,
				/^\s*[[{]/.test(content)
					? `is neither JSON nor JSON lines, or was cut off on its way: line ${line} is ${begin(content)}. Give the whole file.`
					: `is neither JSON nor JSON lines: line ${line} is ${begin(content)}. A table must be saved as JSON lines first, one object for each of its rows.`,
			);
		const cut = i === lines.length - 1 ? ', or the file was cut off on its way' : '';
		throw wrong(
			`${file}: line ${line}`,
			`is no JSON${cut}: ${begin(content)}. Give one JSON object a line, and the whole file.`,
		);
	});
}

const begin = (content: string) => JSON.stringify(content.slice(0, 60));
