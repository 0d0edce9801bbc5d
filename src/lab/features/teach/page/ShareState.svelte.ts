/** Whether the share dialog is open, the opening of links, and the draft of a link to share. */
import type { LinkExtras } from '#lab/run/link.ts';
import { linkFragment } from '#lab/run/linkText.ts';
import type { LinkView } from '#lab/run/linkView.ts';
import type { ExpectedCurves, Outcome } from '#lab/run/outcome.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';

export class ShareState {
	isOpen = $state(false);
	/** The saving's step, also while the dialog is closed; null: no file is being saved. */
	work: string | null = $state(null);

	/** `follow`: opens a fragment like one that is typed into the address bar. */
	constructor(
		private readonly lab: Pick<LabState, 'openLink' | 'readLink'>,
		private readonly follow: (fragment: string) => void,
	) {}

	/** Opens the first link in a text. Throws InputError before it changes anything. */
	openLink(text: string): void {
		const fragment = linkFragment(text);
		if (fragment?.startsWith('#lesson')) {
			this.isOpen = false;
			return this.follow(fragment);
		}
		this.lab.readLink(text);
		if (this.lab.openLink(text)) this.isOpen = false;
	}
}

/** The results of a finished run that a link carries. */
export interface Results {
	readonly outcome: Outcome;
	readonly curves: ExpectedCurves;
}

type PaceChoice = 'full' | 'slow' | 'until';
export const mostNote = 300;

export class ShareDraft {
	withResults = $state(true);
	/** In the order of `hideable`, so that equal choices give equal links. */
	#hidden: readonly string[] = $state.raw([]);
	pace: PaceChoice = $state('full');
	milliseconds = $state(500);
	step = $state(100);
	tables = $state(false);
	/** The place at which the page opens. */
	place: NonNullable<LinkView['place']> = $state('bench');
	theme: 'any' | 'light' | 'dark' = $state('any');
	/** any: the page decides. */
	depth: 'any' | NonNullable<LinkView['depth']> = $state('any');
	/** Id of a skill; empty: none. */
	focus = $state('');
	note = $state('');

	/**
	 * `hideable`: all parts of the page that a link can hide. `isSimple`: the sender sees Simple, and
	 * so will who gets the link.
	 */
	constructor(
		readonly hideable: readonly string[],
		isSimple = false,
	) {
		if (isSimple) this.depth = 'simple';
	}

	shows(part: string): boolean {
		return !this.#hidden.includes(part);
	}
	show(part: string, isShown: boolean): void {
		this.#hidden = this.hideable.filter((other) =>
			other === part ? !isShown : this.#hidden.includes(other),
		);
		if (!this.shows(this.place)) this.place = 'bench';
	}
	showAll(): void {
		this.#hidden = [];
	}
	get hidesParts(): boolean {
		return this.#hidden.length > 0;
	}

	/** Undefined if every choice is the default. */
	get view(): LinkView | undefined {
		const note = this.note.trim();
		const view: LinkView = {
			...(this.hidesParts && { hide: this.#hidden }),
			...(this.depth !== 'any' && { depth: this.depth }),
			...(this.place !== 'bench' && { place: this.place }),
			...(this.focus !== '' && { focus: this.focus }),
			...(this.tables && { tables: true }),
			...(this.theme !== 'any' && { theme: this.theme }),
			...(this.pace === 'slow' && {
				pace: { kind: 'slow', milliseconds: this.milliseconds } as const,
			}),
			...(this.pace === 'until' && { pace: { kind: 'until', step: this.step } as const }),
			...(note !== '' && { note }),
		};
		return Object.keys(view).length > 0 ? view : undefined;
	}

	/** `results` of the current run, if it has finished. */
	extras(results: Results | null): LinkExtras {
		const { view } = this;
		const sent = this.withResults && results;
		return { ...(sent && { expected: sent.outcome, curves: sent.curves }), ...(view && { view }) };
	}
}
