/** How the page shows things: the skill in focus, tables instead of charts, the theme. */
export type Theme = 'light' | 'dark';

export interface ThemeStorage {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
}
const themeKey = 'skillet.theme';

export class ViewState {
	#focus: number | null = $state(null);
	#tables = $state(false);
	#theme: Theme = $state('light');
	readonly #storage: ThemeStorage;

	/** `preferred` counts until the visitor has chosen. */
	constructor(storage: ThemeStorage, preferred: Theme) {
		this.#storage = storage;
		const remembered = storage.getItem(themeKey);
		this.#theme = remembered === 'light' || remembered === 'dark' ? remembered : preferred;
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
	toggleTheme(): void {
		this.#theme = this.#theme === 'light' ? 'dark' : 'light';
		this.#storage.setItem(themeKey, this.#theme);
	}
}
