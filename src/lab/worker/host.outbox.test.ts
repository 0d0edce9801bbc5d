import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOutbox } from './host.ts';
import { createTasks } from './tasks.ts';
import type { LabEvent, LabMessage } from './protocol.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const step = (number: number): LabEvent => ({
	event: 'run.events',
	runId: 'r',
	events: [{ type: 'checkpoint', step: number }],
});
const stepsIn = (messages: readonly LabMessage[]) =>
	messages.map((message) =>
		'event' in message && message.event === 'run.events' ? message.events.map((e) => e.step) : null,
	);

it('sends the first events at once, and those of the next 100 ms together', () => {
	const posted: LabMessage[] = [];
	const send = createOutbox((message) => void posted.push(message));
	for (let i = 1; i <= 30; i++) {
		send(step(i));
		vi.advanceTimersByTime(10);
	}
	vi.advanceTimersByTime(100);
	expect(posted).toHaveLength(4);
	expect(stepsIn(posted).flat()).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
});

it('sends waiting events before a later reply or status', () => {
	const posted: LabMessage[] = [];
	const send = createOutbox((message) => void posted.push(message));
	send(step(1));
	send(step(2));
	send({ id: 7, ok: true, value: null });
	expect(stepsIn(posted)).toEqual([[1], [2], null]);
	vi.advanceTimersByTime(200);
	expect(posted).toHaveLength(3);
});

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
