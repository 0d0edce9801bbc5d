/** The page's places in the browser's history: Back leads to the place before, and leaves the experiment on the bench alone. */
import type { Place, ViewState } from './ViewState.svelte.ts';

/** What an entry of the history remembers. */
interface Entry {
	readonly place: Place;
	/** Entries of one chapter differ in their place only; a fragment typed into the address bar begins another. */
	readonly chapter: string;
}
/** The part of the browser's history that is used here. */
export interface Entries {
	readonly state: unknown;
	replaceState(state: Entry, unused: string): void;
	pushState(state: Entry, unused: string): void;
}

export class PlaceHistory {
	readonly #view: ViewState;
	readonly #entries: Entries;
	readonly #newId: () => string;
	#chapter: string | null = null;

	constructor(view: ViewState, entries: Entries, newId: () => string) {
		this.#view = view;
		this.#entries = entries;
		this.#newId = newId;
	}

	/** The page has been opened, or has followed the address bar: goes to the place that was left there, if any. */
	settle(): void {
		const entry = entryOf(this.#entries.state);
		this.#chapter = entry?.chapter ?? this.#newId();
		if (entry) this.#view.go(entry.place);
		else this.#entries.replaceState({ place: this.#view.place, chapter: this.#chapter }, '');
	}

	/** The page shows this place: another one than before is a new entry. */
	show(place: Place): void {
		const entry = this.#current();
		if (entry && entry.place !== place) this.#entries.pushState({ ...entry, place }, '');
	}

	/** Back or Forward. False: the entry is of another chapter, and its address is to be opened. */
	return(): boolean {
		const entry = this.#current();
		if (entry) this.#view.go(entry.place);
		return entry !== null;
	}

	#current(): Entry | null {
		const entry = entryOf(this.#entries.state);
		return entry?.chapter === this.#chapter ? entry : null;
	}
}

const entryOf = (state: unknown): Entry | null =>
	typeof state === 'object' && state !== null && 'place' in state && 'chapter' in state
		? (state as Entry)
		: null;
