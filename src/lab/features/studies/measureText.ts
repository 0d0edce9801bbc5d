/** Names of a report's measures, and their numbers as text. */
import { withSign } from '#languages/format.ts';
import type { Measure, MeasureId, Unit as AnyUnit } from './model/measures.ts';
import { reportText } from './reportText.ts';

type Unit = Measure['unit'];

/** `+4.2`, `−0.031`: in percentage points or nats. */
export const differenceValue = (value: number, unit: AnyUnit) =>
	unit === 'share' ? withSign(100 * value, 1) : withSign(value, 3);
/** `+4.2 points`, `−0.031 nats`. */
export const differenceText = (value: number, unit: Unit) =>
	reportText.difference({ value: differenceValue(value, unit), unit });
/** An amount without a sign: `2.0 points`. */
export const amountText = (amount: number, unit: Unit): string =>
	reportText.difference({
		value: unit === 'share' ? (100 * amount).toFixed(1) : amount.toFixed(3),
		unit,
	});

/** Four digits; `< 0.0001` below them. */
export const pText = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(4));
export const pPhrase = (p: number): string => (p < 0.0001 ? 'p < 0.0001' : `p = ${p.toFixed(4)}`);

const { titles, titlesInside, phrases, about } = reportText.measures;

/** The values of a title's message. `base` and `final` are 0 if the measure has no `examples`. */
interface MeasureValues extends Measure {
	readonly base: number;
	readonly final: number;
}
type Word = string | ((values: MeasureValues) => string);
const wordOf = (word: Word, measure: Measure): string =>
	typeof word === 'string' ? word : word({ base: 0, final: 0, ...measure.examples, ...measure });

/** The measure's name in titles. */
export const measureTitle = (measure: Measure): string => wordOf(titles[measure.id], measure);
/** The same after the start of a title. */
export const titleInside = (measure: Measure): string => wordOf(titlesInside[measure.id], measure);
/** The measure's name within a sentence. */
export const measurePhrase = (measure: Measure): string => wordOf(phrases[measure.id], measure);

export function measureAbout(measure: Measure): string {
	const words: Partial<Record<MeasureId, Word>> = about;
	return wordOf(words[measure.id] ?? about.skills, measure);
}

/** A loss is negated on the frontier's axes. */
export function frontierTitle(measure: Measure): string {
	const title = measureTitle(measure);
	return measure.better === 'higher' ? title : reportText.measures.negative({ title });
}
