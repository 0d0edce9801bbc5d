/** The judge on the page: the stored settings, the key, and the permission to connect. */
import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { memoryStorage } from '#lab/page/state/browserStorage.ts';
import type { JudgeSettings } from '../model/judge/settings.ts';
import { JudgeState, type JudgeLab } from './JudgeState.svelte.ts';

const key = 'sk-in-memory-only';
const typed: Partial<JudgeSettings> = { address: 'http://localhost:1234/v1/', model: 'referee' };

function judgeState({
	origins = [],
	stored = {},
}: { origins?: readonly string[]; stored?: Readonly<Record<string, string>> } = {}) {
	const entries = new Map(Object.entries(stored));
	const lab = {
		'judge.try': vi.fn<JudgeLab['judge.try']>(async () => undefined),
		'judge.score': vi.fn<JudgeLab['judge.score']>(async () => ({
			scored: 3,
			unscored: [],
			stopped: null,
			kept: 0,
		})),
		'task.cancel': vi.fn<JudgeLab['task.cancel']>(async () => undefined),
	} satisfies JudgeLab;
	const questions = {
		request: { questions: 'questions', answerSets: ['a', 'b'] },
		refresh: vi.fn(async () => undefined),
	};
	const reload = vi.fn(async () => undefined);
	const judge = new JudgeState(lab, questions, memoryStorage(entries), origins, reload);
	return { judge, lab, questions, reload, entries };
}

test('allowing an address stores its origin, not the key, and reloads the page', async () => {
	const { judge, reload, entries } = judgeState({ origins: ['https://other.example'] });
	judge.change(typed);
	judge.key = key;
	flushSync();
	expect([judge.origin, judge.allowed]).toEqual(['http://localhost:1234', false]);
	await judge.allow();
	expect(reload).toHaveBeenCalledOnce();
	expect(JSON.parse(entries.get('skillet.origins')!)).toEqual([
		'https://other.example',
		'http://localhost:1234',
	]);
	expect(JSON.stringify([...entries])).not.toContain(key);
	expect(JSON.stringify([...entries])).toContain('referee');

	const next = judgeState({
		origins: ['http://localhost:1234'],
		stored: Object.fromEntries(entries),
	});
	expect(next.judge.form).toMatchObject({ address: 'http://localhost:1234/v1', model: 'referee' });
	expect([next.judge.allowed, next.judge.key]).toEqual([true, '']);
});

test('an invalid address stores nothing and does not reload', async () => {
	const { judge, reload, entries } = judgeState();
	judge.change({ ...typed, address: 'x' });
	expect(judge.origin).toBe(null);
	await judge.allow();
	expect(judge.status).toMatchObject({ kind: 'failed' });
	expect(judge.status).toHaveProperty('message', expect.stringContaining('“x” is not an address'));
	expect(reload).not.toHaveBeenCalled();
	expect(entries.size).toBe(0);
});

test('each call has the key, which is never stored; the report is read again', async () => {
	const { judge, lab, questions, entries } = judgeState({ origins: ['http://localhost:1234'] });
	judge.change(typed);
	judge.key = key;
	await judge.try();
	expect(judge.status.kind).toBe('ready');
	await judge.score();
	expect(lab['judge.score'].mock.calls[0][0]).toMatchObject({
		questions: 'questions',
		answerSets: ['a', 'b'],
		key,
		again: false,
	});
	expect(judge.status).toMatchObject({ kind: 'done', outcome: { scored: 3 } });
	expect(questions.refresh).toHaveBeenCalledOnce();
	expect(JSON.stringify([...entries])).not.toContain(key);
});

test('a cancelled call counts as no failure; a click during a call does nothing', async () => {
	const { judge, lab } = judgeState({ origins: ['http://localhost:1234'] });
	judge.change(typed);
	let cancel: (reason: Error) => void = () => undefined;
	lab['judge.score'].mockReturnValue(new Promise((_, reject) => (cancel = reject)));
	lab['task.cancel'].mockImplementation(async () => cancel(new DOMException('', 'AbortError')));
	const first = judge.score();
	await judge.score();
	expect(lab['judge.score']).toHaveBeenCalledOnce();
	await judge.cancel();
	await first;
	expect(judge.status).toEqual({ kind: 'idle' });
});

test('damaged stored fields get their defaults', () => {
	for (const text of [
		'nonsense',
		'[]',
		'null',
		'{"address": 7, "concurrency": "many", "key": "k"}',
	]) {
		const { judge } = judgeState({ stored: { 'skillet.judge': text } });
		expect(judge.form).toEqual({
			address: '',
			model: '',
			scale: 'ten',
			concurrency: 2,
			timeout: 60,
		});
	}
});
