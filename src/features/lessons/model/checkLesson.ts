/** Checks a lesson against the lab: its experiments exist, and it has the skills that it names. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { quote } from '#core/text.ts';
import { experimentOf, type Surroundings } from './experimentOf.ts';
import type { Lesson } from './lesson.ts';
import { ownFile } from './measures.ts';

/** Throws InputError with the file, the line and the mend. */
export function checkLesson(lesson: Lesson, file: string, surroundings: Surroundings): void {
	const at = <T>(line: number, task: () => T): T => {
		try {
			return task();
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			throw new InputError(sentence`${file}, line ${line}: ${error.statement}`, error.data);
		}
	};
	const first = at(1, () => experimentOf(lesson.experiment, surroundings));
	const skills = new Set([ownFile, ...first.skills.map(({ id }) => id)]);
	for (const { action, line } of lesson.steps) {
		const { experiment } = action ?? {};
		if (!experiment) continue;
		for (const { id } of at(line, () => experimentOf(experiment, surroundings)).skills)
			skills.add(id);
	}
	for (const { line, values, until, keep, ask } of lesson.steps) {
		const kept = keep.map(([, value]) => value);
		const choices = ask?.choices.map(({ holds }) => holds) ?? [];
		for (const expression of [...values, ...kept, ...choices, ...(until ? [until] : [])])
			for (const id of expression.skills)
				if (!skills.has(id))
					throw new InputError(
						sentence`${file}, line ${line}: ${quote(expression.source)}: the lesson has no skill
							${quote(id)}. It has ${[...skills].join(', ')}.`,
					);
	}
}
