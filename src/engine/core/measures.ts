/**
 * All measures of skills, the choice of one for imported answers, and which of them can be averaged.
 * A measure is a file of measures/ and a name in `measureKinds`.
 */
import * as v from 'valibot';
import { mustBeOneOf } from './fields.ts';
import { InternalError } from './errors.ts';
import { choice } from './measures/choice.ts';
import { contains } from './measures/contains.ts';
import { continuation } from './measures/continuation.ts';
import { exact } from './measures/exact.ts';
import { loss } from './measures/loss.ts';
import { onOneLine, type AnswerReader, type MeasureKind } from './measures/measure.ts';
import { numberMeasure } from './measures/number.ts';
import { pattern } from './measures/pattern.ts';
import { tokens } from './measures/tokens.ts';

export type { AnswerReader, MeasureSource, MeasureUnit } from './measures/measure.ts';
export { readNumber } from './measures/number.ts';
export { readChoice } from './measures/choice.ts';

/** In the order of the menu. The earlier one that suits an import's answers is chosen. */
const measureKinds = [
	choice,
	numberMeasure,
	exact,
	contains,
	pattern,
	tokens,
	continuation,
	loss,
] as const;

type Kinds = typeof measureKinds;
export type MeasureId = Kinds[number]['kind'];
export const measureIds = measureKinds.map(({ kind }) => kind);

type SchemasOf<T extends readonly { readonly schema: unknown }[]> = {
	[Index in keyof T]: T[Index]['schema'];
};
const schemas = measureKinds.map(({ schema }) => schema) as unknown as SchemasOf<Kinds>;
export const measureSchema = v.variant('kind', schemas, mustBeOneOf(measureIds));
/** A measure with its settings, as a skill, an experiment and a link have it. */
export type Measure = Readonly<v.InferOutput<typeof measureSchema>>;

/** Raw texts have no answers, and built-in ones a rule of their own. */
export function isOfTexts({ kind }: Pick<Measure, 'kind'>): boolean {
	return kind === 'loss' || kind === 'continuation';
}

/** Measures that a visitor can choose for a skill with answers. */
export const chosenIds = measureIds.filter((kind) => !isOfTexts({ kind }));

const kindOf = ({ kind }: Pick<Measure, 'kind'>): MeasureKind =>
	measureKinds.find((known) => known.kind === kind)!;
export const measureUnit = (measure: Pick<Measure, 'kind'>) => kindOf(measure).unit;
export const measureSource = (measure: Pick<Measure, 'kind'>) => kindOf(measure).from;

/** The reader of a measure of generated answers. Throws InputError for a pattern with a fault. */
export async function openMeasure(measure: Measure): Promise<AnswerReader> {
	const { open } = kindOf(measure);
	if (!open) throw new InternalError(`${measure.kind} is not taken from answers.`);
	return open(measure as never);
}

/** The share of answers that must suit a measure. */
const suitedShare = 0.9;
const shownExamples = 3;

/** How the measure of an import was chosen. */
export interface MeasureChoice {
	readonly measure: Measure;
	/** Share of the answers that suit it; null: no measure of whole answers suits enough of them. */
	readonly share: number | null;
	/** Right answers, and the part of each that is compared. */
	readonly examples: readonly AnswerExample[];
}
export interface AnswerExample {
	readonly answer: string;
	/** null: the whole answer. */
	readonly read: string | null;
}

/** Chooses a measure from right answers, one after the other. */
export class MeasureChooser {
	readonly #suited = measureKinds.map(() => 0);
	readonly #first: string[] = [];
	#count = 0;

	add(answer: string): void {
		this.#count++;
		if (this.#first.length < shownExamples) this.#first.push(answer);
		measureKinds.forEach(({ kind }, i) => {
			if (kindOf({ kind }).suits?.(answer)) this.#suited[i]++;
		});
	}

	/** Without answers there are only texts. */
	choose(): MeasureChoice {
		if (this.#count === 0) return { measure: { kind: 'loss' }, share: null, examples: [] };
		const at = this.#suited.findIndex((suited) => suited >= suitedShare * this.#count);
		const measure = { kind: at < 0 ? 'tokens' : measureKinds[at].kind } as Measure;
		return {
			measure,
			share: at < 0 ? null : this.#suited[at] / this.#count,
			examples: this.#first.map((answer) => readExample(measure, answer)),
		};
	}
}

function readExample(measure: Measure, answer: string): AnswerExample {
	const { open } = kindOf(measure);
	const reader = open?.(measure as never);
	const read = reader && !(reader instanceof Promise) ? reader.read(answer) : null;
	return { answer: onOneLine(answer), read };
}
