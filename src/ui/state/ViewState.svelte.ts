/** How the page shows things: what its middle is, the skill in focus, tables instead of charts, the theme. */
/** The same head and run bar over another middle: ui/places.ts has them. */
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
}
