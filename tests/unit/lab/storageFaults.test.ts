/**
 * A short run with a fault at its n-th write, for each n: full disk; lost, closed and deleted
 * database; newer version; killed tab. What the lab said to be stored is there afterwards, and the
 * run continues from it to the same curve.
 */
import { forceCloseDatabase } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StorageError } from '#engine/core/errors.ts';
import { statementText } from '#engine/core/message.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { controlFixture, curve, experiment, fileSkill, never } from '../../support/runControl.ts';
import type { RunStatusWith } from '#lab/run/runStatus.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { openStores, type StoresOptions } from '../../../src/lab/storage/stores.ts';
import {
	fakeStorage,
	freshBrowser,
	happenAtWrite,
	loseConnectionAtWrite,
} from '../../support/browser.ts';
import { isLong } from '../../support/suite.ts';
import { putSkill } from '../../support/testStores.ts';

/** Every write in the long suite, every third in the short one. */
const stride = isLong ? 1 : 3;
const storage = fakeStorage({ usage: 499_000_000, quota: 500_000_000 });
const openTab = (options: StoresOptions = {}) =>
	openStores({ browser: { storage }, pieceBytes: 16, ...options });

let stores: LabStores;
afterEach(() => {
	vi.restoreAllMocks();
	stores.close();
});

/** A browser with the skill of the experiment. */
async function freshLab(): Promise<void> {
	freshBrowser();
	stores = await openTab();
	await putSkill(stores, fileSkill, [promptAnswer('1+1', '2')]);
}

/** The events of the run `r` so far. They grow while it trains. */
interface RunLog {
	isCreated: boolean;
	readonly events: RunEvent[];
	end: RunStatusWith<Error> | null;
	/** The error of the call that creates the run. */
	error: unknown;
	isDone: boolean;
}

/** Trains the run `r` of 20 steps. `done` never settles in a killed tab. */
async function train(): Promise<{ readonly told: RunLog; readonly done: Promise<void> }> {
	const lab = await controlFixture(stores);
	const { events } = lab;
	const told: RunLog = { isCreated: false, events, end: null, error: undefined, isDone: false };
	const ended = Promise.race([lab.until('finished'), lab.until('failed')]);
	const work = async () => {
		await lab.control.create('r', experiment, never);
		told.isCreated = true;
		(await lab.control.opened('r', never)).play({ kind: 'full' });
		told.end = await ended;
	};
	const done = work()
		.catch((error: unknown) => (told.error = error))
		.then(() => void (told.isDone = true));
	return { told, done };
}

async function trained(): Promise<RunLog> {
	const { told, done } = await train();
	await done;
	return told;
}

/** Makes a lab and `attempt`s a run with a fault at write 1, 1 + stride, … Returns the last n. */
async function atEachWrite(
	fault: (n: number) => () => number,
	attempt: (writes: () => number, n: number) => Promise<void>,
): Promise<number> {
	for (let n = 1; ; n += stride) {
		await freshLab();
		const writes = fault(n);
		await attempt(writes, n);
		const isReached = writes() >= n;
		vi.restoreAllMocks();
		stores.close();
		if (!isReached) return n;
	}
}

/** The last step that the lab said to have stored; −1: none. */
const lastMark = ({ events }: RunLog): number =>
	events.findLast(({ type }) => type === 'checkpoint')?.step ?? -1;
const readTraining = (events: readonly RunEvent[]) =>
	curve(events.filter(({ type }) => type !== 'failed' && type !== 'warning'));

/** Opens the lab again: what was said to be stored is there, and the run goes on from it. */
async function expectKept(told: RunLog, whole: readonly RunEvent[]): Promise<void> {
	vi.restoreAllMocks();
	stores.close();
	stores = await openTab();
	expect(await stores.skills.list()).toHaveLength(1);
	const record = await stores.runs.get('r');
	if (!record) return expect([told.isCreated, lastMark(told)]).toEqual([false, -1]);
	const mark = lastMark(told);
	expect(record.step).toBeGreaterThanOrEqual(mark);
	const upTo = (events: readonly RunEvent[]) =>
		readTraining(events.filter(({ step }) => step <= mark));
	expect(upTo(await stores.runs.events('r'))).toEqual(upTo(told.events));
	const lab = await controlFixture(stores);
	const run = await lab.control.resume('r', never);
	if (run.record.end === 'running') {
		const finished = lab.until('finished');
		run.play({ kind: 'full' });
		await finished;
	}
	expect(readTraining(await stores.runs.events('r'))).toEqual(whole);
}

describe('at each write of a run', async () => {
	await freshLab();
	const whole = readTraining((await trained()).events);

	it.each([
		['lost', loseConnectionAtWrite],
		['closed', (n: number) => happenAtWrite(n, close)],
	])('the connection is %s: the run goes on', async (_how, fault) => {
		await atEachWrite(fault, async () => {
			const told = await trained();
			expect(told.end?.kind).toBe('finished');
			await expectKept(told, whole);
		});
	});

	it('another tab deletes the database: nothing is said to be kept', async () => {
		const remove = () => void indexedDB.deleteDatabase('skillet');
		await atEachWrite(
			(n) => happenAtWrite(n, remove),
			async () => {
				const told = await trained();
				if (told.end?.kind === 'finished') return;
				const failure = told.end?.kind === 'failed' ? told.end.error : told.error;
				expect(failure).toBeInstanceOf(StorageError);
				expect((failure as StorageError).message).toMatch(/deleted.*Reload the page\.$/);
				const failed = told.events.findLast((event) => event.type === 'failed');
				if (failed) expect(statementText(failed.message)).toContain('Nothing of this run is kept');
			},
		);
	});
});

/** The browser closes the database under its transactions. */
function close(database: IDBDatabase, transaction: IDBTransaction): void {
	transaction.abort();
	forceCloseDatabase(database as never);
}
