import { expect, it } from 'vitest';
import type { NamedArtefact } from '#lab/run/artefactFile.ts';
import { readContents } from '../../../tests/support/databaseDump.ts';
import {
	makeArtefact,
	makeCheckpoint,
	runRecord,
	stepEvents,
} from '../../../tests/support/labValues.ts';
import {
	closedAtEachWrite,
	openStoresForEachTest,
	reopen,
	stores,
} from '../../../tests/support/openTab.ts';

openStoresForEachTest();

const put = ({ info, artefact }: NamedArtefact) => stores.artefacts.put(info, artefact);
const countPieces = (bytes: number) => Math.ceil(bytes / 16);
const counts = async () => {
	const dump = (await readContents('skillet')).stores;
	return [dump.artefacts, dump.pieces].map((store) => store?.records.length);
};

it.each([1, 16, 1000])('comes back bit for bit in pieces of %i bytes', async (pieceBytes) => {
	await reopen({ pieceBytes });
	const stored = makeArtefact({}, [Math.PI, -1e-320, 2 ** -1074, 0.1 + 0.2, 'Ä “\u2028” 𝒜', null]);
	await put(stored);
	await reopen();
	expect(await stores.artefacts.open(stored.info.sha256)).toEqual(stored);
	expect(await stores.artefacts.open('0'.repeat(64))).toBeUndefined();
});

it('is listed newest first', async () => {
	const older = makeArtefact({ name: 'Older', madeAt: 1 });
	const newer = makeArtefact({ name: 'Newer', madeAt: 2 }, [2]);
	await put(newer);
	await put(older);
	expect(await stores.artefacts.list()).toEqual([newer.info, older.info]);
});

it('that is kept again has the last name, and its pieces once', async () => {
	await put(makeArtefact({ name: 'First' }));
	const again = makeArtefact({ name: 'Second' });
	await put(again);
	expect(await stores.artefacts.list()).toEqual([again.info]);
	expect(await stores.artefacts.open(again.info.sha256)).toEqual(again);
	expect(await counts()).toEqual([1, countPieces(again.info.bytes)]);
});

it('is deleted with its own pieces only', async () => {
	const stored = makeArtefact({}, [1]);
	const gone = makeArtefact({}, [2]);
	await stores.runs.create(runRecord());
	await stores.runs.save(runRecord(), stepEvents(1, 2), makeCheckpoint(2));
	await put(stored);
	await put(gone);
	await stores.artefacts.delete(gone.info.sha256);
	await stores.artefacts.delete(gone.info.sha256);
	expect(await stores.artefacts.list()).toEqual([stored.info]);
	expect(await stores.artefacts.open(stored.info.sha256)).toEqual(stored);
	expect((await stores.runs.checkpoint('run-1'))?.counters).toEqual(makeCheckpoint(2).counters);
});

it('is stored completely or not at all if the tab closes at any write', async () => {
	const older = makeArtefact({ name: 'Older' }, [1]);
	await put(older);
	const next = makeArtefact({ name: 'Next' }, [2, 3, 4]);
	const writes = await closedAtEachWrite(
		() => put(next),
		async () => {
			expect(await stores.artefacts.open(older.info.sha256)).toEqual(older);
			expect(await stores.artefacts.list()).toEqual([older.info]);
			expect(await counts()).toEqual([1, countPieces(older.info.bytes)]);
		},
	);
	expect(await stores.artefacts.open(older.info.sha256)).toEqual(older);
	// The deletion of older pieces, the pieces, the record.
	expect(writes).toBe(countPieces(next.info.bytes) + 2);
	expect(await stores.artefacts.open(next.info.sha256)).toEqual(next);
});
