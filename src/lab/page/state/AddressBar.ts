/**
 * Owns the address bar: its fragment is the link of the workbench, or of the text beside it, and
 * the browser's history has the page's places. Back shows the place before and does not change the
 * workbench.
 */
import type { LinkContent } from '#lab/run/link.ts';
import { words } from '#lab/page/words/words.ts';
import type { LabState } from './LabState.svelte.ts';
import type { Guide, Place, ViewState } from './ViewState.svelte.ts';

/** The state of an entry of the browser's history. */
interface Entry {
	readonly place: Place;
	readonly guide: string | null;
	/** The session: its entries differ only in their place. A typed fragment starts a new one. */
	readonly chapter: string;
	/** The link of the workbench, and the id of its run, for a reload. */
	readonly bench?: string;
	readonly run?: string;
}
export type Entries = Pick<History, 'state' | 'replaceState' | 'pushState'>;

export class AddressBar {
	/** The fragment that this page wrote last. */
	#written = '';
	/** The link of the workbench, and the id of its run. */
	#bench = '';
	#run: string | undefined;
	#session: string | null = null;

	constructor(
		private readonly lab: Pick<LabState, 'functions' | 'notices' | 'openLink'>,
		private readonly view: ViewState,
		private readonly entries: Entries,
		private readonly newId: () => string,
	) {}

	/**
	 * Writes the content's link into the address bar, or that of the text beside the workbench,
	 * without an entry in the history. `run`: id of the workbench's run.
	 */
	showLink(content: LinkContent, guide: string | null = null, run?: string): void {
		this.#run = run;
		try {
			this.#bench = `#${this.lab.functions.encodeLink(content.experiment, content)}`;
			this.#written = guide ?? this.#bench;
			this.#write();
		} catch (error) {
			this.lab.notices.fail(words.notices.cannotLink, error, words.notices.nothingLost);
		}
	}

	/** Adds an entry if the visitor chose another place, or another text beside the workbench. */
	showPlace(place: Place, shown: Guide | null): void {
		const guide = shown?.id ?? null;
		const entry = this.#current();
		if (!entry || (entry.place === place && entry.guide === guide)) return;
		const isNew = entry.place !== place || shown?.isChosen === true;
		this.entries[isNew ? 'pushState' : 'replaceState']({ ...entry, place, guide }, '');
	}

	/** Opens a fragment that was typed or pasted, or that Back reached in another session. */
	follow(fragment: string): void {
		if (!this.hasWritten(fragment)) this.lab.openLink(fragment);
		this.settle();
	}

	/** After the page has opened or followed a fragment: shows the entry's place. */
	settle(keepsSession = false): void {
		const entry = readEntry(this.entries.state);
		this.#session = entry?.chapter ?? ((keepsSession && this.#session) || this.newId());
		if (entry) this.#follow(entry);
		else {
			const { place, guide } = this.view;
			this.entries.replaceState({ place, guide: guide?.id ?? null, chapter: this.#session }, '');
		}
	}

	/** While the page opens, as soon as its link is followed: after that the visitor can move on. */
	settleOnce(): void {
		if (this.#session === null) this.settle();
	}

	/** Called after Back or Forward. An entry of another session is left to follow(). */
	return(): void {
		const entry = this.#current();
		if (!entry) return;
		this.#follow(entry);
		// The entry may be older than the last change of the workbench.
		this.#write();
	}
	#write(): void {
		const entry = this.entries.state as object | null;
		this.entries.replaceState({ ...entry, bench: this.#bench, run: this.#run }, '', this.#written);
	}
	/** This page wrote the fragment, so that it shows what the fragment names. */
	hasWritten = (fragment: string): boolean => fragment === this.#written;
	/** The workbench before a reload, if the address has the link of the text beside it. */
	get benchBefore(): string {
		return readEntry(this.entries.state)?.bench ?? '';
	}
	/** Id of the workbench's run before a reload. */
	get runBefore(): string | undefined {
		return readEntry(this.entries.state)?.run;
	}

	#follow({ place, guide }: Entry): void {
		this.view.place = place;
		this.view.guide = guide === null ? null : { id: guide, isChosen: false };
	}
	#current(): Entry | null {
		const entry = readEntry(this.entries.state);
		return entry?.chapter === this.#session ? entry : null;
	}
}

const readEntry = (state: unknown): Entry | null =>
	typeof state === 'object' && state !== null && 'guide' in state && 'chapter' in state
		? (state as Entry)
		: null;
