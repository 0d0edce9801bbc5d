/** Owns a choice of yes or no that this browser remembers, such as an open part. */
import type { TextStorage } from './ViewState.svelte.ts';

export class StoredFlag {
	isOn = $state(false);

	/** No before the visitor's first choice. */
	constructor(
		private readonly storage: TextStorage,
		private readonly key: string,
	) {
		this.isOn = storage.getItem(key) === 'yes';
	}

	set(isOn: boolean): void {
		this.isOn = isOn;
		this.storage.setItem(this.key, isOn ? 'yes' : 'no');
	}
}
