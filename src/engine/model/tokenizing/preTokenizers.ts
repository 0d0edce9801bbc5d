/** Pre-tokenizers of a tokenizer.json: text to words, as in the Python package (in Rust). */
import { ByteLevelPreTokenizer } from '@huggingface/tokenizers';
import { isObject } from '#engine/core/json.ts';
import { findPart, patterns, readPattern, type Part } from './patterns.ts';

/** `isStart`: it begins where the whole text begins. */
export interface Word {
	readonly text: string;
	readonly isStart: boolean;
}
type Cut = (word: Word) => readonly Word[];

export const createPreTokenizer = (part: unknown): Cut =>
	isObject(part) ? findPart(cuts, part)(part) : (word) => [word];

const cuts: Readonly<Record<string, (part: Part) => Cut>> = {
	Sequence: ({ pretokenizers }) =>
		inTurn((pretokenizers as readonly unknown[]).map(createPreTokenizer)),
	Split: (part) =>
		cutAt(readPattern(part['pattern']), String(part['behavior']), part['invert'] === true),
	Whitespace: () => cutAt(patterns.words, 'Removed', true),
	WhitespaceSplit: () => cutAt(patterns.blanks, 'Removed'),
	Punctuation: ({ behavior = 'Isolated' }) => cutAt(patterns.punctuation, String(behavior)),
	Digits: (part) =>
		cutAt(patterns.digit, part['individual_digits'] === true ? 'Isolated' : 'Contiguous'),
	BertPreTokenizer: () =>
		inTurn([cutAt(patterns.blanks, 'Removed'), cutAt(patterns.punctuation, 'Isolated')]),
	CharDelimiterSplit: ({ delimiter }) => cutAt(readPattern({ String: delimiter }), 'Removed'),
	FixedLength: ({ length }) => cutAt(new RegExp(`.{1,${Number(length)}}`, 'gsu'), 'Isolated'),

	Metaspace(part) {
		const { replacement: given = '\u2581' } = part;
		const replacement = String(given);
		const scheme = part['add_prefix_space'] === false ? 'never' : part['prepend_scheme'];
		const cut = cutAt(readPattern({ String: replacement }), 'MergedWithNext');
		return ({ text, isStart }) => {
			const replaced = text.replaceAll(' ', replacement);
			const isPrefixed = scheme === 'first' ? isStart : scheme !== 'never';
			const prefix = isPrefixed && !replaced.startsWith(replacement) ? replacement : '';
			const word = { text: prefix + replaced, isStart };
			return part['split'] === false ? [word] : cut(word);
		};
	},

	ByteLevel(part) {
		const cut = part['use_regex'] === false ? (word: Word) => [word] : cutAt(gpt2Words, 'Isolated');
		return ({ text, isStart }) => {
			const prefix = part['add_prefix_space'] === true && !text.startsWith(' ') ? ' ' : '';
			const words = cut({ text: prefix + text, isStart });
			return words.map((word) => ({ ...word, text: toBytes.pre_tokenize_text(word.text)[0] }));
		};
	},
};

const gpt2Words = readPattern({
	Regex: "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
});
const toBytes = new ByteLevelPreTokenizer({
	type: 'ByteLevel',
	add_prefix_space: false,
	trim_offsets: false,
	use_regex: false,
});

const inTurn =
	(all: readonly Cut[]): Cut =>
	(word) =>
		all.reduce((words: readonly Word[], cut) => words.flatMap(cut), [word]);

/** Whether a part joins the one before it. `was`, `is`: whether each matches the pattern. */
const joins: Readonly<Record<string, (was: boolean, is: boolean) => boolean>> = {
	removed: () => false,
	isolated: () => false,
	contiguous: (was, is) => was === is,
	mergedwithprevious: (was, is) => !was && is,
	mergedwithnext: (was, is) => was && !is,
};

/** `isInverted`: what lies between the matches counts as the matches. */
function cutAt(pattern: RegExp, behavior: string, isInverted = false): Cut {
	const kind = behavior.toLowerCase();
	const isJoined = findPart(joins, { type: kind });
	return ({ text, isStart }) => {
		const words: { from: number; to: number }[] = [];
		let [end, was] = [0, false];
		const add = (from: number, to: number, isMatch: boolean) => {
			if (words.length > 0 && isJoined(was, isMatch)) words.at(-1)!.to = to;
			else if (kind !== 'removed' || !isMatch) words.push({ from, to });
			[end, was] = [to, isMatch];
		};
		for (const { index, 0: match } of text.matchAll(pattern)) {
			if (index > end) add(end, index, isInverted);
			add(index, index + match.length, !isInverted);
		}
		if (end < text.length) add(end, text.length, isInverted);
		return words
			.filter(({ from, to }) => to > from)
			.map(({ from, to }) => ({ text: text.slice(from, to), isStart: isStart && from === 0 }));
	};
}
