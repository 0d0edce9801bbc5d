/** Texts about a lesson for others: the result for the class, and a note; and the clipboard. */
import { writeClipboard } from '#lab/page/components/copyText.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { readOutcome } from '#lab/page/state/outcomes.ts';
import { readText } from '../model/readText.ts';
import { lessonWords } from '../words.ts';
import type { LessonsState } from './LessonsState.svelte.ts';

/** Into the clipboard. False: the page says that it cannot. */
export const copyText = (lab: LabState, text: () => string | Promise<string>): Promise<boolean> =>
	lab.attempt(lessonWords.cannotCopy, async () => writeClipboard(Promise.resolve(text())));

/** A line for the class view: the guess, and the link of the run that answered it. */
export async function resultLine({ lab, progress, choices }: LessonsState): Promise<string> {
	const { choice } = progress;
	// After the answer, a lesson can train a run without the skill of its question.
	const run = progress.curves.at(-1)?.run ?? progress.run;
	const { experiment, outcome, curves } = await readOutcome(lab, run ?? '');
	const guess = choice === null ? undefined : choices[choice];
	const link = lab.linkTo({ experiment, expected: outcome, curves });
	// The class view reads the guess up to the first bracket.
	return guess ? `[${guess.text.replaceAll('[', '(').replaceAll(']', ')')}] ${link}` : link;
}

/** The lesson for a reader who has not opened it: at its end, with what was seen. */
export function lessonNote(lessons: LessonsState): string {
	if (!lessons.opened) return '';
	const { title, question, steps, seen } = lessons.opened.lesson;
	const isEnd = lessons.step === null;
	const result = isEnd ? readText(seen.blocks, (value) => lessons.shown(steps.length, value)) : '';
	return lessonWords.note({ title, question, seen: result }).trim();
}
