/** Rules about the form of the answer: its length, its sentences, its steps, a pattern. */
import { RE2JS } from 're2js';
import * as v from 'valibot';
import { messageOf } from '#core/errors.ts';
import { mustBe, whole } from '#core/fields.ts';
import { sentence, type Message } from '#core/message.ts';
import { categories } from '../categories.ts';
import { defineRule, flag, verdict } from '../rule.ts';
import { plain, sentences, words } from '../text.ts';

/** 1 up to `full`, falling evenly to 0 at `none`. */
const falling = (value: number, full: number, none: number): number =>
	Math.min(1, Math.max(0, (none - value) / (none - full)));

const units = ['words', 'sentences', 'characters'] as const;

export const length = defineRule({
	kind: 'length',
	title: 'Within a budget',
	categories: ['conciseness'],
	settings: {
		words: v.exactOptional(whole(1, 100_000)),
		sentences: v.exactOptional(whole(1, 10_000)),
		characters: v.exactOptional(whole(1, 1_000_000)),
	},
	example: { words: 80, sentences: 5 },
	demand: (settings) =>
		units.every((unit) => settings[unit] === undefined)
			? sentence`names no budget: give words, sentences or characters.`
			: undefined,
	describe(settings) {
		const budgets = units.filter((unit) => settings[unit] !== undefined);
		return (
			`1 up to ${budgets.map((unit) => `${settings[unit]} ${unit}`).join(' and ')}, falling ` +
			'evenly to 0 at twice that; the worst one counts. Not applicable if accuracy and ' +
			'completeness are 0: the length of an answer without content means nothing.'
		);
	},
	measure(settings, _, answer) {
		const counts = {
			words: words(answer).length,
			sentences: sentences(answer).length,
			characters: [...answer.trim()].length,
		};
		const given = units.flatMap((unit) => {
			const budget = settings[unit];
			if (budget === undefined) return [];
			return [{ unit, budget, mark: falling(counts[unit], budget, 2 * budget) }];
		});
		const worst = given.reduce((least, next) => (next.mark < least.mark ? next : least));
		return {
			value: worst.mark,
			why: `${counts[worst.unit]} ${worst.unit}; ${worst.budget} are wanted at most.`,
		};
	},
});

const fewestWords = 5;

/** The share of word triples that are not repeated. */
function freshTriples(said: readonly string[]): number {
	const triples = said.slice(2).map((_, i) => said.slice(i, i + 3).join(' '));
	return new Set(triples).size / triples.length;
}

export const readable = defineRule({
	kind: 'readable',
	title: 'Reads well',
	categories: ['clarity'],
	describe: () =>
		'The worst of three: repetition (1 if at least 80 % of the word triples are new, 0 at 30 ' +
		'%), sentence length (1 up to 25 words on average, 0 at 60), and an end (1 with a closing ' +
		`mark or list item, ½ without). Not applicable below ${fewestWords} words. It measures ` +
		'form, not meaning.',
	measure(_, __, answer) {
		const said = words(answer);
		if (said.length < fewestWords)
			return { value: null, why: `Fewer than ${fewestWords} words: too few to measure.` };
		const fresh = freshTriples(said);
		const average = said.length / sentences(answer).length;
		const lastLine = answer.trim().split('\n').at(-1) ?? '';
		const ends =
			/[.!?。！？:][\s"'”’)*_`]*$/u.test(lastLine) || /^\s*(?:[-*•]|\d+[.)])\s/.test(lastLine);
		const parts = [
			[falling(1 - fresh, 0.2, 0.7), `${Math.round(100 * fresh)} % of its word triples are new`],
			[falling(average, 25, 60), `${average.toFixed(1)} words a sentence`],
			[ends ? 1 : 0.5, ends ? 'it ends whole' : 'it breaks off'],
		] as const;
		const [value, why] = parts.reduce((worst, next) => (next[0] < worst[0] ? next : worst));
		return { value, why: `The worst of three: ${why}.` };
	},
});

const spoken =
	/\b(?:first|firstly|second|secondly|third|thirdly|then|next|after that|finally|lastly)\b/g;
/** A line that starts with a number or a bullet, also in bold: `**Step 1:** Open it`. */
const listed = /^\s*(?:[#>*_]+[ \t]*)?(?:step\s+)?(?:\d+[.):]|[-*•])[*_]*[ \t]+(\S.*)/gim;
const wordsOfStep = 2;

export const steps = defineRule({
	kind: 'steps',
	title: 'Gives steps',
	categories: ['clarity', 'completeness'],
	settings: { wanted: whole(2, 50) },
	example: { wanted: 3 },
	describe: ({ wanted }) =>
		`The number of steps in the answer divided by ${wanted}, at most 1. Steps are lines that ` +
		'begin with a number or a bullet, or the words first, then, next, finally, whichever are ' +
		'more.',
	measure({ wanted }, _, answer) {
		const lines = [...answer.matchAll(listed)].map(([, text]) => plain(text).trim());
		const spokenOf = plain(answer).match(spoken)?.length ?? 0;
		const spokenSteps = Math.min(spokenOf, Math.floor(words(answer).length / wordsOfStep));
		const found = Math.max(new Set(lines).size, spokenSteps);
		return { value: Math.min(1, found / wanted), why: `${found} steps; ${wanted} are wanted.` };
	},
});

const longestPattern = 500;
const longestAnswer = 4000;

/**
 * RE2 matches in linear time. The browser's own engine can run for ever on a short pattern from an
 * unknown author, and nothing can interrupt it.
 */
const compile = (pattern: string, ignoreCase: boolean): RE2JS =>
	RE2JS.compile(RE2JS.translateRegExp(pattern), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);

function patternFault(pattern: string): Message | undefined {
	if (pattern.length > longestPattern)
		return sentence`the pattern has ${pattern.length} characters; give at most ${longestPattern}.`;
	try {
		compile(pattern, true);
	} catch (error) {
		return sentence`the pattern cannot be used (${messageOf(error)}). Look-around and references
			to groups are not supported. Correct it.`;
	}
	return undefined;
}

export const pattern = defineRule({
	kind: 'pattern',
	title: 'Has this form',
	categories: ['accuracy', ...categories.filter((category) => category !== 'accuracy')],
	settings: {
		pattern: v.string(mustBe('a regular expression')),
		ignoreCase: v.optional(flag, true),
		must: v.optional(flag, true),
	},
	example: { pattern: '^\\d+$', ignoreCase: true, must: true },
	demand: (settings) => patternFault(settings.pattern),
	describe: ({ pattern: source, ignoreCase, must }) =>
		`1 if /${source}/${ignoreCase ? 'i' : ''} ${must ? 'matches' : 'does not match'} the ` +
		'answer, else 0. Only the first 4,000 characters are read.',
	measure({ pattern: source, ignoreCase, must }, _, answer) {
		const matches = compile(source, ignoreCase).test(answer.trim().slice(0, longestAnswer));
		const why = matches ? 'The form is there.' : 'The form is not there.';
		return verdict(matches === must, why, why);
	},
});
