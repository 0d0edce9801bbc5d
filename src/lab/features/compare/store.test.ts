import { expect, it, vi } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { StorageError } from '#engine/core/errors.ts';
import { fullDiskAtWrite } from '../../../../tests/support/browser.ts';
import { runRecord } from '../../../../tests/support/labValues.ts';
import { doneCell, failedCell, studyRecord } from '../../../../tests/support/studyValues.ts';
import {
	openStoresForEachTest,
	closedAtEachWrite,
	reopen,
	stores,
} from '../../../../tests/support/openTab.ts';
import { studyStores } from './store.ts';

openStoresForEachTest(studyStores);

const cells = async (id = 'study-1') =>
	(await stores.studies.outcomes(id)).map(({ cell, kind }) => [cell, kind]);

it('a study and its outcomes are the same in another tab', async () => {
	await stores.studies.put(studyRecord());
	await stores.studies.putOutcome(doneCell('uniform 1'));
	await stores.studies.putOutcome(failedCell('proportional 1'));
	await reopen();
	expect(await stores.studies.get('study-1')).toEqual(studyRecord());
	expect(await stores.studies.outcomes('study-1')).toEqual([
		failedCell('proportional 1'),
		doneCell('uniform 1'),
	]);
	expect(await stores.studies.get('another')).toBeUndefined();
});

it('studies are listed newest first; a change keeps the outcomes', async () => {
	await stores.studies.put(studyRecord({ id: 'older', madeAt: 1 }));
	await stores.studies.put(studyRecord({ id: 'newer', madeAt: 2 }));
	await stores.studies.putOutcome(doneCell('uniform 1', 0.5, 'older'));
	await stores.studies.put(studyRecord({ id: 'older', madeAt: 1, going: true }));
	const list = await stores.studies.list();
	expect(list.map(({ id, going }) => [id, going])).toEqual([
		['newer', false],
		['older', true],
	]);
	expect(await cells('older')).toEqual([['uniform 1', 'done']]);
});

it('a cell has one outcome: the last one', async () => {
	await stores.studies.put(studyRecord());
	await stores.studies.putOutcome(failedCell('uniform 1'));
	await stores.studies.putOutcome(doneCell('uniform 1', 0.75));
	expect(await stores.studies.outcomes('study-1')).toEqual([doneCell('uniform 1', 0.75)]);
});

it('deletes the named outcomes only', async () => {
	await stores.studies.put(studyRecord());
	await stores.studies.put(studyRecord({ id: 'study-2' }));
	for (const id of ['study-1', 'study-2'])
		for (const cell of ['a 1', 'b 1', 'c 1'])
			await stores.studies.putOutcome(doneCell(cell, 0.5, id));
	await stores.studies.deleteOutcomes('study-1', ['a 1', 'c 1', 'unknown']);
	expect(await cells()).toEqual([['b 1', 'done']]);
	expect(await cells('study-2')).toHaveLength(3);
});

it('a deleted study loses its outcomes only; a later result is refused', async () => {
	await stores.runs.create(runRecord());
	await stores.studies.put(studyRecord());
	await stores.studies.put(studyRecord({ id: 'study-10' }));
	await stores.studies.putOutcome(doneCell('uniform 1'));
	await stores.studies.putOutcome(doneCell('uniform 1', 0.5, 'study-10'));
	await stores.studies.delete('study-1');
	expect(await stores.studies.get('study-1')).toBeUndefined();
	expect(await cells()).toEqual([]);
	expect(await cells('study-10')).toHaveLength(1);
	expect(await stores.runs.list()).toHaveLength(1);
	const late = stores.studies.putOutcome(doneCell('uniform 2'));
	await expect(late).rejects.toThrow(StorageError);
	await expect(late).rejects.toThrow(
		failure('The study is not in the database: it was deleted. Make it again to run it.'),
	);
	expect(await cells()).toEqual([]);
});

it('a study is deleted whole or not at all if the tab closes at any write', async () => {
	await stores.studies.put(studyRecord());
	await stores.studies.putOutcome(doneCell('uniform 1'));
	await closedAtEachWrite(
		() => stores.studies.delete('study-1'),
		async () => {
			expect(await stores.studies.get('study-1')).toEqual(studyRecord());
			expect(await cells()).toEqual([['uniform 1', 'done']]);
		},
	);
	expect(await stores.studies.list()).toEqual([]);
});

it('a study is kept with all its outcomes or not at all', async () => {
	fullDiskAtWrite(3);
	const outcomes = ['uniform 1', 'uniform 2'].map((cell) => doneCell(cell));
	await expect(stores.studies.put(studyRecord(), outcomes)).rejects.toThrow(StorageError);
	vi.restoreAllMocks();
	expect(await stores.studies.list()).toEqual([]);
	expect(await cells()).toEqual([]);
	await stores.studies.put(studyRecord(), outcomes);
	expect(await cells()).toEqual([
		['uniform 1', 'done'],
		['uniform 2', 'done'],
	]);
});

it('a full disk keeps the stored data and throws', async () => {
	await stores.studies.put(studyRecord());
	await stores.studies.putOutcome(doneCell('uniform 1'));
	fullDiskAtWrite(1);
	const outcome = stores.studies.putOutcome(doneCell('uniform 2'));
	await expect(outcome).rejects.toThrow(failure('keep the result of a cell'));
	vi.restoreAllMocks();
	expect(await cells()).toEqual([['uniform 1', 'done']]);
});
