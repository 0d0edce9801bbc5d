/** Calls about blind marking. The marking is in memory; each grade is stored as a score, from which it is opened again. */
import { InputError } from '#core/errors.ts';
import {
	blindPlan,
	blindView,
	cellKey,
	gradeOf,
	openMarking,
	pointAt,
	press,
	valueOf,
	type BlindMaterial,
	type BlindView,
	type Grade,
	type Marking,
} from '../model/blind.ts';
import { judgedCategories } from '../model/judge.ts';
import type { Score } from '../model/questions.ts';
import type { HandlersOf } from '#lab/worker/protocol.ts';
import type { MarkedSets } from './judgeHandlers.ts';

export const blindHandlers = (sets: MarkedSets): HandlersOf<'blind'> => {
	let open: { readonly material: BlindMaterial; marking: Marking; ended: boolean } | null = null;
	/** Keys come faster than the disk: they are taken one after the other. */
	let last: Promise<unknown> = Promise.resolve();
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const turn = last.then(work, work);
		last = turn;
		return turn;
	};
	const current = () => {
		if (!open) throw new InputError('No answers are being marked. Begin the marking again.');
		return open;
	};
	const view = (): BlindView => {
		const { marking, material, ended } = current();
		return blindView(marking, material, ended);
	};

	return {
		'blind.open': ({ questions, answerSets, scorer, seed }) =>
			inTurn(async () => {
				const name = scorer.trim();
				if (name === '')
					throw new InputError(
						'Whose marks are these? Give a name: two people’s marks are compared by it.',
					);
				const opened = await Promise.all(answerSets.map((id) => sets['answer.open']({ id })));
				const all = (await sets['question.open']({ sha256: questions })).questions;
				const answering = opened.map(({ set }) => set);
				const plan = blindPlan(
					all.filter((question) => judgedCategories(question).length > 0).map(({ id }) => id),
					answering,
					seed,
					name,
				);
				if (plan.length === 0)
					throw new InputError(
						'No question has an answer in each of these sets. Choose sets that answer the same questions.',
					);
				const categories = new Map(
					all.map((question) => [question.id, judgedCategories(question)]),
				);
				const scores = opened.flatMap((each) => each.scores);
				open = {
					material: { scorer: name, questions: all, sets: answering },
					marking: openMarking(plan, (id) => categories.get(id) ?? [], gradesOf(scores, name)),
					ended: false,
				};
				return view();
			}),
		'blind.press': ({ key }) =>
			inTurn(async () => {
				const session = current();
				if (session.ended) return view();
				const { marking, change } = press(session.marking, key);
				if (change) {
					const { grade, ...where } = change;
					const by = { kind: 'person', name: session.material.scorer } as const;
					await sets['answer.score']({
						scores: [{ ...where, value: valueOf(grade), by, at: Date.now() }],
					});
				}
				session.marking = marking;
				return view();
			}),
		'blind.point': ({ side, category }) =>
			inTurn(async () => {
				const session = current();
				session.marking = pointAt(session.marking, side, category);
				return view();
			}),
		'blind.end': () =>
			inTurn(async () => {
				current().ended = true;
				return view();
			}),
	};
};

const gradesOf = (scores: readonly Score[], scorer: string): ReadonlyMap<string, Grade> =>
	new Map(
		scores.flatMap(({ answerSet, question, category, value, by }) =>
			by.kind === 'person' && by.name === scorer
				? [[cellKey(answerSet, question, category), gradeOf(value)] as const]
				: [],
		),
	);
