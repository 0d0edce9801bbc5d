/** The contract of a measure: what counts as right in a skill, and how it is taken. */
import * as v from 'valibot';
import { object } from '../fields.ts';
import type { MeasureId } from '../measureKinds.ts';

/** Reads answers for one measure with its settings. */
export interface AnswerReader {
	/** The part of an answer that is compared; null: it has none. */
	readonly read: (answer: string) => string | null;
	readonly isRight: (answer: string, right: string) => boolean;
	/** For answers with fields. */
	readonly scoreFields?: (answer: string, right: string) => FieldScore;
}

/** How much of an answer with fields is right, each from 0 to 1. */
export interface FieldScore {
	readonly valid: number;
	/** It has the keys of the right answer, and no others. */
	readonly keys: number;
	readonly fields: number;
}

interface Definition<Kind extends MeasureId, Settings> {
	readonly kind: Kind;
	/** Whether a right answer suggests this measure (`chooseMeasure`). Absent: none does. */
	readonly suits?: (answer: string) => boolean;
	/** Its settings as such a choice. */
	readonly proposed?: object;
	/** Loads what the reader needs. Throws InputError if the settings cannot be used. */
	readonly open?: (settings: Settings) => AnswerReader | Promise<AnswerReader>;
}

/** A measure of a registry, whatever its settings. */
export interface MeasureKind extends Definition<MeasureId, never> {
	readonly schema: v.GenericSchema;
}

type Entries<Kind extends MeasureId, E extends v.ObjectEntries> = {
	readonly kind: v.LiteralSchema<Kind, undefined>;
} & E;

export function defineMeasure<
	const Kind extends MeasureId,
	const E extends v.ObjectEntries = Record<never, never>,
>({
	settings = {} as E,
	...definition
}: Definition<Kind, v.InferOutput<v.StrictObjectSchema<E, undefined>>> & {
	/** Its fields beside `kind`. */
	readonly settings?: E;
}) {
	const entries: Entries<Kind, E> = { kind: v.literal(definition.kind), ...settings };
	return { ...definition, schema: object(entries) };
}

const mostShown = 60;
const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A text on one line, its start if it is long. */
export const onOneLine = (text: string): string => {
	const line = squeezed(text);
	return line.length > mostShown ? `${line.slice(0, mostShown - 1)}…` : line;
};
/** Its end, where long answers have what counts. */
export const endOnOneLine = (text: string): string => {
	const line = squeezed(text);
	return line.length > mostShown ? `…${line.slice(1 - mostShown)}` : line;
};
