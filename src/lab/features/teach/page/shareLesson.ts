/** Texts about a lesson for others: the result for the class, and a note; and the clipboard. */
import { sha256Hex } from '#engine/core/hash.ts';
import { writeClipboard } from '#lab/page/components/copyText.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { lessonField, type LessonResult } from '#lab/run/lessonResult.ts';
import { readOutcome } from '#lab/page/state/outcomes.ts';
import { ownFile } from '../model/values.ts';
import { readText } from '../model/readText.ts';
import { lessonWords } from '../words.ts';
import type { LessonsState } from './LessonsState.svelte.ts';

/** Into the clipboard. False: the page says that it cannot. */
export const copyText = (lab: LabState, text: () => string | Promise<string>): Promise<boolean> =>
	lab.attempt(lessonWords.cannotCopy, async () => writeClipboard(Promise.resolve(text())));

/** A line for the class view: the link of the last run, with the lesson's question and curves. */
export async function resultLine(lessons: LessonsState): Promise<string> {
	const { lab, progress } = lessons;
	// After the answer, a lesson can train a run without the skill of its question.
	const run = progress.curves.at(-1)?.run ?? progress.run;
	const { experiment, outcome, curves } = await readOutcome(lab, run ?? '');
	const lesson = lessonField(lessonResult(lessons));
	return lab.linkTo({ experiment, expected: outcome, curves, lesson });
}

/** The lesson's question, and what the visitor's runs gave. */
function lessonResult(lessons: LessonsState) {
	const { lab, opened, progress, choices, outcome } = lessons;
	const { id, lesson } = opened!;
	const { title, question, curve, transfer } = lesson;
	const file = lessons.own.find(id);
	const answer = outcome ? choices.indexOf(outcome) : -1;
	const { choice } = progress;
	// A run that was deleted since has no experiment any more.
	const runs = progress.curves.flatMap(({ run, points }) => {
		const record = lab.info?.runs.find((stored) => stored.id === run);
		return record ? [{ experiment: record.experiment, points }] : [];
	});
	const skills = runs.flatMap(({ experiment }) => experiment.skills);
	const charted = curve.terms[0].skill;
	const skill =
		charted === ownFile ? skills.find((each) => each.id.startsWith('file:'))?.id : charted;
	return {
		id: file ? (file.address ?? sha256Hex(file.text).slice(0, 16)) : id,
		title,
		question,
		curve: {
			measure: curve.terms[0].name,
			unit: curve.unit as LessonResult['curve']['unit'],
			...(skill !== undefined && { skill }),
		},
		choices: choices.map(({ text }) => text),
		...(choice !== null && choice >= 0 && { guess: choice }),
		...(answer >= 0 && { answer }),
		...(transfer && {
			transfer: { ask: transfer.ask, right: transfer.right - 1, ...progress.transfer },
		}),
		runs,
	} satisfies LessonResult;
}

/** The lesson for a reader who has not opened it: at its end, with what was seen. */
export function lessonNote(lessons: LessonsState): string {
	if (!lessons.opened) return '';
	const { title, question, steps, seen } = lessons.opened.lesson;
	const isEnd = lessons.step === null;
	const result = isEnd ? readText(seen.blocks, (value) => lessons.shown(steps.length, value)) : '';
	return lessonWords.note({ title, question, seen: result }).trim();
}
