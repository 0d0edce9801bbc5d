/** JSON with the keys and values of the right answer, in any order and with any spaces. */
import { canonicalJson, isObject, parseJson, type Json } from '../json.ts';
import { InputError } from '../errors.ts';
import { defineMeasure, onOneLine, type FieldScore } from './measure.ts';

/** The first JSON object or list in an answer, or the whole answer; undefined: it has none. */
function readJson(answer: string): Json | undefined {
	const text = answer.replace(/^[\s\S]*?<\/think>/, '').trim();
	const start = text.search(/[{[]/);
	const candidates = start < 0 ? [text] : [text, text.slice(start, endOfValue(text, start))];
	for (const candidate of candidates) {
		try {
			return parseJson(candidate, (fault) => new InputError(fault));
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
		}
	}
	return undefined;
}

/** The index behind the value that begins at `start`: a model can run on after it. */
function endOfValue(text: string, start: number): number {
	let depth = 0;
	for (const { 0: token, index } of text.slice(start).matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
		if (token === '{' || token === '[') depth++;
		else if (token === '}' || token === ']') depth--;
		if (depth === 0) return start + index + token.length;
	}
	return text.length;
}

/** The values of a JSON value by their paths: `a.b`, `a[0]`. An empty object or list is a value. */
function leaves(value: Json, path = ''): (readonly [path: string, value: string])[] {
	const inner = Array.isArray(value)
		? (value as readonly Json[]).map((item, i) => [`${path}[${i}]`, item] as const)
		: isObject(value)
			? Object.entries(value).map(([key, item]) => [`${path}.${key}`, item] as const)
			: [];
	if (inner.length === 0) return [[path, canonicalJson(value)]];
	return inner.flatMap(([within, item]) => leaves(item, within));
}

/** Fields of both answers; an invented one and a missing one are wrong. */
function scoreFields(answer: string, right: string): FieldScore {
	const [found, wanted] = [readJson(answer), readJson(right)];
	if (found === undefined || wanted === undefined) return { valid: 0, keys: 0, fields: 0 };
	const [has, needs] = [new Map(leaves(found)), new Map(leaves(wanted))];
	const paths = new Set([...has.keys(), ...needs.keys()]);
	const equal = [...paths].filter((path) => has.get(path) === needs.get(path));
	const isSame = paths.size === has.size && paths.size === needs.size;
	return { valid: 1, keys: Number(isSame), fields: equal.length / paths.size };
}

export const json = defineMeasure({
	kind: 'json',
	/** Words, numbers and strings alone are also JSON. */
	suits: (answer) => /^\s*[{[]/.test(answer) && readJson(answer) !== undefined,
	open: () => ({
		read(answer) {
			const found = readJson(answer);
			return found === undefined ? null : onOneLine(JSON.stringify(found));
		},
		isRight: (answer, right) => scoreFields(answer, right).fields === 1,
		scoreFields,
	}),
});
