/** Checks a lesson against the lab: its experiments exist, and it has the skills that it names. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { quote } from '#core/text.ts';
import { experimentOf, type Surroundings } from './experimentOf.ts';
import { lineOf, type Lesson, type LinesByPath } from './lesson.ts';
import { ownFile } from './measures.ts';

/** Throws InputError with the file, the line and the mend. */
export function checkLesson(lesson: Lesson, file: string, surroundings: Surroundings): void {
	const skills = new Set([ownFile]);
	const add = (asked: Lesson['experiment'], lines: LinesByPath) => {
		try {
			for (const { id } of experimentOf(asked, surroundings).skills) skills.add(id);
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			const line = lineOf(lines, `experiment.${error.data['field'] as string}`);
			throw new InputError(sentence`${file}, line ${line}: ${error.statement}`, error.data);
		}
	};
	add(lesson.experiment, lesson.lines);
	for (const { action, lines } of lesson.steps)
		if (action?.experiment) add(action.experiment, lines);
	for (const { values, until, keep, ask } of lesson.steps) {
		const kept = keep.map(([, value]) => value);
		const choices = ask?.choices.map(({ holds }) => holds) ?? [];
		for (const expression of [...values, ...kept, ...choices, ...(until ? [until] : [])])
			for (const id of expression.skills)
				if (!skills.has(id))
					throw new InputError(
						sentence`${file}, line ${expression.line}: ${quote(expression.source)}: the lesson has
							no skill ${quote(id)}. It has ${[...skills].join(', ')}.`,
					);
	}
}
