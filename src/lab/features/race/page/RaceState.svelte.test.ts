/** A reload during a race: Start must not begin a second race beside the interrupted one. */
import { flushSync } from 'svelte';
import { expect, it, vi } from 'vitest';
import { laneRunId } from '#lab/run/raceLanes.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { RaceState } from './RaceState.svelte.ts';

const pace = { kind: 'full' } as const;

it('a key before the interrupted race has come goes on with it', async () => {
	let answer: (runs: readonly Partial<RunRecord>[]) => void = () => undefined;
	const client = {
		subscribe: () => () => undefined,
		'run.list': () => new Promise((resolve) => (answer = resolve)),
		'run.events': async () => [],
		'race.play': vi.fn(async () => undefined),
		'race.create': vi.fn(async () => []),
	};
	const experiment = { policy: [{ fromStep: 0, id: 'uniform', settings: {} }], steps: 9 };
	const lab = {
		client,
		experiment,
		attempt: async (_what: string, task: () => Promise<unknown>) => {
			await task();
			return true;
		},
		notices: { say: () => undefined },
		restoredRun: ({ id }: RunRecord) => {
			const status = { kind: 'paused', step: 3 };
			return { id, experiment, status, step: 3, ended: false, revision: 0, history: { steps: 9 } };
		},
	} as unknown as LabState;
	const race = new RaceState(lab, { newId: () => 'new', show: () => undefined });
	const loading = race.load();
	flushSync();
	expect(race.isReading).toBe(true);
	const toggled = race.toggle(pace);
	const ids = [0, 1].map((lane) => laneRunId('old', lane, 2));
	answer(ids.map((id) => ({ id, end: 'running', step: 3 })));
	await Promise.all([loading, toggled]);
	expect(client['race.play']).toHaveBeenCalledWith({ ids, pace });
	expect(client['race.create']).not.toHaveBeenCalled();
	expect(race.isReading).toBe(false);
});
