/** Rules about what the answer must say: a number, points, the names of this case. */
import * as v from 'valibot';
import { mustBe, number as numberThat, whole } from '#core/fields.ts';
import { sentence } from '#core/message.ts';
import { defineRule, flag, listOf, phrase, phrases, quoted, verdict, type Asked } from '../rule.ts';
import { hasPhrase, numbers, words, type FoundNumber } from '../text.ts';

const figure = String.raw`[$€£¥]?\d[\d.,]*(?:\s?[%$€£¥])?`;
/** Numbers in a row, with only a space, a mark, “and” or “or” between them. */
const row = new RegExp(
	String.raw`(?<![\d:.,])${figure}(?:\s*(?:[;/]|\s(?:or|and)\s|\s)\s*${figure})+`,
	'giu',
);
/** So many numbers in a row are guesses; with “or” between them, two are. */
const guessesInARow = 4;
/** More numbers that are not in the prompt are a list of guesses. */
const mostGuesses = 8;

export const number = defineRule({
	kind: 'number',
	title: 'Has the right number',
	categories: ['accuracy', 'completeness', 'specificity'],
	settings: {
		value: numberThat('a number', Number.isFinite),
		/** Absolute. */
		tolerance: v.optional(
			numberThat('a number of 0 or more', (given) => given >= 0 && given < Infinity),
			0,
		),
		/** The value is in percent: 2 is “2 %”, “2 percent” or 0.02. */
		percent: v.optional(flag, false),
	},
	example: { value: 4.5, tolerance: 0.01, percent: false },
	describe({ value, tolerance, percent }) {
		const range = `${value}${percent ? ' %' : ''}${tolerance > 0 ? ` ± ${tolerance}` : ''}`;
		return (
			`1 if a number of the answer is ${range}, else 0. Numbers of the prompt do not count, ` +
			`unless the value is one of them. More than ${mostGuesses} others, ${guessesInARow} ` +
			'others in a row, or one “or” another are guesses and give 0.'
		);
	},
	measure({ value, tolerance, percent }, { prompt }, answer) {
		// The relative tolerance 1e-9 makes 0.1 + 0.2 equal to 0.3.
		const reach = tolerance + 1e-9 * Math.max(1, Math.abs(value));
		const isValue = (found: FoundNumber) =>
			Math.abs(found.value - value) <= reach ||
			(percent && !found.percent && Math.abs(100 * found.value - value) <= reach);
		const given = numbers(prompt);
		const isOwn = (found: FoundNumber) => !given.some((other) => other.value === found.value);
		const isGiven = given.some(isValue);
		const candidates = numbers(answer).filter((found) => isGiven || isOwn(found));
		const different = new Set(candidates.map((found) => found.value)).size;
		if (different > mostGuesses)
			return { value: 0, why: `${different} different numbers: that is guessing.` };
		const guesses = (answer.match(row) ?? []).some((found) => {
			const own = numbers(found).filter(isOwn);
			const several = new Set(own.map((one) => one.value)).size;
			// “4 or 400 %” is one ratio in two forms.
			const isSame = (one: FoundNumber) =>
				isValue(one) || (one.percent && Math.abs(one.value / 100 - value) <= reach);
			const hedges = /\bor\b/i.test(found) && !own.every(isSame);
			return own.some(isValue) && (hedges || several >= guessesInARow);
		});
		if (guesses) return { value: 0, why: `It gives ${value} among other guesses.` };
		const last = candidates.at(-1);
		return verdict(
			candidates.some(isValue),
			`It gives ${value}.`,
			last ? `It gives ${last.value}, not ${value}.` : 'It gives no number of its own.',
		);
	},
});

/** Each point has one wording, or several of which one is enough. */
const point = v.union([phrase, phrases(1)], mustBe('text, or a list of texts'));

export const keyPoints = defineRule({
	kind: 'keyPoints',
	title: 'Makes these points',
	categories: ['completeness', 'accuracy', 'specificity', 'consideration', 'safety'],
	settings: { points: listOf(point, 'a list', 1), enough: v.exactOptional(whole(1, 200)) },
	demand: ({ points: all, enough = 1 }) =>
		enough > all.length
			? sentence`enough is ${enough}, but there are only ${all.length} points. Lower it.`
			: undefined,
	example: { points: ['click', ['impressions', 'views']], enough: 2 },
	describe: ({ points: all, enough }) =>
		'The share of these points that the answer makes' +
		`${enough === undefined ? '' : ` (${enough} are enough)`}: ${quoted(all)}. A point is made ` +
		'if the words of one of its wordings follow each other. The endings -s, -es, -ed, -ing are ' +
		'not compared.',
	measure({ points: all, enough = all.length }, _, answer) {
		const said = words(answer);
		const missing = all.filter(
			(point) => ![point].flat().some((wording) => hasPhrase(said, wording)),
		);
		const made = all.length - missing.length;
		const some = `${made} of ${all.length} points; missing ${quoted(missing)}.`;
		const why = missing.length === 0 ? `All ${made} points.` : some;
		return { value: Math.min(1, made / enough), why };
	},
});

/** The numbers, quoted texts and names (capitalised words inside a sentence) of the prompt. */
function particulars({ prompt }: Asked): string[] {
	const quotes = [...prompt.matchAll(/(?<!\p{L})["“'‘]([^"”'’]{2,60})["”'’](?![\p{L}])/gu)].map(
		([, text]) => text,
	);
	const names = prompt.match(/(?<=[\p{L}\p{N},;:] )\p{Lu}[\p{L}\p{N}-]+/gu) ?? [];
	const figures = prompt.match(/\d[\d.,]*\d|\d/g) ?? [];
	return [...new Set([...quotes, ...names, ...figures])].filter((text) => words(text).length > 0);
}
const wantedOf = (settings: readonly string[], asked: Asked) =>
	settings.length > 0 ? settings : particulars(asked);
const withoutThousands = (text: string) => text.replace(/(\d),(?=\d{3})/g, '$1');

export const specifics = defineRule({
	kind: 'specifics',
	title: 'Speaks of this case',
	categories: ['specificity'],
	settings: { wanted: v.optional(phrases(0), []) },
	example: { wanted: ['invoice 4471', 'March'] },
	demand: ({ wanted }, asked) =>
		wantedOf(wanted, asked).length === 0
			? sentence`finds no names or numbers in the prompt: list in wanted what the answer should
				take up.`
			: undefined,
	describe: ({ wanted }, asked) =>
		`The share of ${quoted(wantedOf(wanted, asked))} that the answer takes up. ` +
		(wanted.length > 0
			? 'Without wanted, the numbers, quoted texts and names of the prompt count, and half of ' +
				'them are enough.'
			: 'Half of them are enough.'),
	measure({ wanted }, asked, answer) {
		const all = wantedOf(wanted, asked);
		const said = words(withoutThousands(answer));
		const found = all.filter((text) => hasPhrase(said, withoutThousands(text)));
		const enough = wanted.length > 0 ? all.length : Math.ceil(all.length / 2);
		const taken = found.length > 0 ? quoted(found) : `none of ${quoted(all)}`;
		return { value: Math.min(1, found.length / enough), why: `It takes up ${taken}.` };
	},
});
