/** Checks a lesson against the lab: its experiments exist, and it has the skills that it names. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { quote } from '#core/text.ts';
import { makeExperiment, type Surroundings } from './makeExperiment.ts';
import { findLine, type Lesson, type LinesByPath } from './lesson.ts';
import { ownFile } from './measures.ts';

/** Throws InputError with the file, the line and the mend. */
export function checkLesson(lesson: Lesson, file: string, surroundings: Surroundings): void {
	const skills = new Set([ownFile]);
	/** The run's experiment at this step of the lesson. */
	let current = surroundings.defaultExperiment;
	/** An error names the field of the lesson; `policy`: the one that names the policy. */
	const put = (lines: LinesByPath, within: string, policy: string, make: () => Experiment) => {
		try {
			current = make();
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			const { statement, data } = error;
			const path = within + (data['field'] as string);
			const field = path.replace('policy[0].id', policy).replace('policy[0].settings', 'settings');
			const values = { ...statement.values, 0: field };
			const message = /^\{0\}(: | is)/.test(statement.id) ? { ...statement, values } : statement;
			throw new InputError(sentence`${file}, line ${findLine(lines, field)}: ${message}`, data);
		}
		for (const { id } of current.skills) skills.add(id);
	};
	const begin = (asked: Lesson['experiment'], lines: LinesByPath) =>
		put(lines, 'experiment.', 'policy', () => makeExperiment(asked, surroundings));
	begin(lesson.experiment, lesson.lines);
	for (const { action, lines } of lesson.steps) {
		const { experiment, switch: to, fork, settings = {}, train } = action ?? {};
		if (experiment) begin(experiment, lines);
		const id = to ?? fork?.to;
		if (id !== undefined)
			put(lines, '', fork ? 'fork.to' : 'switch', () =>
				parseExperiment({ ...current, policy: [{ fromStep: 0, id, settings }] }),
			);
		for (const [field, step] of Object.entries({ train, 'fork.at': fork?.at }))
			if (typeof step === 'number' && step > current.steps)
				throw new InputError(
					sentence`${file}, line ${findLine(lines, field)}: ${field}: the run has only
						${current.steps} steps. Write a smaller number.`,
				);
	}
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
