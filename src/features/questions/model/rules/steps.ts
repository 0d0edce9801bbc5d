/** Clarity of instructions: the answer has steps. */
import { count, defineRule } from '../rule.ts';
import { plain, words } from '../text.ts';

const spoken =
	/\b(?:first|firstly|second|secondly|third|thirdly|then|next|after that|finally|lastly)\b/g;

/** A line that starts with a number or a bullet, also in bold: `**Step 1:** Open it`. */
const listed = /^\s*(?:[#>*_]+[ \t]*)?(?:step\s+)?(?:\d+[.):]|[-*•])[*_]*[ \t]+(\S.*)/gim;
/** The fewest words of a spoken step. */
const wordsOfStep = 2;

export const steps = defineRule({
	kind: 'steps',
	title: 'Gives steps',
	about:
		'The steps of the answer over the number wanted, at most 1: lines that begin with a ' +
		'number or a bullet, or the words first, then, next, finally, whichever are more.',
	categories: ['clarity', 'completeness'],
	settings: { wanted: count(2, 50) },
	example: { wanted: 3 },
	sentence: ({ wanted }) =>
		'Steps (lines with a number or bullet, or “first”, “then”, “next”, “finally”) over ' +
		`${wanted}, at most 1.`,
	measure({ wanted }, _, answer) {
		const lines = [...answer.matchAll(listed)].map(([, text]) => plain(text).trim());
		const spokenOf = plain(answer).match(spoken)?.length ?? 0;
		const spokenSteps = Math.min(spokenOf, Math.floor(words(answer).length / wordsOfStep));
		const found = Math.max(new Set(lines).size, spokenSteps);
		return { value: Math.min(1, found / wanted), why: `${found} steps; ${wanted} are wanted.` };
	},
});
