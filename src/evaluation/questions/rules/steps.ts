/** Clarity of instructions: steps that one can follow. */
import { count, defineRule } from '../rule.ts';
import { plain } from '../text.ts';

const spoken =
	/\b(?:first|firstly|second|secondly|third|thirdly|then|next|after that|finally|lastly)\b/g;

export const steps = defineRule({
	kind: 'steps',
	title: 'Gives steps',
	about:
		'The steps of the answer over the number wanted, at most 1: lines that begin with a number or a bullet, or the words first, then, next, finally, whichever are more.',
	categories: ['clarity', 'completeness'],
	settings: { wanted: count(2, 50) },
	example: { wanted: 3 },
	sentence: ({ wanted }) =>
		`Steps (lines with a number or bullet, or “first”, “then”, “next”, “finally”) over ${wanted}, at most 1.`,
	measure({ wanted }, _, answer) {
		const listed = answer.match(/^\s*(?:step\s+)?(?:\d+[.):]|[-*•])\s+\S/gim)?.length ?? 0;
		const told = plain(answer).match(spoken)?.length ?? 0;
		const found = Math.max(listed, told);
		return { value: Math.min(1, found / wanted), why: `${found} steps; ${wanted} are wanted.` };
	},
});
