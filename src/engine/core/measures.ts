/**
 * All measures of skills, the choice of one for imported answers, and what each counts. A measure
 * is a file of measures/, a name in `measureKinds`, and a line of measureKinds.ts.
 */
import * as v from 'valibot';
import { mustBeOneOf } from './fields.ts';
import { InternalError } from './errors.ts';
import { isOfTexts, measureIds, measureSource, type MeasureId } from './measureKinds.ts';
import { choice } from './measures/choice.ts';
import { contains } from './measures/contains.ts';
import { continuation } from './measures/continuation.ts';
import { exact } from './measures/exact.ts';
import { loss } from './measures/loss.ts';
import { endOnOneLine, type AnswerReader, type MeasureKind } from './measures/measure.ts';
import { json } from './measures/json.ts';
import { labels } from './measures/labels.ts';
import { numberMeasure } from './measures/number.ts';
import { pattern } from './measures/pattern.ts';
import { tokens } from './measures/tokens.ts';

export type { AnswerReader, FieldScore } from './measures/measure.ts';
export { readChoice } from './measures/choice.ts';

const measureKinds = [
	choice,
	numberMeasure,
	json,
	labels,
	exact,
	contains,
	pattern,
	tokens,
	continuation,
	loss,
] as const;

type Kinds = typeof measureKinds;

type SchemasOf<T extends readonly { readonly schema: unknown }[]> = {
	[Index in keyof T]: T[Index]['schema'];
};
const schemas = measureKinds.map(({ schema }) => schema) as unknown as SchemasOf<Kinds>;
const anySchema = v.variant('kind', schemas, mustBeOneOf(measureIds));
type AnyMeasure = v.InferOutput<typeof anySchema>;
type WithPattern = Extract<AnyMeasure, { readonly pattern: string }>;
/**
 * A measure with its settings, as a skill, an experiment and a link have it. Those without settings
 * are one type, because types of experiments must not be too deep for other libraries.
 */
export type Measure =
	Readonly<WithPattern> | { readonly kind: Exclude<MeasureId, WithPattern['kind']> };
export const measureSchema = anySchema as v.GenericSchema<unknown, Measure>;

/** Measures that a visitor can choose for a skill with answers. */
export const chosenIds = measureIds.filter(
	(kind): kind is Exclude<MeasureId, 'loss' | 'continuation'> => !isOfTexts({ kind }),
);

const kindOf = ({ kind }: Pick<Measure, 'kind'>): MeasureKind =>
	measureKinds.find((known) => known.kind === kind)!;

/** The reader of a measure of generated answers. Throws InputError for a pattern with a fault. */
export async function openMeasure(measure: Measure): Promise<AnswerReader> {
	const { open } = kindOf(measure);
	if (!open) throw new InternalError(`${measure.kind} is not taken from answers.`);
	return open(measure as never);
}

/** The share of answers that must suit a measure. */
const suitedShare = 0.9;
const shownExamples = 3;
/** Short answers are labels if they are at most so many, and each comes so often on average. */
const [mostProposed, leastRepeated] = [100, 4];

/** What the right answers of a skill are like. */
export interface AnswerFacts {
	readonly count: number;
	/** Share of the answers that suit a measure, for those that an answer can suit. */
	readonly shares: { readonly [Id in MeasureId]?: number };
	/** The first ones, whole. */
	readonly first: readonly string[];
}

/** Reads right answers, one after the other. */
export class AnswerReview {
	readonly #suited = new Map<MeasureId, number>();
	readonly #first: string[] = [];
	readonly #different = new Set<string>();
	#count = 0;

	add(answer: string): void {
		this.#count++;
		if (this.#different.size <= mostProposed) this.#different.add(answer.trim());
		if (this.#first.length < shownExamples) this.#first.push(answer);
		for (const { kind } of measureKinds) {
			const { suits } = kindOf({ kind });
			if (suits) this.#suited.set(kind, (this.#suited.get(kind) ?? 0) + Number(suits(answer)));
		}
	}

	facts(): AnswerFacts {
		const shares: Partial<Record<MeasureId, number>> = {};
		for (const [kind, suited] of this.#suited) shares[kind] = suited / this.#count;
		const { size } = this.#different;
		const isLabels = size > 1 && size <= mostProposed && this.#count >= leastRepeated * size;
		if (isLabels) shares.labels = shares.exact ?? 0;
		return { count: this.#count, shares, first: this.#first };
	}
}

/** The first measure that suits nine of ten answers. Without answers there are only texts. */
export function chooseMeasure({ count, shares }: AnswerFacts): Measure {
	if (count === 0) return { kind: 'loss' };
	const kinds: readonly MeasureKind[] = measureKinds;
	const found = kinds.find(({ kind }) => (shares[kind] ?? 0) >= suitedShare);
	return found ? ({ kind: found.kind, ...found.proposed } as Measure) : { kind: 'tokens' };
}

export interface AnswerExample {
	/** On one line, its end if it is long. */
	readonly answer: string;
	/** The part that is compared; null: the measure compares the whole answer, or finds no part. */
	readonly read: string | null;
}

/** Right answers with what the measure reads of them. Throws InputError like openMeasure(). */
export async function readExamples(
	measure: Measure,
	answers: readonly string[],
): Promise<AnswerExample[]> {
	const reader = measureSource(measure) === 'generated' ? await openMeasure(measure) : null;
	return answers.map((answer) => ({
		answer: endOnOneLine(answer),
		read: reader?.read(answer) ?? null,
	}));
}
