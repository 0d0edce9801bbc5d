/** Calls for blind marking. Each grade is stored as a score, from which the marking resumes. */
import { InputError } from '#core/errors.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import { blindPlan } from '../model/blind/plan.ts';
import {
	blindPairs,
	blindResult,
	findQuestion,
	scoreOfGrade,
	type BlindSession,
} from '../model/blind/session.ts';
import { judgedCategories } from '../model/judge/prompt.ts';
import type { MarkedSets } from './judgeHandlers.ts';

export const blindHandlers = (sets: MarkedSets): HandlersOf<'blind'> => {
	let open: BlindSession | null = null;
	const current = () => {
		if (!open) throw new InputError('No answers are being marked. Begin the marking again.');
		return open;
	};
	const openAll = (ids: readonly string[]) =>
		Promise.all(ids.map((id) => sets['answer.open']({ id })));

	return {
		'blind.open': async ({ questions: sha256, answerSets, scorer, seed }) => {
			const rater = scorer.trim();
			if (rater === '')
				throw new InputError('Give a name: the marks of two people are compared by their names.');
			const opened = await openAll(answerSets);
			const { questions } = await sets['question.open']({ sha256 });
			const judged = questions.filter((question) => judgedCategories(question).length > 0);
			const plan = blindPlan(
				judged.map(({ id }) => id),
				opened.map(({ set }) => set),
				seed,
				rater,
			);
			if (plan.length === 0)
				throw new InputError(
					'No question has an answer in each of these sets. ' +
						'Choose sets that answer the same questions.',
				);
			open = { rater, plan, questions, sets: opened.map(({ set }) => set) };
			return blindPairs(
				open,
				opened.flatMap(({ scores }) => scores),
			);
		},
		'blind.grade': async ({ pair, side, category, grade }) => {
			const session = current();
			const { question, sides } = session.plan[pair];
			const categories = judgedCategories(findQuestion(session, question));
			await sets['answer.score']({
				scores: [
					{
						answerSet: sides[side],
						question,
						category: categories[category],
						value: scoreOfGrade(grade),
						by: { kind: 'person', name: session.rater },
						at: Date.now(),
					},
				],
			});
		},
		'blind.end': async () => {
			const session = current();
			const opened = await openAll(session.sets.map(({ id }) => id));
			return blindResult(
				session,
				opened.flatMap(({ scores }) => scores),
			);
		},
	};
};
