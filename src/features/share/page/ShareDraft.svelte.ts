/** What the visitor wants a link to carry beside the experiment: results, and a page that is cut down. */
import type { LinkExtras } from '#lab/run/link.ts';
import type { HideablePart, LinkView } from '#lab/run/linkView.ts';
import type { Outcome } from '#lab/run/outcome.ts';

export type PaceChoice = 'full' | 'slow' | 'until';
export const mostNote = 300;

export class ShareDraft {
	withResults = $state(true);
	#hidden: readonly HideablePart[] = $state.raw([]);
	pace: PaceChoice = $state('full');
	milliseconds = $state(500);
	step = $state(100);
	tables = $state(false);
	/** A place that is hidden is not where the page opens. */
	place: NonNullable<LinkView['place']> = $state('bench');
	theme: 'any' | 'light' | 'dark' = $state('any');
	/** Id of a skill; empty: none. */
	focus = $state('');
	note = $state('');

	shows(part: HideablePart): boolean {
		return !this.#hidden.includes(part);
	}
	show(part: HideablePart, shown: boolean): void {
		const others = this.#hidden.filter((hidden) => hidden !== part);
		this.#hidden = shown ? others : [...others, part];
	}
	showAll(): void {
		this.#hidden = [];
	}
	get isCutDown(): boolean {
		return this.#hidden.length > 0;
	}

	/** `order`: of the parts, so that equal choices give equal links. Undefined where nothing is asked of the page. */
	view(order: readonly HideablePart[]): LinkView | undefined {
		const note = this.note.trim();
		const view: LinkView = {
			...(this.isCutDown && { hide: order.filter((part) => !this.shows(part)) }),
			...(this.place !== 'bench' && this.shows(this.place) && { place: this.place }),
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

	/** `outcome`: the run's on the bench, if it has finished. */
	extras(order: readonly HideablePart[], outcome: Outcome | null): LinkExtras {
		const view = this.view(order);
		return {
			...(this.withResults && outcome && { expected: outcome }),
			...(view && { view }),
		};
	}
}
