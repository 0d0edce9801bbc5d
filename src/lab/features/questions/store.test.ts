import { expect, it, vi } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { parseSet, setInfo } from './model/set.ts';
import type { AnswerSet, Score } from './model/types.ts';
import { fullDiskAtWrite } from '../../../../tests/support/browser.ts';
import { openStoresForEachTest, reopen, stores } from '../../../../tests/support/openTab.ts';
import { questionStores } from './store.ts';

openStoresForEachTest(questionStores);

const makeRecord = (name: string, savedAt: number) => {
	const set = parseSet({ name, questions: [{ id: 'a', prompt: '“Ä”?', reference: '𝒜' }] });
	const info = setInfo(set, false, savedAt);
	return { sha256: info.sha256, info, set };
};
const answersTo = (questions: string, id: string, madeAt = 0): AnswerSet => ({
	id,
	questions,
	madeAt,
	by: { kind: 'other', name: id },
	origin: { kind: 'file', name: `${id}.jsonl` },
	answers: [{ id: 'a', text: 'ß' }],
});
const score: Score = {
	answerSet: 'x',
	question: 'a',
	category: 'clarity',
	value: 0.5,
	by: { kind: 'person', name: 'Ada' },
};

it('question sets are stored whole and listed newest first', async () => {
	const [older, newer] = [makeRecord('Older', 1), makeRecord('Newer', 2)];
	await stores.questionSets.put(older);
	await stores.questionSets.put(newer);
	await reopen();
	expect(await stores.questionSets.list()).toEqual([newer.info, older.info]);
	expect(await stores.questionSets.get(older.sha256)).toEqual(older.set);
	expect(await stores.questionSets.get('0'.repeat(64))).toBeUndefined();
});

it('answers are stored with their scores and keep them when they are stored again', async () => {
	const set = answersTo('q', 'x');
	await stores.answerSets.put([set, answersTo('r', 'y', 5)]);
	await stores.answerSets.update(['x'], (record) => ({ set: record.set, scores: [score] }));
	await stores.answerSets.put([set]);
	await reopen();
	expect(await stores.answerSets.get('x')).toEqual({ id: 'x', set, scores: [score] });
	expect((await stores.answerSets.list()).map(({ id, scores }) => [id, scores])).toEqual([
		['y', 0],
		['x', 1],
	]);
	expect((await stores.answerSets.list('q')).map(({ id }) => id)).toEqual(['x']);
});

it('answers of another lab are stored together with their scores, or not at all', async () => {
	const set = answersTo('q', 'x');
	fullDiskAtWrite(1);
	await expect(stores.answerSets.put([set], [score])).rejects.toThrow(StorageError);
	vi.restoreAllMocks();
	expect(await stores.answerSets.list()).toEqual([]);
	await stores.answerSets.put([set, answersTo('q', 'y')], [score]);
	expect((await stores.answerSets.get('x'))?.scores).toEqual([score]);
	expect((await stores.answerSets.get('y'))?.scores).toEqual([]);
});

it('a question set is deleted with its own answers only', async () => {
	const record = makeRecord('One', 1);
	await stores.questionSets.put(record);
	await stores.answerSets.put([answersTo(record.sha256, 'x'), answersTo('other', 'y')]);
	await stores.questionSets.delete(record.sha256);
	expect(await stores.questionSets.list()).toEqual([]);
	expect((await stores.answerSets.list()).map(({ id }) => id)).toEqual(['y']);
});

it('a full disk changes nothing', async () => {
	await stores.answerSets.put([answersTo('q', 'x')]);
	fullDiskAtWrite(2);
	await expect(stores.answerSets.put([answersTo('q', 'y'), answersTo('q', 'z')])).rejects.toThrow(
		StorageError,
	);
	vi.restoreAllMocks();
	expect((await stores.answerSets.list()).map(({ id }) => id)).toEqual(['x']);
});
