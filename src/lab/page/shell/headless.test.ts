/** The hook makes a run through the client, waits for its end, and leaves nothing behind. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink } from '#lab/run/link.ts';
import { exampleExperiment } from '#lab/page/state/experiment.test-support.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabEvent, LabInfo, RunStatus } from '#lab/worker/protocol.ts';
import { installHeadless, type HeadlessHook, type HeadlessReport } from './headless.ts';

const defaultExperiment = { ...exampleExperiment, steps: 100 };

const stored: readonly RunEvent[] = [
	{ type: 'checkpoint', step: 2 },
	{ type: 'finished', step: 2 },
];
const calls: string[] = [];
let created: Experiment;
let tell: (event: LabEvent) => void = () => {};
let atPlay: (runId: string) => void = () => {};
let page: { skillet?: HeadlessHook; skilletReport?: (report: HeadlessReport) => void };

const answer =
	<R>(name: string, reply: (request: { runId: string }) => R) =>
	async (request: { runId: string; experiment?: Experiment }) => {
		calls.push(name);
		if (request.experiment) created = request.experiment;
		return reply(request);
	};
const client = {
	subscribe(listener: (event: LabEvent) => void) {
		const before = tell;
		tell = (event) => {
			before(event);
			listener(event);
		};
		return () => {};
	},
	'run.create': answer('create', () => undefined),
	'run.play': answer('play', ({ runId }) => atPlay(runId)),
	'run.events': answer('events', () => stored),
	'run.delete': answer('delete', () => undefined),
} as unknown as LabClient;

beforeEach(() => {
	calls.length = 0;
	tell = () => {};
	page = {};
	vi.stubGlobal('window', page);
	vi.stubGlobal('location', { hash: '' });
	installHeadless(client, Promise.resolve({ defaultExperiment } as LabInfo), [
		{ opens: (fragment) => fragment.startsWith('#lesson') },
		{ script: () => ({ lawSvg: async () => '<svg/>' }) },
	]);
});
afterEach(() => vi.unstubAllGlobals());

const ended = (runId: string): void =>
	tell({ event: 'run.status', runId, status: { kind: 'finished', step: 2 } });

it('has the functions of the features', async () => {
	expect(await page.skillet?.lawSvg({} as never, '')).toBe('<svg/>');
});

it('replies with what was stored, and deletes the run', async () => {
	atPlay = ended;
	expect(await page.skillet?.run(null)).toEqual(stored);
	expect(calls).toEqual(['create', 'play', 'events', 'delete']);
});

it('trains the experiment of the page’s link, and without a link the default one', async () => {
	atPlay = ended;
	const trained = async (hash: string) => {
		vi.stubGlobal('location', { hash });
		await page.skillet!.run(null);
		return created;
	};
	expect(await trained(`#${encodeLink(exampleExperiment)}`)).toEqual(exampleExperiment);
	expect(await trained('')).toBe(defaultExperiment);
	expect(await trained('#lesson=one')).toBe(defaultExperiment);
	await expect(trained('#3.broken')).rejects.toThrow(failure('lab.run.wasCutOffOrAltered'));
});

it('keeps the run under the id that the script chose', async () => {
	const ids: string[] = [];
	atPlay = (runId) => {
		ids.push(runId);
		ended(runId);
	};
	await page.skillet?.run(null, { keep: true, runId: 'mine' });
	expect(ids).toEqual(['mine']);
	expect(calls).not.toContain('delete');
});

it('fails when the run is paused, and leaves it stored', async () => {
	atPlay = (runId) => {
		const says = (status: RunStatus) => tell({ event: 'run.status', runId, status });
		says({ kind: 'paused', step: 0 });
		says({ kind: 'running', step: 0, pace: { kind: 'full' } });
		says({ kind: 'paused', step: 12 });
	};
	await expect(page.skillet?.run(null, { runId: 'mine' })).rejects.toMatchObject({
		code: 'input',
		data: { runId: 'mine' },
	});
	expect(calls).not.toContain('delete');
});

it('reports its own events and the progress of long tasks', async () => {
	const reports: HeadlessReport[] = [];
	page.skilletReport = (report) => reports.push(report);
	const events: readonly RunEvent[] = [{ type: 'checkpoint', step: 1 }];
	atPlay = (runId) => {
		tell({ event: 'run.events', runId: 'another', events: [] });
		tell({ event: 'run.events', runId, events });
		tell({ event: 'progress', task: 'a', label: 'Compiling', fraction: null });
		tell({ event: 'progress', task: 'a', label: 'Compiling', fraction: 1, done: true });
		ended(runId);
	};
	await page.skillet?.run(null);
	expect(reports).toEqual([
		{ events },
		{ events: [], progress: { label: 'Compiling', fraction: null } },
	]);
});

it('fails when the worker ends', async () => {
	atPlay = () =>
		tell({ event: 'lab.crashed', error: { code: 'internal', message: 'The worker ended.' } });
	await expect(page.skillet?.run(null)).rejects.toThrow('The worker ended.');
});
