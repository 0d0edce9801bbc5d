/**
 * The marks in a judge's reply. Text around the JSON is ignored. A missing category, a mark outside
 * the scale, or two different sets of marks is an error: no mark is guessed.
 */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import type { Category } from '../categories.ts';
import type { MarkScale } from './settings.ts';

export interface JudgeMark {
	/** In [0, 1]. */
	readonly value: number;
	/** Empty if the judge gives none. */
	readonly reason: string;
}
export type JudgeMarks = ReadonlyMap<Category, JudgeMark>;

const ends = { unit: [0, 1], ten: [1, 10] } as const;
const longestReason = 2000;
/** Limits of the search for JSON, for a reply of a million braces. */
const longestText = 100_000;
const mostObjects = 100;

/** Throws InputError that names the fault. */
export function parseMarks(
	reply: string,
	asked: readonly Category[],
	scale: MarkScale,
): JudgeMarks {
	const candidates = jsonObjects(withoutThoughts(reply).slice(0, longestText))
		.map(byLowerName)
		.filter((candidate) => asked.some((category) => candidate.has(category)));
	if (candidates.length === 0)
		throw new InputError('there is no JSON object with the categories in it.');
	const twice = asked.find((category) => candidates.some((one) => one.get(category) === several));
	if (twice !== undefined) throw new InputError(`it holds ${twice} twice.`);
	const marks = v.object(
		Object.fromEntries(asked.map((category) => [category, markOf(category, scale)])),
		({ path }) => `${String(path?.[0].key)} is missing.`,
	);
	const read = candidates.map((one) => v.safeParse(marks, Object.fromEntries(one)));
	const good = read.flatMap(({ success, output }) => (success ? [output] : []));
	if (good.length === 0) throw new InputError(read.at(-1)!.issues![0].message);
	if (good.some((other) => asked.some((name) => other[name].value !== good[0][name].value)))
		throw new InputError('it holds two different sets of marks.');
	return new Map(asked.map((category) => [category, good[0][category]]));
}

/** Reasoning models can write drafts of marks before their answer. */
const withoutThoughts = (text: string): string => text.replace(/^\s*<think>[\s\S]*?<\/think>/, '');

/** Marks a name that occurs twice, with different case. */
const several = Symbol('several');

function byLowerName(found: object): ReadonlyMap<string, unknown> {
	const values = new Map<string, unknown>();
	for (const [name, value] of Object.entries(found)) {
		const lower = name.trim().toLowerCase();
		values.set(lower, values.has(lower) ? several : (value as unknown));
	}
	return values;
}

/** `{mark, reason}`, or the mark alone. */
function markOf(category: Category, scale: MarkScale) {
	const [low, high] = ends[scale];
	const noNumber = `the mark of ${category} is no number.`;
	return v.pipe(
		v.unknown(),
		v.transform((given) => (typeof given === 'number' ? { mark: given } : given)),
		v.object(
			{
				mark: v.pipe(
					v.number(noNumber),
					v.finite(noNumber),
					v.check(
						(mark) => mark >= low && mark <= high,
						({ input }) =>
							`the mark of ${category} is ${input}, which is outside ${low} to ${high}.`,
					),
				),
				reason: v.fallback(v.string(), ''),
			},
			noNumber,
		),
		v.transform(({ mark, reason }): JudgeMark => ({
			value: (mark - low) / (high - low),
			reason: reason.slice(0, longestReason),
		})),
	);
}

/** Every outermost {…} in the text that is JSON, in order. */
function jsonObjects(text: string): readonly object[] {
	const found: object[] = [];
	let tries = 0;
	for (
		let from = text.indexOf('{');
		from >= 0 && tries++ < mostObjects;
		from = text.indexOf('{', from)
	) {
		const to = closing(text, from);
		const object = to < 0 ? null : objectOf(text.slice(from, to));
		if (object) found.push(object);
		from = object ? to : from + 1;
	}
	return found;
}

function objectOf(json: string): object | null {
	try {
		return JSON.parse(json) as object;
	} catch {
		return null;
	}
}

/** The index after the brace that closes the brace at `from`. −1: it is not closed. */
function closing(text: string, from: number): number {
	let depth = 0;
	let quoted = false;
	for (let i = from; i < text.length; i++) {
		const character = text[i];
		if (quoted) {
			if (character === '\\') i++;
			else if (character === '"') quoted = false;
		} else if (character === '"') quoted = true;
		else if (character === '{') depth++;
		else if (character === '}' && --depth === 0) return i + 1;
	}
	return -1;
}
