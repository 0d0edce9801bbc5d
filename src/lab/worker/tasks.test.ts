import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LabEvent } from './protocol.ts';
import { createTasks } from './tasks.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reports progress at most ten times a second, each label at once, and the end once', () => {
	const events: LabEvent[] = [];
	const tasks = createTasks((event) => void events.push(event));
	for (let i = 0; i < 100; i++) {
		tasks.report('t', i < 50 ? 'Reading' : 'Writing', i / 100);
		vi.advanceTimersByTime(10);
	}
	tasks.done('t');
	tasks.done('t');
	tasks.done('never shown');
	const labels = events.map((event) => event.event === 'progress' && event.label);
	expect(labels.filter((label) => label === 'Reading')).toHaveLength(5);
	expect(events).toHaveLength(11);
	expect(events.at(-1)).toMatchObject({ task: 't', done: true });
});
