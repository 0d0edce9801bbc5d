/** The judge on the page: what is kept for the next visit, what is not, and the way to an address that the page may not ask yet. */
import { flushSync } from 'svelte';
import { expect, test, vi } from 'vitest';
import { InputError } from '#core/errors.ts';
import { JudgeState, type JudgeForm, type JudgeLab } from './JudgeState.svelte.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

const key = 'sk-in-memory-only';
const typed: Partial<JudgeForm> = { address: 'http://localhost:1234/v1/', model: 'referee' };

function judgeState({
	origins = [],
	stored = {},
}: { origins?: readonly string[]; stored?: Readonly<Record<string, string>> } = {}) {
	const kept = new Map(Object.entries(stored));
	const lab = {
		'judge.read': vi.fn<JudgeLab['judge.read']>(async (form) => ({
			judge: {
				scale: 'ten',
				concurrency: 2,
				timeout: 60,
				...form,
				address: 'http://localhost:1234/v1',
			},
			origin: 'http://localhost:1234',
		})),
		'judge.try': vi.fn<JudgeLab['judge.try']>(async () => undefined),
		'judge.score': vi.fn<JudgeLab['judge.score']>(async () => ({
			...{ scored: 3, unscored: [], stopped: null, kept: 0 },
		})),
		'task.cancel': vi.fn<JudgeLab['task.cancel']>(async () => undefined),
	} satisfies JudgeLab;
	const questions = {
		chosen: { sha256: 'questions' },
		included: [{ id: 'a' }, { id: 'b' }],
		refresh: vi.fn(async () => undefined),
	};
	const reload = vi.fn(async () => undefined);
	const judge = new JudgeState(lab, questions as unknown as QuestionsState, {
		origins,
		reload,
		storage: {
			getItem: (name) => kept.get(name) ?? null,
			setItem: (name, value) => void kept.set(name, value),
		},
	});
	return { judge, lab, questions, reload, kept };
}

test('an address that the page may not ask is stored as an origin, and the page loads anew without the key', async () => {
	const { judge, reload, kept } = judgeState({ origins: ['https://other.example'] });
	judge.change(typed);
	judge.key = key;
	flushSync();
	expect([judge.origin, judge.allowed]).toEqual(['http://localhost:1234', false]);
	await judge.allow();
	expect(reload).toHaveBeenCalledOnce();
	expect(JSON.parse(kept.get('skillet.origins')!)).toEqual([
		'https://other.example',
		'http://localhost:1234',
	]);
	expect(JSON.stringify([...kept])).not.toContain(key);
	expect(JSON.stringify([...kept])).toContain('referee');

	const next = judgeState({ origins: ['http://localhost:1234'], stored: Object.fromEntries(kept) });
	expect(next.judge.form).toMatchObject({ address: 'http://localhost:1234/v1', model: 'referee' });
	expect([next.judge.allowed, next.judge.key]).toEqual([true, '']);
});

test('an address that is none stores nothing and loads nothing', async () => {
	const { judge, lab, reload, kept } = judgeState();
	lab['judge.read'].mockRejectedValue(new InputError('“x” is no address: give one.'));
	judge.change({ ...typed, address: 'x' });
	expect(judge.origin).toBe(null);
	await judge.allow();
	expect(judge.status).toEqual({ kind: 'failed', message: '“x” is no address: give one.' });
	expect(reload).not.toHaveBeenCalled();
	expect(kept.size).toBe(0);
});

test('the key goes with each call and is kept nowhere; the report is made anew', async () => {
	const { judge, lab, questions, kept } = judgeState({ origins: ['http://localhost:1234'] });
	judge.change(typed);
	judge.key = key;
	await judge.try();
	expect(judge.status.kind).toBe('ready');
	await judge.score();
	expect(lab['judge.score'].mock.calls[0][0]).toMatchObject({
		...{ questions: 'questions', answerSets: ['a', 'b'], key, again: false },
	});
	expect(judge.status).toMatchObject({ kind: 'done', outcome: { scored: 3 } });
	expect(questions.refresh).toHaveBeenCalledOnce();
	expect(JSON.stringify([...kept])).not.toContain(key);
});

test('cancelled is no failure; a second press while it works does nothing', async () => {
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

test('what is stored and damaged is left out', () => {
	for (const text of [
		'nonsense',
		'[]',
		'null',
		'{"address": 7, "concurrency": "many", "key": "k"}',
	]) {
		const { judge } = judgeState({ stored: { 'skillet.judge': text } });
		expect(judge.form).toEqual({
			...{ address: '', model: '', scale: 'ten', concurrency: 2, timeout: 60 },
		});
	}
});
