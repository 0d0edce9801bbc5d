import { expect, test, vi } from 'vitest';
import type { RunRecord } from '#lab/run/stores.ts';
import { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { exampleExperiment } from '../../../../../../tests/support/experiment.ts';
import { RunCurves } from './RunCurves.svelte.ts';

const record = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({
	id,
	experiment: exampleExperiment,
	startedAt: 0,
	backend: 'wasm',
	end: 'finished',
	step: 9,
	...change,
});

async function makeRuns(...records: RunRecord[]) {
	const events = vi.fn(async () => []);
	const calls = {
		'run.list': async () => records,
		'run.events': events,
		subscribe: () => () => {},
	};
	const lab = new LabState(calls as unknown as LabClient, {
		nextFrame: (callback) => callback(),
		newId: () => 'new',
		parts: { places: [], hideable: [] },
		storage: { getItem: () => null, setItem: () => undefined },
	});
	const info = {
		runs: records,
		skills: [],
		models: [],
		policies: [],
		defaultExperiment: exampleExperiment,
	} as unknown as LabInfo;
	await lab.open(Promise.resolve(info), '');
	const compare = (...ids: string[]) => (lab.comparedRuns = ids.map((id) => ({ id, title: id })));
	return { lab, events, records, runs: new RunCurves(lab), compare };
}
const shown = ({ compared }: RunCurves) => compared.map(({ id }) => id);

test('curves are read once, and again when the run has more steps or another end', async () => {
	const { runs, events, lab, records, compare } = await makeRuns(
		record('a', { step: 3, end: 'stopped' }),
		record('b'),
	);
	compare('b', 'a');
	await runs.read();
	await runs.read();
	expect(shown(runs)).toEqual(['b', 'a']);
	expect(events).toHaveBeenCalledTimes(2);
	for (const change of [{ step: 6, end: 'stopped' }, { step: 6 }] as const) {
		records[0] = record('a', change);
		await lab.refreshRuns();
		await runs.read();
	}
	expect(events).toHaveBeenCalledTimes(4);
});

test('many compared runs are drawn a few times while they are read', async () => {
	const { runs, events, compare } = await makeRuns(
		...Array.from({ length: 8 }, (_, i) => record(`${i}`)),
	);
	const drawn: number[] = [];
	events.mockImplementation(async () => (drawn.push(runs.compared.length), []));
	compare(...Array.from({ length: 8 }, (_, i) => `${i}`));
	await runs.read();
	expect(drawn).toEqual([0, 1, 1, 3, 3, 3, 3, 7]);
	expect(runs.compared).toHaveLength(8);
});

test('a run whose curves cannot be read leaves the comparison, and a notice says why', async () => {
	const { runs, events, lab, compare } = await makeRuns(record('a'), record('b'));
	events.mockRejectedValueOnce(new Error('The data are damaged.'));
	compare('a', 'b');
	await runs.read();
	expect(shown(runs)).toEqual(['b']);
	expect(lab.notices.notices.at(-1)?.message).toContain('The data are damaged.');
	runs.remove('b');
	await runs.read();
	expect(shown(runs)).toEqual([]);
});
