/** Marks by a judge and by people, in the lab with its real database. */
import { englishText } from '#engine/core/message.ts';
import { failure } from '#engine/core/failure.test-support.ts';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { flushSync } from 'svelte';
import { isGraded } from '#lab/features/questions/model/blind.ts';
import { byCategory } from '#lab/features/questions/model/categories.ts';
import { makeQuestion } from '#lab/features/questions/model/question.test-support.ts';
import type { AnswerSetInfo } from '#lab/features/questions/model/types.ts';
import { MarkingState } from '#lab/features/questions/page/MarkingState.svelte.ts';
import { openStores } from '#lab/storage/stores.ts';
import { judgeHandlers } from '../../../src/lab/features/questions/calls/judgeHandlers.ts';
import { openFeatureStores, openLab } from '../../support/featureLab.ts';
import { fileTransport } from '../../../src/lab/worker/outside/fileTransport.ts';
import { noOutside } from '#lab/worker/lab.test-support.ts';
import { createTasks } from '../../../src/lab/worker/tasks.ts';
import { freshBrowser } from '../../support/browser.ts';
import { readContents } from '../../support/databaseDump.ts';
import { json, judgeServer, marked, type JudgeServer } from '../../support/judgeServer.ts';
import { memoryStorage } from '#lab/page/state/browserStorage.ts';

const key = 'sk-nowhere-8675309';
let server: JudgeServer;
let database = 0;
beforeAll(freshBrowser);
beforeEach(async () => void (server = await judgeServer()));
afterEach(() => server.close());

const weights = { ...byCategory(() => 0), safety: 1, politeness: 1 };
const question = (id: string) => makeQuestion(id, { weights, rubric: {} });

/** A lab with the calls of a judge. To open one of the same name again is a reload. */
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
	const { client } = lab;
	const asks = fileTransport({ fetch, allowed: () => true, secure: false });
	const handlers = judgeHandlers(
		{
			tasks: createTasks(() => undefined),
			outside: { ...noOutside, fetch: asks },
			origin: 'https://page.example',
		},
		client,
	);
	return { ...lab, ...handlers, name, close: () => close() };
}
type MarkedLab = Awaited<ReturnType<typeof markedLab>>;

async function withAnswers({ client }: MarkedLab) {
	const questions = ['q0', 'q1', 'q2'].map(question);
	const saved = await client['question.save']({
		set: { version: 1, name: 'Three', about: 'Of the test.', language: 'en', questions },
	});
	const { sha256 } = saved.info;
	const ids: string[] = [];
	for (const who of ['ann', 'ben']) {
		const lines = questions.map(({ id }) => JSON.stringify({ id, answer: `${who} on ${id}` }));
		const file = new File([lines.join('\n')], `${who}.jsonl`);
		ids.push((await client['answer.import']({ questions: sha256, file })).info.id);
	}
	return { questions: sha256, answerSets: ids };
}
const settings = () => ({ address: server.address, model: 'referee', concurrency: 1 });

