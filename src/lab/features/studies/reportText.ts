/**
 * Words of a study's report: sentences, titles, names of measures and their numbers. They are apart
 * from the words of the page, because the worker and scripts write reports as Markdown.
 */
import { withSign } from '#languages/format.ts';
import { languageInUse } from '#languages/language.ts';
import { statementIn, wordsOf } from '#languages/text.ts';
import english from '#languages/en/studies.report.json' with { type: 'json' };
import { level } from './model/pairedTests.ts';
import type { Measure, MeasureId, Unit as AnyUnit } from './model/study.ts';

export const reportText = wordsOf('studies.report', english);
/** Headings and columns of the report's tables. */
export const { titles: reportTitles } = reportText;

/** ` (skillet-medium)`: the factors that both sides of a comparison share, if any varies. */
export const inBrackets = (within: string): string =>
	within === '' ? '' : reportText.inBrackets({ within });

/** What the cells of a report trained, and where. */
export const originText = (origin: {
	readonly models: readonly string[];
	readonly devices: readonly string[];
	readonly engines: readonly number[];
}): string =>
	reportTitles.origin({
		...origin,
		hasDevices: origin.devices.length > 0,
		hasEngines: origin.engines.length > 0,
	});

/** Sentences one after another, without those that are left out. */
export const inTurn = (...texts: readonly (string | false)[]): string =>
	statementIn(
		languageInUse(),
		texts.flatMap((text) => text || []),
	);

/** The name of a factor. */
export const axisText = (id: string): string =>
	Object.hasOwn(axes, id) ? axes[id as keyof typeof axes] : id;
const { axes } = reportText;

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

/** Four digits; `<` below the least of them, and for what rounds up to the level of a test. */
export function pText(p: number): string {
	if (p < 0.0001) return '< 0.0001';
	const text = p.toFixed(4);
	return p < level && Number(text) >= level ? `< ${text}` : text;
}
export const pPhrase = (p: number): string => {
	const text = pText(p);
	return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
};

const { titles, phrases, about } = reportText.measures;

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
