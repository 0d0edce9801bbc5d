import { expect, test } from 'vitest';
import type { RunStatus } from '#lab/worker/protocol.ts';
import { NoticeState, preparationTask, timeLeft } from './NoticeState.svelte.ts';

function notices() {
	let time = 0;
	const state = new NoticeState(() => time);
	const report = (at: number, fraction: number | null, label = 'Roll-out') => {
		time = at;
		state.progress({ event: 'progress', task: 'run', label, fraction });
		return state.tasks[0].left;
	};
	return { state, report };
}

test('the time left of a task is known after a while', () => {
	const { report } = notices();
	expect(report(0, 0)).toBeNull();
	expect(report(1000, 0.1)).toBeNull();
	expect(report(10_000, 0.5)).toBeCloseTo(10_000);
});

test('a message is shown once, and again after it was closed', () => {
	const { state } = notices();
	const say = (message: string) => state.say('info', () => message);
	const paused = say('The study is paused.');
	say('Another.');
	expect(say('The study is paused.')).toBe(paused);
	state.close(paused);
	expect(state.notices.map(({ message }) => message)).toEqual(['Another.']);
	say('The study is paused.');
	expect(state.notices).toHaveLength(2);
});

test('news leaves when a run begins or more news comes; an error stays until it is closed', () => {
	const { state } = notices();
	const texts = () => state.notices.map(({ message }) => message);
	state.say('error', () => 'Cannot open it.');
	state.fail('Cannot train:', new Error('No data.'));
	for (const news of ['1', '2', '3', '4']) state.say('info', () => news);
	expect(texts()).toEqual(['Cannot open it.', 'Cannot train: No data.', '2', '3', '4']);
	state.say('warning', () => 'Storage is full.');
	state.closeNews();
	expect(texts()).toEqual(['Cannot open it.', 'Cannot train: No data.']);
});

test('a notice follows the language, and is still the same notice', () => {
	const { state } = notices();
	let word = $state('Run');
	const say = () => state.say('info', () => word);
	const id = say();
	word = '训练';
	expect(state.notices).toMatchObject([{ id, level: 'info', message: '训练' }]);
	expect(say()).toBe(id);
});

test('time left is proportional to the progress since the first report', () => {
	const first = { at: 1000, fraction: 0.2 };
	expect(timeLeft(first, { at: 11_000, fraction: 0.4 })).toBeCloseTo(30_000);
	expect(timeLeft(first, { at: 11_000, fraction: 1 })).toBe(0);
});

const tasks = [
	{ id: 'run', label: 'Roll-out 1 of 20', fraction: 0.05, left: null },
	{ id: 'import', label: 'Importing', fraction: 0.5, left: null },
];
const run = (step: number, kind: 'running' | 'paused') => ({
	id: 'run',
	step,
	status: (kind === 'running'
		? { kind, step, pace: { kind: 'full' } }
		: { kind, step }) as RunStatus,
	policy: { fromStep: 40, id: 'raise', settings: {} },
});

test('a preparation is the task of a running run whose policy has drawn no batch', () => {
	expect(preparationTask(run(40, 'running'), tasks)?.label).toBe('Roll-out 1 of 20');
	expect(preparationTask(run(41, 'running'), tasks)).toBeUndefined();
	expect(preparationTask(run(40, 'paused'), tasks)).toBeUndefined();
	expect(preparationTask(run(40, 'running'), tasks.slice(1))).toBeUndefined();
	expect(preparationTask(null, tasks)).toBeUndefined();
});
