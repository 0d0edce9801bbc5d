/** What the page adds to the queue: links, the workbench, and the rest of a run that has begun. */
import { expect, it, vi } from 'vitest';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { QueueState } from './QueueState.svelte.ts';

const experiment = { policy: [{ fromStep: 0, id: 'uniform', settings: {} }], steps: 9 };

function make(run: object | null = null, isShown = false) {
	const add = vi.fn(async (_request: { entries: readonly object[] }) => undefined);
	let ids = 0;
	const say = vi.fn();
	const lab = {
		client: {
			subscribe: () => () => undefined,
			'queue.add': add,
			'queue.list': async () => ({
				entries: [{ runId: 'old', experiment, addedAt: 1, state: 'going' }],
				status: { kind: 'idle' },
			}),
		},
		experiment,
		run,
		readLink: (text: string) => {
			if (!text.includes('2.abc')) throw new Error('not a link');
			return { experiment, race: [[{ fromStep: 0, id: 'mos', settings: {} }]] };
		},
		attempt: async (_what: string, task: () => Promise<unknown>) => {
			await task();
			return true;
		},
		notices: { say },
		refreshRuns: async () => undefined,
	} as unknown as LabState;
	const queue = new QueueState(lab, {
		newId: () => `new-${++ids}`,
		show: () => undefined,
		isShown: () => isShown,
	});
	return { queue, add, say };
}

it('adds the experiments of links and of each lane, and names lines that are no link', async () => {
	const { queue, add } = make();
	const left = await queue.addLinks('https://lab.example/#2.abc\n\nnonsense');
	expect(left).toBe('nonsense');
	expect(queue.rejected).toEqual(['Line 3: not a link']);
	const mos = { ...experiment, policy: [{ fromStep: 0, id: 'mos', settings: {} }] };
	expect(add.mock.calls).toEqual([
		[
			{
				entries: [
					{ runId: 'new-1', experiment },
					{ runId: 'new-2', experiment: mos },
				],
			},
		],
	]);
});

it.each(['#2.abc', '2.abc', 'https://lab.example/%232.abc'])('%s is a link', async (line) => {
	const { queue } = make();
	expect(await queue.addLinks(line)).toBe('');
	expect(queue.rejected).toEqual([]);
});

it('the workbench gives a new run, or the rest of a run or fork that has begun', async () => {
	const fresh = make({ id: 'run', step: 0, ended: false, experiment });
	await fresh.queue.addWorkbench();
	expect(fresh.add).toHaveBeenCalledWith({ entries: [{ runId: 'new-1', experiment }] });
	const begun = make({ id: 'fork', step: 4, ended: false, experiment });
	await begun.queue.addWorkbench();
	expect(begun.add).toHaveBeenCalledWith({ entries: [{ runId: 'fork', experiment }] });
	const ended = make({ id: 'done', step: 9, ended: true, experiment });
	await ended.queue.addWorkbench();
	expect(ended.add).toHaveBeenCalledWith({ entries: [{ runId: 'new-1', experiment }] });
});

it('says so when a reload has interrupted the queue', async () => {
	const { queue, say } = make();
	await queue.load();
	expect(queue.waiting).toBe(1);
	expect(say).toHaveBeenCalledOnce();
	queue.status = { kind: 'running', runId: 'old', progress: null };
	expect(queue.waiting).toBe(0);
	const shown = make(null, true);
	await shown.queue.load();
	expect(shown.say).not.toHaveBeenCalled();
});
