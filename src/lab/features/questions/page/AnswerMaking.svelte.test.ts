import { expect, test } from 'vitest';
import type { RunRecord } from '#lab/run/stores.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { AnswerMaking } from './AnswerMaking.svelte.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

const run = (id: string, sha256: string) =>
	({ id, step: 10, experiment: { model: { id: 'base', sha256 } } }) as RunRecord;
const runs = [run('a', 'one'), run('b', 'one'), run('c', 'two')];

/** `calls`: `run: model`, in order. The base models of `answered` have answered. */
function openMaking(answered: readonly string[]) {
	const calls: string[] = [];
	const lab = {
		info: { runs },
		run: runs[0],
		experiment: runs[0].experiment,
		ensureRun: () => Promise.resolve(runs[0]),
		client: {
			'answer.make': ({ runId, models }: { runId: string; models: readonly string[] }) => {
				calls.push(...models.map((model) => `${runId}: ${model}`));
				return Promise.resolve();
			},
		},
	};
	const questions = {
		chosen: { sha256: 'questions' },
		answers: answered.map((sha256) => ({ by: { kind: 'base', sha256 } })),
		attempt: (_: string, act: () => Promise<void>) => act(),
		refresh: () => Promise.resolve(),
		view: 'questions',
	};
	const making = new AnswerMaking(
		lab as unknown as LabState,
		questions as unknown as QuestionsState,
	);
	return { making, calls, questions };
}

test('each base model answers once', async () => {
	const { making, calls } = openMaking([]);
	expect(making.count(runs, true, false)).toBe(5);
	await making.make(runs, true);
	expect(calls).toEqual(['a: base', 'a: tuned', 'b: tuned', 'c: base', 'c: tuned']);
});

test('a base model that has answered does not answer again', async () => {
	const { making, calls, questions } = openMaking(['one']);
	expect(making.count(runs, true, false)).toBe(4);
	expect(making.count([], true, false)).toBe(0);
	await making.make(runs, true);
	expect(calls).toEqual(['a: tuned', 'b: tuned', 'c: base', 'c: tuned']);
	await making.make([], true);
	expect(calls).toHaveLength(4);
	expect(questions.view).toBe('report');
});
