/**
 * Owns the page's places in the browser's history: Back shows the place before and does not change
 * the workbench.
 */
import type { Place, ViewState } from './ViewState.svelte.ts';

/** The state of an entry of the browser's history. */
interface Entry {
	readonly place: Place;
	/** The session: its entries differ only in their place. A typed fragment starts a new one. */
	readonly chapter: string;
}
export interface Entries {
	readonly state: unknown;
	replaceState(state: Entry, unused: string): void;
	pushState(state: Entry, unused: string): void;
}

export class PlaceHistory {
	readonly #view: ViewState;
	readonly #entries: Entries;
	readonly #newId: () => string;
	#session: string | null = null;

	constructor(view: ViewState, entries: Entries, newId: () => string) {
		this.#view = view;
		this.#entries = entries;
		this.#newId = newId;
	}

	/** After the page has opened, or has followed the address bar: shows the entry's place. */
	settle(): void {
		const entry = readEntry(this.#entries.state);
		this.#session = entry?.chapter ?? this.#newId();
		if (entry) this.#view.go(entry.place);
		else this.#entries.replaceState({ place: this.#view.place, chapter: this.#session }, '');
	}

	/** Adds an entry if the page shows another place than before. */
	show(place: Place): void {
		const entry = this.#current();
		if (entry && entry.place !== place) this.#entries.pushState({ ...entry, place }, '');
	}

	/** After Back or Forward. False for an entry of another session: its link must be opened. */
	return(): boolean {
		const entry = this.#current();
		if (entry) this.#view.go(entry.place);
		return entry !== null;
	}

	#current(): Entry | null {
		const entry = readEntry(this.#entries.state);
		return entry?.chapter === this.#session ? entry : null;
	}
}

const readEntry = (state: unknown): Entry | null =>
	typeof state === 'object' && state !== null && 'place' in state && 'chapter' in state
		? (state as Entry)
		: null;