describe('a judge', () => {
	test('that fails midway resumes: it is not asked again for marks that are stored', async () => {
		const lab = await markedLab();
		const sets = await withAnswers(lab);
		const request = { task: 't', ...sets, judge: settings(), key };
		server.behave((r, seen, n) => (n < 2 ? marked(7)(r, seen, n) : json(r, 401, {})));
		const first = await lab['judge.score'](request);
		expect(first).toMatchObject({ scored: 2, kept: 0 });
		expect(englishText(first.stopped!)).toMatch(/refused the key/);
		server.behave(marked(4));
		expect(await lab['judge.score'](request)).toMatchObject({ scored: 4, kept: 2, stopped: null });
		expect(await lab['judge.score'](request)).toMatchObject({ scored: 0, kept: 6 });
		expect(await lab['judge.score']({ ...request, again: true })).toMatchObject({ scored: 6 });
		const { scores } = await lab.client['answer.open']({ id: sets.answerSets[0] });
		expect(scores).toHaveLength(6);
		expect(new Set(scores.map(({ value }) => value))).toEqual(new Set([1 / 3]));
	});

	test('is tried with a real request: marks that cannot be read are a failure', async () => {
		const lab = await markedLab();
		await lab['judge.try']({ judge: settings(), key });
		server.behave((r) =>
			json(r, 200, { choices: [{ message: { content: 'Lovely, ten of ten!' } }] }),
		);
		await expect(lab['judge.try']({ judge: settings(), key })).rejects.toThrow(
			failure(
				"The judge's reply to {id} cannot be read, twice: {statement} It has no score. Mark it again, use another model, or mark it by hand.",
			),
		);
	});

	test('leaves its key in no database, event, report or export', async () => {
		const lab = await markedLab();
		const sets = await withAnswers(lab);
		const contents: unknown[] = [];
		const judge = (extra = {}) =>
			lab['judge.score']({ task: 't', ...sets, judge: settings(), key, ...extra }).then(
				(outcome) => contents.push(outcome),
				(error: unknown) => contents.push(String(error), error),
			);
		// A server that repeats the key in every reply.
		const echo = JSON.stringify({
			safety: { mark: 5, reason: `The key is ${key}.` },
			politeness: { mark: 5, reason: key },
		});
		server.behave((r) => json(r, 200, { choices: [{ message: { content: echo } }], key }));
		await judge();
		for (const status of [400, 401, 404, 429, 500]) {
			server.behave((r) =>
				json(r, status, { error: { message: `No: ${key}` } }, { 'Retry-After': '0' }),
			);
			await judge({ again: true });
		}
		server.behave((r) => json(r, 200, { said: key }));
		await judge({ again: true });
		await lab['judge.try']({ judge: settings(), key }).catch((error) =>
			contents.push(String(error)),
		);
		await lab['judge.try']({ judge: settings(), key: `${key} ${key}` }).catch((error) =>
			contents.push(String(error)),
		);
		const texts = await Promise.all(
			(['json', 'csv', 'markdown'] as const).map((format) =>
				lab.client['evaluation.export']({ ...sets, format }),
			),
		);
		texts.push(await lab.client['answer.exportScores']({ ids: sets.answerSets }));
		for (const { name, blob } of texts) contents.push(name, await blob.text());
		contents.push(await lab.client['evaluation.report'](sets), lab.events);
		contents.push(await readContents(lab.name));
		const everything = JSON.stringify(contents, (_name, value: unknown) =>
			value instanceof Error ? { ...value, message: value.message, stack: value.stack } : value,
		);
		expect(server.seen.some(({ authorization }) => authorization === `Bearer ${key}`)).toBe(true);
		expect(everything).toContain('The key is ….');
		expect(everything).toContain('referee');
		expect(everything).not.toContain(key);
		expect(everything).not.toContain(btoa(key).slice(0, 12));
	});
});

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
		const { agreement, rows } = await lab.client['evaluation.report'](sets);
		expect(agreement).toHaveLength(1);
		expect(agreement[0]).toMatchObject({ n: 12, alpha: 1, kappa: 1, difference: 0 });
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
	test('needs a name, and questions that all sets answer', async () => {
		const lab = await markedLab();
		const sets = await withAnswers(lab);
		const { state, begin } = makePage(lab, sets);
		await begin(' ');
		expect(state.problem).toContain('Give a name');
		expect(state.marking).toBeNull();
		const file = new File(['{"id": "q0", "answer": "x"}'], 'one.jsonl');
		const { info } = await lab.client['answer.import']({ questions: sets.questions, file });
		const answerSets = [sets.answerSets[0], info.id];
		const shorter = makePage(lab, { ...sets, answerSets });
		await shorter.begin('Ada');
		expect(shorter.state.marking?.pairs).toHaveLength(1);
	});
});
