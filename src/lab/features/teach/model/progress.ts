/** How far a visitor is in each lesson, and the teacher's own lessons, in the browser's storage. */
import * as v from 'valibot';
import { object, recordOf, text, whole } from '#engine/core/fields.ts';

const value = v.union([v.number(), v.string(), v.boolean()]);
const progressSchema = object({
	/** The index of the current step; the number of steps after the last. */
	step: whole(0, 20),
	kept: recordOf(v.number()),
	/** By step, then by the source of an expression: its value when the step was read. */
	values: recordOf(recordOf(value)),
	/** −1: the visitor went on without a guess. */
	choice: v.nullable(whole(-1, 10)),
	/** Choices of the transfer question, at the first step and at the end. */
	transfer: v.exactOptional(
		object({ before: v.exactOptional(whole(0, 10)), after: v.exactOptional(whole(0, 10)) }),
	),
	/** The number of curves when the visitor guessed. */
	before: v.exactOptional(whole(0, 100)),
	/** The run that the lesson used last. */
	run: v.nullable(text(100)),
	/** The question's measure over the steps of each run of the lesson. */
	curves: v.array(object({ run: text(100), points: v.array(v.tuple([v.number(), v.number()])) })),
	/** Instead of the lesson's seed: the link gives each visitor another one. */
	seed: v.exactOptional(whole(0, Number.MAX_SAFE_INTEGER)),
	/** The visitor has reached the end once. */
	finished: v.boolean(),
});
export type Progress = Readonly<v.InferOutput<typeof progressSchema>>;
const ownSchema = object({
	id: text(100),
	file: v.string(),
	text: v.string(),
	/** Of the file that a link named, beside the page. */
	address: v.exactOptional(text(2000)),
});
/** The value; nothing if it cannot be read, which costs no other entry. */
function readable<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T>[] {
	const result = v.safeParse(schema, value);
	return result.success ? [result.output] : [];
}
const storedSchema = object({
	/** The lesson in the column; null: none. */
	open: v.nullable(text(100)),
	lessons: v.pipe(
		recordOf(v.unknown()),
		v.transform((lessons) =>
			Object.fromEntries(
				Object.entries(lessons).flatMap(([id, progress]) =>
					readable(progressSchema, progress).map((read) => [id, read] as const),
				),
			),
		),
	),
	/** Lessons from files and links, newest first. */
	own: v.pipe(
		v.array(v.unknown()),
		v.transform((lessons) => lessons.flatMap((lesson) => readable(ownSchema, lesson))),
	),
});
export type StoredLessons = Readonly<v.InferOutput<typeof storedSchema>>;

export const start: Progress = {
	step: 0,
	kept: {},
	values: {},
	choice: null,
	run: null,
	curves: [],
	finished: false,
};
const empty: StoredLessons = { open: null, lessons: {}, own: [] };
const key = 'skillet.lessons';

export function readStored(storage: { getItem(key: string): string | null }): StoredLessons {
	try {
		const result = v.safeParse(storedSchema, JSON.parse(storage.getItem(key) ?? 'null'));
		return result.success ? result.output : empty;
	} catch {
		return empty;
	}
}
export const writeStored = (
	storage: { setItem(key: string, text: string): void },
	stored: StoredLessons,
): void => storage.setItem(key, JSON.stringify(stored));
