/** The queue in an open lab: order, a failed experiment, a pause, and a list that is stored. */
import { expect, it, vi } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { statementText } from '#engine/core/message.ts';
import { openLab } from '../../../../tests/support/featureLab.ts';

const patience = { timeout: 120_000 };
type Lab = Awaited<ReturnType<typeof openLab>>;
const gone = { id: 'gone', sha256: 'f'.repeat(64) };
const states = async ({ client }: Lab) =>
	(await client['queue.list']()).entries.map(({ runId, state }) => `${runId} ${state}`);
/** Waits for the end of all entries. */
const rested = ({ client }: Lab) =>
	vi.waitFor(async () => {
		const { status, entries } = await client['queue.list']();
		expect(status.kind).toBe('idle');
		for (const { state } of entries) expect(state).toMatch(/done|failed/);
	}, patience);
/** Starts the queue, and waits for the middle of its first run. */
async function playToTheMiddle({ client, trainer }: Lab): Promise<void> {
	const middle = new Promise<void>((resolve) => {
		trainer.meddle = (what) => {
			if (what === 'next 300') resolve();
			return undefined;
		};
	});
	await client['queue.play']();
	await middle;
	trainer.meddle = null;
}

it('trains in order, goes on after an error, and leaves normal runs', async () => {
	const lab = await openLab();
	const { client, experiment, stores } = lab;
	await client['queue.add']({
		entries: [
			{ runId: 'a', experiment },
			{ runId: 'b', experiment: { ...experiment, model: gone } },
			{ runId: 'c', experiment: { ...experiment, seed: 2 } },
		],
	});
	expect(await states(lab)).toEqual(['a waiting', 'b waiting', 'c waiting']);
	await client['queue.play']();
	await rested(lab);
	expect(await states(lab)).toEqual(['a done', 'b failed', 'c done']);
	const { entries } = await client['queue.list']();
	// The reason is a message with values, not text: the page can show it in any language.
	expect(entries[1].message).toMatchObject({ values: { id: 'gone' } });
	const runs = await stores.runs.list();
	expect(runs.map(({ id, end }) => `${id} ${end}`).sort()).toEqual(['a finished', 'c finished']);
	await client['queue.remove']({ runIds: ['a', 'b'] });
	expect(await states(lab)).toEqual(['c done']);
	expect(await stores.runs.list()).toHaveLength(2);
});

it('two additions at once keep their order', async () => {
	const lab = await openLab();
	const { client, experiment } = lab;
	const ids = ['d', 'c', 'b', 'a'];
	await Promise.all(ids.map((runId) => client['queue.add']({ entries: [{ runId, experiment }] })));
	expect(await states(lab)).toEqual(ids.map((id) => `${id} waiting`));
});

it('a run that is deleted while it trains fails its entry, and the next one trains', async () => {
	const lab = await openLab();
	const { client, experiment } = lab;
	await client['queue.add']({
		entries: [
			{ runId: 'a', experiment: { ...experiment, steps: 600 } },
			{ runId: 'b', experiment },
		],
	});
	await playToTheMiddle(lab);
	await client['run.delete']({ runId: 'a' });
	await rested(lab);
	expect(await states(lab)).toEqual(['a failed', 'b done']);
	const { entries } = await client['queue.list']();
	expect(statementText(entries[0].message!)).toContain('it was deleted');
});

it('an entry that is removed while it trains keeps its run, and the next one trains', async () => {
	const lab = await openLab();
	const { client, experiment, stores } = lab;
	await client['queue.add']({
		entries: [
			{ runId: 'a', experiment: { ...experiment, steps: 600 } },
			{ runId: 'b', experiment },
		],
	});
	await playToTheMiddle(lab);
	await client['queue.remove']({ runIds: ['a'] });
	await vi.waitFor(async () => expect(await states(lab)).toEqual(['b done']), patience);
	expect((await stores.runs.get('a'))?.step).toBeGreaterThan(0);
});

it('a paused entry is stored as going, and continues the same run', async () => {
	const lab = await openLab();
	const { client, experiment, stores } = lab;
	const long = { ...experiment, steps: 600 };
	await client['queue.add']({ entries: [{ runId: 'a', experiment: long }] });
	await playToTheMiddle(lab);
	await client['queue.pause']();
	// What a reload finds.
	expect((await stores.queue.list()).map(({ state }) => state)).toEqual(['going']);
	const { step } = (await stores.runs.get('a'))!;
	expect(step).toBeGreaterThan(0);
	expect(step).toBeLessThan(600);
	await client['queue.play']();
	await rested(lab);
	expect(await states(lab)).toEqual(['a done']);
	expect((await stores.runs.get('a'))?.step).toBe(600);
});

it('an entry of another lab keeps its place, waits, and is never another run', async () => {
	const lab = await openLab();
	const { client, experiment } = lab;
	const file = (entry: object) => new File([JSON.stringify(entry)], 'entry.json');
	const entry = { runId: 'a', experiment, addedAt: 5, state: 'going' };
	await client['queue.add']({ entries: [{ runId: 'b', experiment }] });
	expect(await client['queue.restore']({ file: file(entry) })).toBe(true);
	expect(await states(lab)).toEqual(['a waiting', 'b waiting']);
	expect(await client['queue.restore']({ file: file({ ...entry, state: 'done' }) })).toBe(false);
	expect(await states(lab)).toEqual(['a waiting', 'b waiting']);
	await expect(
		client['queue.restore']({ file: file({ ...entry, runId: 'c', state: 'lost' }) }),
	).rejects.toThrow('state: must be one of');
	await client['queue.play']();
	await rested(lab);
	await client['queue.remove']({ runIds: ['a'] });
	const other = { ...experiment, seed: experiment.seed + 1 };
	await expect(
		client['queue.restore']({ file: file({ ...entry, experiment: other }) }),
	).rejects.toThrow(
		failure(
			'a run with this id is stored here, and it trains another experiment. The entry was left out.',
		),
	);
});
