/** Finds added tokens in a text, as in the Python package tokenizers (in Rust). */
import type { AddedToken } from '../tokenizerChecks.ts';
import { endOfBlanks, patterns, startOfBlanks } from './patterns.ts';
import type { Word } from './preTokenizers.ts';

/** A token, or the text between two. */
export type Section = Word & { readonly token?: AddedToken };

/** The tokens stand in a text by their contents. The longest match counts. */
export function createSections(tokens: readonly AddedToken[]): (word: Word) => readonly Section[] {
	const contents = new Map(tokens.map((token) => [token.content, token]));
	const longestFirst = [...contents.keys()].filter(Boolean).sort((a, b) => b.length - a.length);
	if (longestFirst.length === 0) return (word) => [word];
	const escaped = longestFirst.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	const pattern = new RegExp(escaped.join('|'), 'g');
	return ({ text, isStart }) => {
		const sections: Section[] = [];
		let end = 0;
		const add = (from: number, to: number, token?: AddedToken) => {
			const part = { text: text.slice(from, to), isStart: isStart && from === 0 };
			sections.push(token ? { ...part, token } : part);
			end = to;
		};
		for (const { index, 0: found } of text.matchAll(pattern)) {
			const token = contents.get(found)!;
			const after = index + found.length;
			const isInWord =
				patterns.endsWithWord.test(text.slice(Math.max(0, index - 2), index)) ||
				patterns.startsWithWord.test(text.slice(after, after + 2));
			if (token.single_word && isInWord) continue;
			// Blanks that the token before has taken stay with it.
			const from = token.lstrip ? Math.max(end, startOfBlanks(text, index)) : index;
			if (end < from) add(end, from);
			add(from, token.rstrip ? endOfBlanks(text, after) : after, token);
		}
		if (end < text.length) add(end, text.length);
		return sections;
	};
}
