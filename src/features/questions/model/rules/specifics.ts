/** Specificity: the answer has the names and numbers of this case. */
import * as v from 'valibot';
import { defineRule, phrases, quoted, type Asked } from '../rule.ts';
import { hasPhrase, words } from '../text.ts';

/** The numbers, quoted texts and names (capitalised words inside a sentence) of the prompt. */
function particulars({ prompt }: Asked): string[] {
	const quotes = [...prompt.matchAll(/(?<!\p{L})["“'‘]([^"”'’]{2,60})["”'’](?![\p{L}])/gu)].map(
		([, text]) => text,
	);
	const names = [...prompt.matchAll(/(?<=[\p{L}\p{N},;:] )\p{Lu}[\p{L}\p{N}-]+/gu)].map(
		([text]) => text,
	);
	const figures = prompt.match(/\d[\d.,]*\d|\d/g) ?? [];
	return [...new Set([...quotes, ...names, ...figures])].filter((text) => words(text).length > 0);
}
const wantedOf = (settings: readonly string[], asked: Asked) =>
	settings.length > 0 ? settings : particulars(asked);

export const specifics = defineRule({
	kind: 'specifics',
	title: 'Speaks of this case',
	about:
		'The share of the given names and numbers that the answer takes up; if none are given, ' +
		'those of the prompt (numbers, quoted texts, capitalised words inside a sentence), of ' +
		'which half are enough.',
	categories: ['specificity'],
	settings: { wanted: v.optional(phrases(0), []) },
	example: { wanted: ['invoice 4471', 'March'] },
	demand: ({ wanted }, asked) =>
		wantedOf(wanted, asked).length === 0
			? 'finds no names or numbers in the prompt: list in wanted what the answer should take up.'
			: undefined,
	sentence: ({ wanted }, asked) =>
		`The share of ${quoted(wantedOf(wanted, asked))} that the answer takes ` +
		`up${wanted.length > 0 ? '' : '; half of them are enough'}.`,
	measure({ wanted }, asked, answer) {
		const all = wantedOf(wanted, asked);
		const said = words(answer.replace(/(\d),(?=\d{3})/g, '$1'));
		const found = all.filter((text) => hasPhrase(said, text.replace(/(\d),(?=\d{3})/g, '$1')));
		const enough = wanted.length > 0 ? all.length : Math.ceil(all.length / 2);
		return {
			value: Math.min(1, found.length / enough),
			why:
				found.length > 0 ? `It takes up ${quoted(found)}.` : `It takes up none of ${quoted(all)}.`,
		};
	},
});
