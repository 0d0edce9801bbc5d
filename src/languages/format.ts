/** Numbers as text with few digits and their unit: for messages by name, and for tables. */
import { languageInUse, perLanguage, registerEnglish } from './language.ts';
import file from './en/format.json' with { type: 'json' };

registerEnglish({ format: file });

/** A text with values, without the formats below. */
const unit = (key: keyof typeof file, values: Readonly<Record<string, number>> = {}): string => {
	const text = languageInUse().messages.get(`format.${key}`) ?? file[key];
	return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
};

/** Rounds without the noise of binary arithmetic: 11.249999999999998 is `11.3`, as 11.25 is. */
export const fixed = (value: number, digits: number): string =>
	Number(value.toPrecision(12)).toFixed(digits);

/** `+0.12`, `−0.12`, and `0.00` if the number rounds to 0. */
export function withSign(value: number, digits: number): string {
	const text = fixed(Math.abs(value), digits);
	return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
}

const whole = perLanguage((tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }));
const compact = perLanguage(
	(tag) => new Intl.NumberFormat(tag, { notation: 'compact', maximumSignificantDigits: 3 }),
);

export const none = '–';

export const count = (value: number): string => whole().format(value);
/** 12,400 as 12.4K. */
export const short = (value: number): string => compact().format(value);

/** Three significant digits; a negative number has a hyphen. */
export const threeDigits = (value: number): string => String(Number(value.toPrecision(3)));

type Value = number | null | undefined;
const isKnown = (value: Value): value is number => Number.isFinite(value);

/** A share in percent; the sign follows elsewhere. */
export const inPercent = (share: Value, digits = 0): string =>
	isKnown(share) ? (100 * share).toFixed(digits) : none;
export const percentSign = (): string => unit('percent');
export const percent = (share: Value, digits = 0): string =>
	isKnown(share) ? inPercent(share, digits) + percentSign() : none;

/** Three significant digits, for numbers of any size. */
export const figure = (value: Value): string =>
	isKnown(value) ? String(Number(value.toPrecision(3))).replace('-', '−') : none;

/** For a small cell: two decimals and no zero before the point, or one decimal from 1 on. */
export function tight(value: Value): string {
	if (!isKnown(value)) return '';
	if (Math.abs(value) >= 9.95) return figure(Number(value.toPrecision(2)));
	const size = Math.abs(value);
	const text = size >= 0.995 ? size.toFixed(1) : size.toFixed(2).replace(/^0/, '');
	return value < 0 && Number(text) > 0 ? `−${text}` : text === '.00' ? '0' : text;
}

const and = perLanguage((tag) => new Intl.ListFormat(tag));
/** a, b, and c. */
export const list = (items: readonly string[]): string => and().format(items);

/** Percentage points with a sign: +93. */
export const points = (difference: Value, digits = 0): string =>
	isKnown(difference) ? withSign(100 * difference, digits) : none;

/** Nats per token: two decimals. */
export const loss = (value: Value): string =>
	isKnown(value) ? value.toFixed(2).replace('-', '−') : none;

/** 41 s, 3 min 20 s, 1 h 5 min. */
export function duration(milliseconds: number): string {
	const seconds = Math.max(0, Math.round(milliseconds / 1000));
	const minutes = Math.floor(seconds / 60);
	if (minutes === 0) return unit('seconds', { seconds });
	if (minutes >= 60)
		return unit('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
	if (seconds % 60 === 0) return unit('minutes', { minutes });
	return unit('minutesAndSeconds', { minutes, seconds: seconds % 60 });
}

/** The same for an estimate: above ten minutes, without seconds. */
export const roughDuration = (milliseconds: number): string =>
	duration(milliseconds < 6e5 ? milliseconds : 6e4 * Math.round(milliseconds / 6e4));

const dayAndTime = perLanguage(
	(tag) =>
		new Intl.DateTimeFormat(tag, {
			month: 'short',
			day: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
		}),
);
export const day = (time: number): string => dayAndTime().format(time);

/** The text of a number in a field. Small numbers have an exponent instead of many zeros. */
export const numberText = (value: number): string =>
	value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Three significant digits, in powers of 1,000 as disks and browsers count: `4.51 MB`. */
export function bytesText(bytes: number): string {
	let value = Math.max(0, bytes);
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
	return `${value.toFixed(digits)} ${units[unit]}`;
}

/** The start of a SHA-256, enough to distinguish two files. */
export const shortHash = (sha256: string): string => sha256.slice(0, 12);

/** Items of a list as text: numbers as counts. */
const texts = (items: unknown): string[] =>
	(items as readonly (string | number)[]).map((item) =>
		typeof item === 'number' ? count(item) : item,
	);
const joined = (items: unknown, separator: keyof typeof file): string =>
	texts(items).join(unit(separator));
/** a, b and c: without the comma of `list` in English. */
const series = perLanguage((tag) => new Intl.ListFormat(tag === 'en' ? 'en-GB' : tag));
const threeDecimals = perLanguage((tag) => new Intl.NumberFormat(tag));
/** A double has at most 16 digits that a reader can type again. */
const allDigits = new Intl.NumberFormat('en', { maximumSignificantDigits: 16 });

/** Formats that a message can name: `{share, number, percent}`, `{names, number, list}`. */
export const numberFormats = {
	count,
	short,
	/** Up to three decimals. */
	decimal: (value) => threeDecimals().format(value),
	percent,
	/** One decimal below a tenth. */
	finePercent: (share) => percent(share, share < 0.1 ? 1 : 0),
	inPercent,
	points,
	points1: (difference) => points(difference, 1),
	/** Percentage points without a sign, with a decimal unless it is 0. */
	pointsSize: (difference) =>
		Math.abs(100 * difference)
			.toFixed(1)
			.replace('.0', ''),
	/** `25 %`, `12.5 %`: a share of the mix. */
	share: (share) => `${Number((100 * share).toFixed(1))}${percentSign()}`,
	/** Percentage points to one digit. */
	roughPoints: (share) => (100 * share).toPrecision(1),
	/** Of a loss in nats. */
	perplexity: (nats) => Math.exp(nats).toFixed(0),
	fixed1: (value) => value.toFixed(1),
	fixed2: (value) => value.toFixed(2),
	fixed3: (value) => value.toFixed(3),
	precision2: (value) => String(Number(value.toPrecision(2))),
	digits3: threeDigits,
	/** A limit, which must be accepted as it is printed. */
	exact: (value) => allDigits.format(value),
	duration,
	roughDuration,
	bytes: bytesText,
	list: (items: unknown) => list(texts(items)),
	series: (items: unknown) => series().format(texts(items)),
	commas: (items: unknown) => joined(items, 'comma'),
	clauses: (items: unknown) => joined(items, 'clause'),
	sentences: (items: unknown) => joined(items, 'betweenSentences'),
	semicolons: (items: unknown) => joined(items, 'semicolon'),
	ands: (items: unknown) => joined(items, 'and'),
	/** a, b, and c; a, and b. */
	clausesAnd: (items: unknown) => {
		const last = texts(items).pop() ?? '';
		const first = texts(items).slice(0, -1);
		return first.length === 0 ? last : joined(first, 'clause') + unit('lastClause') + last;
	},
} satisfies Record<string, (value: number) => string>;
export type NumberFormat = keyof typeof numberFormats;
