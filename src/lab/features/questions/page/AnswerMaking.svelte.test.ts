import { expect, test, vi } from 'vitest';
import type { RunRecord } from '#lab/run/stores.ts';
import type { RequestTo } from '#lab/worker/lab.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { AnswerMaking } from './AnswerMaking.svelte.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

type Request = RequestTo<'answer.make'>;
const makeRun = (id: string, sha256: string, step = 10) =>
	({ id, step, experiment: { model: { id: 'base', sha256 } } }) as RunRecord;
const trained = [makeRun('a', 'one'), makeRun('b', 'one'), makeRun('c', 'two')];
const [, workbench] = trained;

/** `calls`: `run: model`, in order. The base models of `answered` have answered. */
function openMaking(answered: readonly string[] = []) {
	const calls: string[] = [];
	const answer = vi.fn(async (request: Pick<Request, 'runId' | 'models'>): Promise<void> => {
		calls.push(...request.models.map((model) => `${request.runId}: ${model}`));
	});
	const lab = {
		info: { runs: [...trained, makeRun('new', 'one', 0)] },
		run: workbench,
		experiment: workbench.experiment,
		ensureRun: async () => workbench,
		client: { 'answer.make': answer, 'task.cancel': async () => undefined },
	};
	const questions = {
		chosen: { sha256: 'questions' },
		answers: answered.map((sha256) => ({ by: { kind: 'base', sha256 } })),
		attempt: (_: string, act: () => Promise<void>) => act(),
		refresh: async () => undefined,
	};
	const making = new AnswerMaking(
		lab as unknown as LabState,
		questions as unknown as QuestionsState,
	);
	return { making, answer, calls, questions };
}

test('each base model answers once', async () => {
	const { making, calls } = openMaking();
	expect(making.runs).toEqual(trained);
	expect(making.count(making.runs, true, false)).toBe(5);
	await making.make(making.runs, true);
	expect(calls).toEqual(['a: base', 'a: tuned', 'b: tuned', 'c: base', 'c: tuned']);
});

test('a base model that has answered does not answer again', async () => {
	const { making, calls } = openMaking(['one']);
	expect(making.count([], true, false)).toBe(0);
	await making.make([], true);
	await making.make(making.runs, true);
	expect(calls).toEqual(['a: tuned', 'b: tuned', 'c: base', 'c: tuned']);
});

test('a cancelled model ends those after it', async () => {
	const { making, answer } = openMaking();
	answer.mockImplementation(() => making.cancel());
	await making.make(making.runs, true);
	expect(answer).toHaveBeenCalledOnce();
	expect(making.busy).toBeNull();
});
