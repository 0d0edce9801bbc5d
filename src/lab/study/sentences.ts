/**
 * The words of a study's report: names of measures, numbers as text, and its sentences. A sentence
 * is a message with values, which files and pages store; its texts are in studies.report.json. They
 * are apart from the words of the page, because scripts write reports too.
 */
import { withSign } from '#languages/format.ts';
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/studies.report.json' with { type: 'json' };
import { level, margin } from './pairedTests.ts';
import type { Measure } from './study.ts';

export const reportText = wordsOf('studies.report', english);
/** Headings and columns of the report's tables. */
export const { titles: reportTitles } = reportText;
const { axes, measures, sentences: text } = reportText;

type Unit = Measure['unit'];

type BudgetKind = 'updates' | 'tokens' | 'seconds';

/** What the cells of a report trained, how long, and where. */
export const originText = (origin: {
	readonly models: readonly string[];
	readonly devices: readonly string[];
	readonly engines: readonly number[];
	readonly budget: { readonly kind: BudgetKind; readonly amount: number } | null;
}): string =>
	reportTitles.origin({
		...origin,
		kind: origin.budget?.kind ?? 'none',
		amount: origin.budget?.amount ?? 0,
		hasDevices: origin.devices.length > 0,
		hasEngines: origin.engines.length > 0,
	});

/** The name of a factor. */
export const axisText = (id: string): string =>
	Object.hasOwn(axes, id) ? axes[id as keyof typeof axes] : id;

/** `+4.2`, `−0.031`: in percentage points or nats. */
export const differenceValue = (value: number, unit: Unit) =>
	unit === 'share' ? withSign(100 * value, 1) : withSign(value, 3);
/** `+4.2 points`, `−0.031 nats`. */
const differenceText = (value: number, unit: Unit) =>
	reportText.difference({ value: differenceValue(value, unit), unit });
/** An amount without a sign: `2.0 points`. */
const amountText = (amount: number, unit: Unit): string =>
	reportText.difference({
		value: unit === 'share' ? (100 * amount).toFixed(1) : amount.toFixed(3),
		unit,
	});

/** Four digits; `<` below the least of them, and for what rounds up to the level of a test. */
export function pText(p: number): string {
	if (p < 0.0001) return '< 0.0001';
	const digits = p.toFixed(4);
	return p < level && Number(digits) >= level ? `< ${digits}` : digits;
}

/** The values of a measure's texts. */
interface MeasureValues extends Measure {
	/** What the share counts. */
	readonly what: 'tokens' | 'answers';
}
type Word = string | ((values: MeasureValues) => string);
const wordOf = (word: Word, measure: Measure): string =>
	typeof word === 'string' ? word : word({ what: measure.counts ?? 'answers', ...measure });
/** The measure's name in titles. */
export const measureTitle = (measure: Measure): string =>
	wordOf(measures.titles[measure.id], measure);
/** The measure's name within a sentence. */
const measurePhrase = (measure: Measure): string => wordOf(measures.phrases[measure.id], measure);

/** The two sides of a comparison, and the other factors that they share ('' if none varies). */
export interface Sides {
	readonly label: string;
	readonly against: string;
	readonly within: string;
}
const sidesText = ({ label, against, within }: Sides) => ({
	label,
	against,
	within: within === '' ? '' : reportText.inBrackets({ within }),
});

interface Interval {
	readonly mean: number;
	readonly low: number;
	readonly high: number;
}

/**
 * The answer of a published study, from the comparisons that its file names: how many are better
 * and worse after Holm's correction, and how many equivalent. `shown`: the difference that
 * `shownGap` chooses.
 */
export interface Answer {
	readonly of: number;
	readonly better: number;
	readonly worse: number;
	readonly equivalent: number;
	/** Of equivalence, in shares or nats. Default: that of scores. */
	readonly margin?: number;
	readonly unit: Measure['unit'];
	/** Runs that stand, of a study that is not complete. */
	readonly so?: { readonly far: number; readonly planned: number };
	readonly shown: Interval & Omit<Sides, 'within'>;
}

/** The verdict alone. “No” needs evidence: all are equivalent. */
export function verdictText({
	of: all,
	better,
	worse,
	equivalent,
	unit,
	margin: within = margin,
	so,
}: Omit<Answer, 'shown'>): string {
	return text.verdict({
		kind: equivalent === all ? 'no' : better > 0 ? 'yes' : 'open',
		of: all,
		better,
		worse,
		equivalent,
		open: all - better - worse - equivalent,
		margin: amountText(within, unit),
		far: so?.far ?? null,
		planned: so?.planned ?? 0,
	});
}

