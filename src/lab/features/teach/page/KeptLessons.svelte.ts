/** The lessons in the browser's storage: the open one, the progress in each, the teacher's own. */
import type { TextStorage } from '#lab/page/state/browserStorage.ts';
import { readStored, writeStored, type StoredLessons } from '../model/progress.ts';

export class KeptLessons {
	stored: StoredLessons = $state.raw()!;

	constructor(private readonly storage: TextStorage) {
		this.stored = readStored(storage);
	}
	change(part: Partial<StoredLessons>): void {
		this.stored = { ...this.stored, ...part };
		writeStored(this.storage, this.stored);
	}
}
