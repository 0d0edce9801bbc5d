/** The contract of a measure: what counts as right in a skill, and how it is taken. */
import * as v from 'valibot';
import { object } from '../fields.ts';

/**
 * What a measure counts. Shares of right answers can be averaged with each other, however they are
 * taken. A share of next tokens says something else, and so does a loss.
 */
export type MeasureUnit = 'answers' | 'tokens' | 'loss';

/**
 * forced: from the losses' pass, in which the model reads the right answer. generated: from answers
 * that it writes. rule: from texts that it continues, by the skill's own rule.
 */
export type MeasureSource = 'forced' | 'generated' | 'rule';

/** Reads answers for one measure with its settings. */
export interface AnswerReader {
	/** The part of an answer that is compared; null: it has none. */
	readonly read: (answer: string) => string | null;
	readonly isRight: (answer: string, right: string) => boolean;
}

interface Definition<Kind extends string, Settings> {
	readonly kind: Kind;
	readonly unit: MeasureUnit;
	readonly from: MeasureSource;
	/** Whether a right answer suggests this measure (`chooseMeasure`). Absent: none does. */
	readonly suits?: (answer: string) => boolean;
	/** Loads what the reader needs. Throws InputError if the settings cannot be used. */
	readonly open?: (settings: Settings) => AnswerReader | Promise<AnswerReader>;
}

/** A measure of a registry, whatever its settings. */
export interface MeasureKind extends Definition<string, never> {
	readonly schema: v.GenericSchema;
}

type Entries<Kind extends string, E extends v.ObjectEntries> = {
	readonly kind: v.LiteralSchema<Kind, undefined>;
} & E;

export function defineMeasure<
	const Kind extends string,
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