const answerText = ({ shown, ...counts }: Answer): string =>
	text.answer({
		verdict: verdictText(counts),
		label: shown.label,
		against: shown.against,
		mean: differenceValue(shown.mean, counts.unit),
		reach: amountText((shown.high - shown.low) / 2, counts.unit),
	});

/** A paired difference of one measure, `label` minus `against`. Numbers are in its unit. */
export interface Finding extends Sides {
	readonly measure: Measure;
	/** Of equivalence. Default: that of scores. */
	readonly margin?: number;
	readonly verdict: 'better' | 'worse' | 'equivalent' | 'undecided' | 'unknown';
	/** Pairs, and their distinct seeds. */
	readonly n: number;
	readonly seeds: number;
	readonly mean: number;
	/** Student's interval at 95 %, and p after Holm's correction; null: no test. */
	readonly low: number | null;
	readonly high: number | null;
	readonly adjusted: number | null;
}

const findingText = (finding: Finding): string => {
	const {
		measure,
		margin: within = margin,
		mean,
		low,
		high,
		adjusted,
		n,
		seeds,
		verdict,
	} = finding;
	return text.finding({
		...sidesText(finding),
		verdict,
		measure: measurePhrase(measure),
		margin: amountText(within, measure.unit),
		difference: differenceText(mean, measure.unit),
		low: low === null ? null : differenceValue(low, measure.unit),
		high: high === null ? '' : differenceValue(high, measure.unit),
		p: adjusted === null ? null : pText(adjusted),
		n,
		seeds,
	});
};

/** The first names; a list can be long. */
const someOf = (names: readonly string[]): string =>
	reportText.some({ names: names.slice(0, 4), count: names.length });

/** What two sides differ in besides `factor`. `a` and `b`: the texts of the two sides. */
export interface Unequal extends Sides {
	readonly factor: string;
	readonly what: 'backends' | 'engines' | 'skills' | 'steps' | 'tokens' | 'updates' | 'seconds';
	readonly a: number | string | readonly string[];
	readonly b: number | string | readonly string[];
}
const sideText = (value: Unequal['a']): string => {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return text.amount({ value });
	return value.length === 0 ? text.noSkill : text.names({ names: value });
};

/**
 * Cells, or groups of them, and what is to be known of them. `backends`, `engines`: their names, on
 * which equal experiments have other results.
 */
export interface CellsTold {
	readonly cells: readonly string[];
	readonly what: 'failed' | 'early' | 'spent' | 'reading' | 'warned' | 'backends' | 'engines';
	/** Of the budget, in tokens or seconds. */
	readonly budget?: { readonly kind: 'tokens' | 'seconds'; readonly amount: number };
	/** The warning of the cells' runs. */
	readonly message?: string;
}

const sentences = {
	answer: answerText,
	finding: findingText,
	unequal: ({ factor, what, a, b, ...sides }: Unequal) =>
		text.unequal({
			...sidesText(sides),
			factor: axisText(factor),
			what,
			a: sideText(a),
			b: sideText(b),
		}),
	cells: ({ cells, what, budget, message = '' }: CellsTold) =>
		text.cells({
			what,
			cells: someOf(cells),
			count: cells.length,
			amount: budget?.amount ?? 0,
			kind: budget?.kind ?? '',
			message,
		}),
	/** Shares of the best run. isLow: the average too is at the floor. */
	floor: (v: { readonly average: number; readonly worst: number; readonly isLow: boolean }) =>
		text.floor(v),
	/** `share`: the largest difference of a skill's mean share. */
	alike: ({ share, ...sides }: Sides & { readonly share: number }) =>
		text.alike({ ...sidesText(sides), share }),
	/** `rows`: the fewest held-out rows of one of these skills. */
	fewRows: ({ skills, rows }: { readonly skills: readonly string[]; readonly rows: number }) =>
		text.fewRows({ skills: someOf(skills), rows, answer: 1 / rows }),
};
type Sentences = typeof sentences;

/** A sentence of a report as data. */
export type ReportMessage = {
	readonly [Id in keyof Sentences]: {
		readonly id: Id;
		readonly values: Parameters<Sentences[Id]>[0];
	};
}[keyof Sentences];

export const reportSentence = ({ id, values }: ReportMessage): string =>
	(sentences[id] as (values: object) => string)(values);
