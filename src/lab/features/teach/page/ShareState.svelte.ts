/** Whether the share dialog is open, and the opening of links. */
import { linkFragment } from '#lab/run/linkText.ts';
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
