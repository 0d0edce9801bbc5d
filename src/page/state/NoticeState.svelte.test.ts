import { expect, test } from 'vitest';
import { NoticeState } from './NoticeState.svelte.ts';

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

test('how long a task takes is known once it has gone on for a while', () => {
	const { report } = notices();
	expect(report(0, 0)).toBeNull();
	expect(report(1000, 0.1)).toBeNull();
	expect(report(10_000, 0.5)).toBeCloseTo(10_000);
});

test('a new part of a task is measured by itself', () => {
	const { state, report } = notices();
	report(0, 0);
	report(10_000, 0.9);
	expect(report(11_000, 0.1)).toBeNull();
	expect(report(21_000, 0.6)).toBeCloseTo(8000);
	expect(report(22_000, null)).toBeNull();
	state.progress({ event: 'progress', task: 'run', label: '', fraction: 1, done: true });
	expect(state.tasks).toEqual([]);
});

test('what holds no more is withdrawn, and can be said again', () => {
	const { state } = notices();
	state.say({ level: 'info', message: 'The study is paused.' });
	state.say({ level: 'info', message: 'Another.' });
	state.withdraw('The study is paused.');
	expect(state.notices.map(({ message }) => message)).toEqual(['Another.']);
	state.say({ level: 'info', message: 'The study is paused.' });
	expect(state.notices).toHaveLength(2);
});
