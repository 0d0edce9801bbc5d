/** A reload during a race: Start must not begin a second race beside the interrupted one. */
import { flushSync } from 'svelte';
import { expect, it, vi } from 'vitest';
import type { LinkContent } from '#lab/run/link.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { RaceState } from './RaceState.svelte.ts';

const pace = { kind: 'full' } as const;

function fixture(status: object) {
	let answer: (runs: readonly Partial<RunRecord>[]) => void = () => undefined;
	const client = {
		subscribe: () => () => undefined,
		'run.list': () => new Promise((resolve) => (answer = resolve)),
		'run.events': async () => [],
		'race.play': vi.fn(async () => undefined),
		'race.create': vi.fn(async (): Promise<readonly object[]> => []),
	};
	const experiment = {
		skills: [],
		policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
		steps: 9,
	};
	const history = { steps: 9, millisecondsPerStep: 2, evaluations: [] };
	let stopped: () => void = () => undefined;
	const stop = () => new Promise<void>((resolve) => (stopped = resolve));
	const lab = {
		client,
		experiment,
		attempt: async (_what: string, task: () => Promise<unknown>) => {
			await task();
			return true;
		},
		notices: { say: () => undefined },
		policyTitles: ({ policy: [{ id }] }: typeof experiment) => id,
		refreshRuns: async () => undefined,
		newRun: (experiment: object, id: string) => ({ id, experiment, status, step: 0 }),
		restoredRun: ({ id }: RunRecord) => {
			const rest = { ended: false, revision: 0, history, repeatsTo: id === 'lane 1' ? 5 : null };
			return { id, experiment, status, step: 3, stop, ...rest };
		},
	} as unknown as LabState;
	const race = new RaceState(lab, { newId: () => 'new', show: () => undefined });
	const ids = [0, 1].map((lane) => `lane ${lane}`);
	const interrupted: Partial<RunRecord>[] = ids.map((id, lane) => ({
		id,
		end: 'running',
		step: 3,
		group: { kind: 'race', id: 'old', key: `${lane}`, of: 2 },
	}));
	const list = (runs = interrupted) => answer(runs);
	return { race, client, ids, interrupted, list, experiment, stopped: () => stopped() };
}

it('a race that a link replaces while it is made does not train', async () => {
	const { race, client, experiment } = fixture({ kind: 'preparing', step: 0 });
	let give: (records: readonly object[]) => void = () => undefined;
	client['race.create'].mockReturnValue(new Promise((resolve) => (give = resolve)));
	const started = race.toggle(pace);
	await vi.waitFor(() => expect(client['race.create']).toHaveBeenCalled());
	const link = { experiment, race: [experiment.policy] } as unknown as LinkContent;
	void race.follow(link);
	const other = { ...experiment, policy: [{ fromStep: 0, id: 'mos', settings: {} }] };
	give([{ experiment }, { experiment: other }]);
	await started;
	expect(client['race.play']).not.toHaveBeenCalled();
});

it('a key before the interrupted race has come goes on with it', async () => {
	const { race, client, ids, list } = fixture({ kind: 'paused', step: 3 });
	const loading = race.load();
	flushSync();
	expect(race.isReading).toBe(true);
	const toggled = race.toggle(pace);
	list();
	await Promise.all([loading, toggled]);
	expect(client['race.play']).toHaveBeenCalledWith({ ids, pace });
	expect(client['race.create']).not.toHaveBeenCalled();
	expect(race.isReading).toBe(false);
});

it('a lane alone is no race: the others were deleted', async () => {
	const { race, list, interrupted } = fixture({ kind: 'paused', step: 3 });
	const loading = race.load();
	list(interrupted.slice(1));
	await loading;
	expect(race.phase).toBe('ready');
	expect(race.content?.race).toHaveLength(1);
});

it('goes on without a lane that has ended: its run can have been deleted', async () => {
	const { race, client, ids, list } = fixture({ kind: 'paused', step: 3 });
	const loading = race.load();
	list();
	await loading;
	Object.assign(race.runs[0], { ended: true });
	await race.toggle(pace);
	expect(client['race.play']).toHaveBeenCalledWith({ ids: ids.slice(1), pace });
});

it.each([
	[pace, 6 * (2 + 2)],
	[{ kind: 'slow', milliseconds: 100 }, 6 * 100],
])('the time that is left has the rests of pace %j', async (pace, milliseconds) => {
	const { race, list } = fixture({ kind: 'running', step: 3, pace });
	const loading = race.load();
	list();
	await loading;
	expect(race.left).toBe(milliseconds);
	expect(race.repeatsTo).toBe(5);
});

it('a lane that is being dropped counts as dropped: the last one cannot be', async () => {
	const { race, list, stopped } = fixture({ kind: 'paused', step: 3 });
	const loading = race.load();
	list();
	await loading;
	expect([race.canDrop(0), race.canDrop(1)]).toEqual([true, true]);
	const dropping = race.drop(0);
	expect([race.canDrop(0), race.canDrop(1)]).toEqual([false, false]);
	stopped();
	await dropping;
	expect(race.canDrop(1)).toBe(true);
});

it('while no long answer is right in any lane, the lanes have losses alone', () => {
	const { race, experiment } = fixture({ kind: 'running', step: 3 });
	const trained = { ...experiment, skills: [{ use: 'train' }] };
	const lane = (exact: number) => {
		const score = { loss: 1, exact, tokenAccuracy: exact, examples: 9, measure: 'number' };
		const tested = { skills: [score], averageExact: exact, worstExact: { skill: 0, exact } };
		const evaluations = [{ step: 0, ...tested }];
		return { experiment: trained, status: {}, history: { evaluations, base: evaluations[0] } };
	};
	const shares = (...exact: number[]) => {
		race.runs = exact.map(lane) as unknown as RaceState['runs'];
		return race.runs.flatMap((_, i) =>
			race.evaluations(i).map(({ averageExact, skills: [{ exact }] }) => [averageExact, exact]),
		);
	};
	expect(shares(0, 0)).toEqual([
		[null, null],
		[null, null],
	]);
	expect(shares(0, 0.1)).toEqual([
		[0, 0],
		[0.1, 0.1],
	]);
});
