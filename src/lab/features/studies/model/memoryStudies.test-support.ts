/** The store of studies over Maps, for tests. It stores copies, like a database. */
import { StorageError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { CellOutcome } from './result.ts';
import type { StudyRecord } from './study.ts';
import type { StudyStore } from '../store.ts';

export interface MemoryStudies extends StudyStore {
	/** The next outcome cannot be stored, as on a full disk. */
	failNextOutcome(): void;
}

export function memoryStudies(): MemoryStudies {
	const records = new Map<string, StudyRecord>();
	const outcomes = new Map<string, Map<string, CellOutcome>>();
	let fails = false;
	return {
		list: async () => structuredClone([...records.values()].sort((a, b) => b.madeAt - a.madeAt)),
		get: async (id) => structuredClone(records.get(id)),
		async put(record, added = []) {
			records.set(record.id, structuredClone(record));
			const byCell = outcomes.get(record.id) ?? new Map<string, CellOutcome>();
			for (const outcome of added) byCell.set(outcome.cell, structuredClone(outcome));
			outcomes.set(record.id, byCell);
		},
		outcomes: async (id) => structuredClone([...(outcomes.get(id)?.values() ?? [])]),
		async putOutcome(outcome) {
			if (fails) {
				fails = false;
				throw new StorageError(
					asMessage('There is not enough space to keep the result of a cell.'),
				);
			}
			if (!records.has(outcome.studyId))
				throw new StorageError(asMessage('The study was deleted.'));
			const byCell = outcomes.get(outcome.studyId) ?? new Map<string, CellOutcome>();
			outcomes.set(outcome.studyId, byCell.set(outcome.cell, structuredClone(outcome)));
		},
		deleteOutcomes: async (id, cells) =>
			void cells.forEach((cell) => outcomes.get(id)?.delete(cell)),
		async delete(id) {
			records.delete(id);
			outcomes.delete(id);
		},
		failNextOutcome: () => void (fails = true),
	};
}
