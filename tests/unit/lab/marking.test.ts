/** Marks by people, in the lab with its real database. */
import { beforeAll, describe, expect, test } from 'vitest';
import { flushSync } from 'svelte';
import { isGraded } from '#lab/features/questions/model/blind.ts';
import { byCategory } from '#lab/features/questions/model/categories.ts';
import { makeQuestion, questionSet } from '../../support/question.ts';
import { setFile } from '#lab/features/questions/model/set.ts';
import type { AnswerSetInfo } from '#lab/features/questions/model/types.ts';
import { MarkingState } from '#lab/features/questions/page/MarkingState.svelte.ts';
import { openStores } from '#lab/storage/stores.ts';
import { openFeatureStores, openLab } from '../../support/featureLab.ts';
import { freshBrowser } from '../../support/browser.ts';
import { memoryStorage } from '#lab/page/state/browserStorage.ts';

let database = 0;
beforeAll(freshBrowser);

const weights = { ...byCategory(() => 0), safety: 1, politeness: 1 };
const question = (id: string) => makeQuestion(id, { weights, rubric: {} });

/** To open a lab of the same name again is a reload. */
async function markedLab(name = `marking ${database++}`) {
	let close = () => {};
	const lab = await openLab({
		openStores: async (options) => {
			const stores = await openStores({
				...options,
				name,
				browser: {},
				features: openFeatureStores,
			});
			close = () => stores.close();
			return stores;
		},
	});
	return { ...lab, name, close: () => close() };
}
type MarkedLab = Awaited<ReturnType<typeof markedLab>>;

async function withAnswers({ client }: MarkedLab) {
	const questions = ['q0', 'q1', 'q2'].map(question);
	const { name, text } = setFile(questionSet(...questions));
	const { sha256 } = await client['question.import']({ file: new File([text], name) });
	const ids: string[] = [];
	for (const who of ['ann', 'ben']) {
		const lines = questions.map(({ id }) => JSON.stringify({ id, answer: `${who} on ${id}` }));
		const file = new File([lines.join('\n')], `${who}.jsonl`);
		ids.push((await client['answer.import']({ questions: sha256, file })).info.id);
	}
	return { questions: sha256, answerSets: ids };
}

describe('blind marking', () => {
	/** The page's marking of these sets, on the handlers of the lab. */
	const makePage = (
		lab: MarkedLab,
		{ questions, answerSets }: Awaited<ReturnType<typeof withAnswers>>,
	) => {
		const state = new MarkingState(
			lab.client,
			{
				answers: answerSets.map((id) => ({ id }) as AnswerSetInfo),
				request: { questions, answerSets },
				refresh: () => Promise.resolve(),
			},
			memoryStorage(),
		);
		return {
			state,
			begin: async (rater: string) => {
				state.rater = rater;
				await state.begin();
				flushSync();
			},
		};
	};

	test('resumes after a reload where it was, with the same sides', async () => {
		const lab = await markedLab();
		const sets = await withAnswers(lab);
		const { state, begin } = makePage(lab, sets);
		await begin('Ada');
		expect([state.done, state.marking?.pairs.length]).toEqual([0, 3]);
		for (const key of ['5', '4', '1', '2', 'Enter', '3']) await state.press(key);
		await state.point(0, 1);
		const left = state.marking;
		lab.close();

		const again = await markedLab(lab.name);
		const after = makePage(again, sets);
		await after.begin('Ada');
		expect(after.state.marking).toEqual(left);
		expect(after.state.marking?.at).toEqual({ pair: 1, side: 0, category: 1 });
		expect(after.state.done).toBe(1);
		expect(after.state.unfinished).toMatchObject({ scorer: 'Ada', seed: 1 });
		// Another person begins a new marking, with other sides and another order.
		await after.begin('Bob');
		expect(after.state.done).toBe(0);
	});
	test('compares the marks of two people', async () => {
		const lab = await markedLab();
		const sets = await withAnswers(lab);
		for (const name of ['Ada', 'Bob']) {
			const { state, begin } = makePage(lab, sets);
			await begin(name);
			// Both give 5 to Ann and 2 to Ben, on any side.
			while (!state.result) {
				const { pairs, at } = state.marking!;
				const isAnn = pairs[at.pair].sides[at.side].text.startsWith('ann');
				await state.press(isGraded(pairs[at.pair]) ? 'Enter' : isAnn ? '5' : '2');
			}
			expect(state.problem).toBeNull();
			expect(state.unfinished).toBeNull();
			expect(state.result.map(({ mean }) => mean)).toEqual([1, 0.25]);
			expect(state.result[0]).toMatchObject({ better: 3, worse: 0 });
		}
		const { notes, rows } = await lab.client['evaluation.report'](sets);
		expect(notes.map(({ values }) => values)).toContainEqual({
			raters: 'person Ada, person Bob',
			alpha: '1.00',
			n: 12,
		});
		expect(rows.map(({ all }) => all.overall.value)).toEqual([1, 0.25]);
	});
	test('handles keys in order if they come faster than the disk', async () => {
		const lab = await markedLab();
		const sets = await withAnswers(lab);
		const { state, begin } = makePage(lab, sets);
		await begin('Ada');
		await Promise.all(['5', '4', '3', '2'].map((key) => state.press(key)));
		expect(state.marking?.pairs[0].sides.map(({ grades }) => grades)).toEqual([
			[5, 4],
			[3, 2],
		]);
		const stored = await Promise.all(
			sets.answerSets.map((id) => lab.client['answer.open']({ id })),
		);
		expect(stored.flatMap(({ scores }) => scores)).toHaveLength(4);
	});
});
