/** Owns what the page shows: its place, the skill in focus, tables, theme, and a link's choices. */
import type { LinkView } from '#lab/run/linkView.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { TextStorage } from './browserStorage.ts';
import { hiddenHow, type Depth, type LabPart } from './depth.ts';

/** A screen below the page's head: `bench`, the workbench, or the id of a feature. */
export type Place = string;
export type Theme = 'light' | 'dark';
export interface Guide {
	readonly id: string;
	/** The visitor chose it on this page, so Back leads to the page before. */
	readonly isChosen: boolean;
}

const themeKey = 'skillet.theme';
const speedKey = 'skillet.speed';
const depthKey = 'skillet.depth';

/** The pace of Train. At 1× the default run takes about 30 seconds. */
const speeds = {
	'1': { kind: 'slow', milliseconds: 100 },
	'10': { kind: 'slow', milliseconds: 10 },
	full: { kind: 'full' },
} as const satisfies Record<string, Pace>;
export type Speed = keyof typeof speeds;
export const speedNames = ['1', '10', 'full'] as const satisfies readonly Speed[];

export class ViewState {
	place: Place = $state('bench');
	/** The text beside the workbench, such as a lesson; null: none. */
	guide: Guide | null = $state.raw(null);
	#moves = 0;
	/** The chosen tab of the inspector; null: the first one, or the lesson. */
	tab: string | null = $state(null);
	/** The id of a skill, so that another experiment does not open another skill; null: no focus. */
	focus: string | null = $state(null);
	/** Charts are tables. */
	tables = $state(false);
	/** For an audience: large type, and the drawing or one place alone. */
	presents = $state(false);
	theme: Theme = $state('light');
	#isThemeChosen = false;
	#speed: Speed = $state('1');
	/** The visitor's own depth. */
	#depth: Depth = $state('simple');
	/** The view of the newest link. */
	#linked: LinkView = $state.raw({});

	constructor(private readonly storage: TextStorage) {
		this.#speed = speedNames.find((name) => name === storage.getItem(speedKey)) ?? '1';
		this.#depth = storage.getItem(depthKey) === 'lab' ? 'lab' : 'simple';
		const remembered = storage.getItem(themeKey);
		if (remembered !== 'light' && remembered !== 'dark') return;
		this.theme = remembered;
		this.#isThemeChosen = true;
	}

	/** Call it before you load a screen. Returns whether it is still the last one that was chosen. */
	startNavigation(): () => boolean {
		const move = ++this.#moves;
		return () => move === this.#moves;
	}
	/** The same skill again ends the focus. */
	toggleFocus(skill: string): void {
		this.focus = this.focus === skill ? null : skill;
	}
	/** The theme of the system counts until the visitor chooses a theme. */
	preferTheme(preferred: Theme): void {
		if (!this.#isThemeChosen) this.theme = preferred;
	}
	toggleTheme(): void {
		this.#isThemeChosen = true;
		this.theme = this.theme === 'light' ? 'dark' : 'light';
		this.storage.setItem(themeKey, this.theme);
	}

	/** Shows what a link asks for. Its theme is not stored. */
	follow(view: LinkView = {}): void {
		this.#linked = view;
		this.place = view.place ?? 'bench';
		if (view.tables) this.tables = true;
		if (view.theme) this.theme = view.theme;
		this.focus = view.focus ?? null;
	}
	hides(part: string): boolean {
		return this.#linked.hide?.includes(part) ?? false;
	}
	/** Neither the link nor Simple hides this part. */
	shows(part: LabPart): boolean {
		return this.has(part);
	}
	/** The same of any part of a feature, also of one that Simple keeps. */
	has(part: string): boolean {
		if (this.hides(part)) return false;
		const how = this.isSimple ? hiddenHow(part) : undefined;
		return how === undefined || (how === 'guide' && this.guide !== null);
	}
	/** The menu “More” of Simple opens this part. */
	hasInMore(part: string): boolean {
		return this.isSimple && !this.hides(part) && hiddenHow(part) === 'more';
	}
	get depth(): Depth {
		return this.#linked.depth ?? this.#depth;
	}
	/** The visitor has the whole page, whatever a link opens. */
	get isOwnLab(): boolean {
		return this.#depth === 'lab';
	}
	get isSimple(): boolean {
		return this.depth === 'simple';
	}
	/** Remembered, and in place of the link's. */
	chooseDepth(depth: Depth): void {
		const { depth: linked, ...rest } = this.#linked;
		this.#linked = rest;
		this.#depth = depth;
		this.storage.setItem(depthKey, depth);
	}
	/** null: a link sets another pace. */
	get speed(): Speed | null {
		return this.#linked.pace ? null : this.#speed;
	}
	/** Replaces the pace of a link. */
	chooseSpeed(speed: Speed): void {
		const { pace, ...rest } = this.#linked;
		this.#linked = rest;
		this.#speed = speed;
		this.storage.setItem(speedKey, speed);
	}
	/** The next faster speed, then 1× again. */
	nextSpeed(): void {
		const next = speedNames.indexOf(this.speed ?? 'full') + 1;
		this.chooseSpeed(speedNames[next % speedNames.length]);
	}
	/** The link hides a part, or Train has a pace of its own. */
	get isSimplified(): boolean {
		return this.#linked.hide !== undefined || this.#linked.pace !== undefined;
	}
	/** All parts and the visitor's own speed. The note stays. */
	showEverything(): void {
		const { hide, pace, ...rest } = this.#linked;
		this.#linked = rest;
	}
	/** The pace of Train at this step. */
	paceFrom(step: number): Pace {
		const { pace } = this.#linked;
		return !pace || (pace.kind === 'until' && step >= pace.step) ? speeds[this.#speed] : pace;
	}
	/** Plain text by the author of the link. */
	get note(): string | undefined {
		return this.#linked.note;
	}
	closeNote(): void {
		const { note, ...rest } = this.#linked;
		this.#linked = rest;
	}
	/** For the address bar, so that a reload shows the same page. Undefined if it is empty. */
	get linked(): LinkView | undefined {
		return Object.keys(this.#linked).length === 0 ? undefined : this.#linked;
	}
}
