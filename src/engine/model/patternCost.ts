/**
 * Whether a regular expression can backtrack without a useful bound. JavaScript cannot interrupt a
 * match, so a tokenizer with such a pattern would stop the worker.
 *
 * Exponential backtracking needs a repeated group in which a repeat or a choice leaves more than
 * one way to match the same text. Neighbouring unbounded repeats are polynomial: n repeats cost
 * length^n; n optional parts or choices cost 2^n.
 * The patterns of GPT-2, Llama 3, Qwen and o200k repeat classes only, at most three in one branch.
 */
export function isSlowPattern(source: string): boolean {
	const outerGroups: Group[] = [];
	let group = newGroup();
	let closed: Group | null = null;
	for (const [piece] of source.matchAll(pieces)) {
		if (piece.startsWith('(')) {
			outerGroups.push(group);
			group = newGroup();
			closed = null;
		} else if (piece === ')') {
			closed = group;
			const outer = outerGroups.pop() ?? newGroup();
			outer.isAmbiguous ||= closed.isAmbiguous;
			outer.repeats += Math.max(closed.repeats, closed.highest);
			outer.options += closed.options;
			group = outer;
		} else if (piece === '|') {
			group.isAmbiguous = true;
			if (outerGroups.length > 0) group.options++;
			group.highest = Math.max(group.highest, group.repeats);
			group.repeats = 0;
			closed = null;
		} else if (/^(?:[*+?]|\{.+\})$/.test(piece)) {
			if (closed?.isAmbiguous && countRepeats(piece) > 1) return true;
			group.isAmbiguous = true;
			if (countRepeats(piece) === Infinity) group.repeats++;
			else group.options++;
			closed = null;
		} else closed = null;
		if (group.repeats > maxRepeats || group.options > maxOptions) return true;
	}
	return false;
}

interface Group {
	/** It can match one text in several ways. */
	isAmbiguous: boolean;
	/** Unbounded repeats in the current branch. */
	repeats: number;
	/** The highest number in an earlier branch. */
	highest: number;
	/** Optional parts, bounded repeats and choices. */
	options: number;
}
const newGroup = (): Group => ({ isAmbiguous: false, repeats: 0, highest: 0, options: 0 });

/** Escapes, classes, counts, the start of a group with its kind, and single characters. */
const pieces = new RegExp(
	[
		/\\(?:[pPux]\{[^}]*\}|.)/,
		/\[\^?\]?(?:\\.|[^\]\\])*\]/,
		/\{\d+(?:,\d*)?\}/,
		/\((?:\?(?:[a-z-]*[:=!]|<(?:[=!]|\w+>)))?/,
		/./,
	]
		.map((pattern) => pattern.source)
		.join('|'),
	'gsu',
);

/** In one branch. Each further repeat multiplies the longest time by the length of the text. */
const maxRepeats = 3;

/** In all branches. The pattern of o200k has 18. */
const maxOptions = 24;

/** The most repeats that a quantifier allows. */
function countRepeats(quantifier: string): number {
	if (quantifier === '?') return 1;
	const bounds = /^\{(\d+)(?:(,)(\d*))?\}$/.exec(quantifier);
	if (!bounds) return Infinity;
	const [, low, comma, high] = bounds;
	if (comma === undefined) return Number(low);
	return high === '' ? Infinity : Number(high);
}
