/** The hook trains a run through the client, and leaves nothing behind. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink } from '#lab/run/link.ts';
import { exampleExperiment } from '../../../../tests/support/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import {
	installHeadless,
	scriptVersion,
	type HeadlessHook,
	type HeadlessReport,
	type OpenedPage,
} from './headless.ts';

const defaultExperiment = { ...exampleExperiment, steps: 100 };

const stored: readonly RunEvent[] = [
	{ type: 'checkpoint', step: 2 },
	{ type: 'finished', step: 2 },
];
const calls: string[] = [];
let created: Experiment;
let tell: (event: LabEvent) => void = () => {};
let atTrain: (runId: string) => void = () => {};
let opened: OpenedPage;
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
	'run.train': answer('train', ({ runId }) => {
		atTrain(runId);
		return stored;
	}),
	'run.delete': answer('delete', () => undefined),
} as unknown as LabClient;

beforeEach(() => {
	calls.length = 0;
	tell = () => {};
	atTrain = () => {};
	page = {};
	opened = { read: null };
	vi.stubGlobal('window', page);
	vi.stubGlobal('location', { hash: '' });
	installHeadless(
		client,
		Promise.resolve({ defaultExperiment } as LabInfo),
		[{ opens: (fragment) => fragment.startsWith('#lesson') }],
		opened,
	);
});
afterEach(() => vi.unstubAllGlobals());

it('says its version, and which experiment is open: the link’s, then the workbench’s', async () => {
	expect(page.skillet!.version).toBe(scriptVersion);
	vi.stubGlobal('location', { hash: `#${encodeLink(exampleExperiment)}` });
	expect(await page.skillet!.experiment()).toEqual(exampleExperiment);
	const changed = { ...exampleExperiment, steps: 7 };
	opened.read = () => changed;
	expect(await page.skillet!.experiment()).toBe(changed);
	await page.skillet!.run(null);
	expect(created).toBe(changed);
});

it('replies with what was stored, and deletes the run', async () => {
	expect(await page.skillet?.run(null)).toEqual(stored);
	expect(calls).toEqual(['train', 'delete']);
});

it('trains the experiment of the page’s link, and without a link the default one', async () => {
	const trained = async (hash: string) => {
		vi.stubGlobal('location', { hash });
		await page.skillet!.run(null);
		return created;
	};
	expect(await trained(`#${encodeLink(exampleExperiment)}`)).toEqual(exampleExperiment);
	expect(await trained('')).toBe(defaultExperiment);
	expect(await trained('#lesson=one')).toBe(defaultExperiment);
	await expect(trained('#3.broken')).rejects.toThrow(
		failure('it was cut off or altered on its way. Copy the whole link again'),
	);
});

it('reports its own events and the progress of long tasks', async () => {
	const reports: HeadlessReport[] = [];
	page.skilletReport = (report) => reports.push(report);
	const events: readonly RunEvent[] = [{ type: 'checkpoint', step: 1 }];
	atTrain = (runId) => {
		tell({ event: 'run.events', runId: 'another', events: [] });
		tell({ event: 'run.events', runId, events });
		tell({ event: 'progress', task: 'a', label: 'Compiling', fraction: null });
		tell({ event: 'progress', task: 'a', label: 'Compiling', fraction: 1, done: true });
	};
	await page.skillet?.run(null);
	expect(reports).toEqual([
		{ events },
		{ events: [], progress: { label: 'Compiling', fraction: null } },
	]);
});
