/** How the page shows things: its middle, the skill in focus, tables or charts, the theme, and what a link has hidden. */
import type { HideablePart, LinkView } from '#lab/run/linkView.ts';
import type { Pace } from '#lab/worker/protocol.ts';

/** The same head and run bar over another middle: page/shell/places.ts has them. */
export type Place = 'bench' | 'runs' | 'studies' | 'questions';
export type Theme = 'light' | 'dark';

export interface ThemeStorage {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
}
const themeKey = 'skillet.theme';

export class ViewState {
	#place: Place = $state('bench');
	#focus: number | null = $state(null);
	#tables = $state(false);
	#theme: Theme = $state('light');
	#chosen = false;
	/** What the link on the bench wants of the page. */
	#linked: LinkView = $state.raw({});
	readonly #storage: ThemeStorage;

	constructor(storage: ThemeStorage) {
		this.#storage = storage;
		const remembered = storage.getItem(themeKey);
		if (remembered !== 'light' && remembered !== 'dark') return;
		this.#theme = remembered;
		this.#chosen = true;
	}

	get place() {
		return this.#place;
	}
	go(place: Place): void {
		this.#place = place;
	}
	/** Index of a skill in the experiment; null: all nine alike. */
	get focus() {
		return this.#focus;
	}
	get tables() {
		return this.#tables;
	}
	get theme() {
		return this.#theme;
	}
	/** Again on the same skill: back to all. */
	toggleFocus(skill: number): void {
		this.#focus = this.#focus === skill ? null : skill;
	}
	clearFocus(): void {
		this.#focus = null;
	}
	toggleTables(): void {
		this.#tables = !this.#tables;
	}
	/** What the system prefers, now or later: it counts until the visitor has chosen. */
	preferTheme(preferred: Theme): void {
		if (!this.#chosen) this.#theme = preferred;
	}
	toggleTheme(): void {
		this.#chosen = true;
		this.#theme = this.#theme === 'light' ? 'dark' : 'light';
		this.#storage.setItem(themeKey, this.#theme);
	}

	/** Obeys a link. The theme is not remembered: it is the link's, not the visitor's. `skills`: ids of the experiment's. */
	obey(view: LinkView = {}, skills: readonly string[] = []): void {
		this.#linked = view;
		this.#place = view.place ?? 'bench';
		if (view.tables) this.#tables = true;
		if (view.theme) this.#theme = view.theme;
		const focus = view.focus === undefined ? -1 : skills.indexOf(view.focus);
		this.#focus = focus < 0 ? null : focus;
	}
	hides(part: HideablePart): boolean {
		return this.#linked.hide?.includes(part) ?? false;
	}
	/** Something is hidden, or Train does something else than train. */
	get isCutDown(): boolean {
		return this.#linked.hide !== undefined || this.#linked.pace !== undefined;
	}
	/** Every part and full pace again; the note stays. */
	showEverything(): void {
		const { hide, pace, ...rest } = this.#linked;
		this.#linked = rest;
	}
	/** What Train does at this step. */
	paceFrom(step: number): Pace {
		const { pace } = this.#linked;
		return !pace || (pace.kind === 'until' && step >= pace.step) ? { kind: 'full' } : pace;
	}
	/** Plain text of whoever made the link. */
	get note(): string | undefined {
		return this.#linked.note;
	}
	closeNote(): void {
		const { note, ...rest } = this.#linked;
		this.#linked = rest;
	}
	/** For the address bar, so that a reload shows the same page; undefined where the link wants nothing. */
	get linked(): LinkView | undefined {
		return Object.keys(this.#linked).length === 0 ? undefined : this.#linked;
	}
}
