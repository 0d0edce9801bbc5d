/** Owns the fragment in the address bar: the link of the workbench. */
import type { LinkContent } from '#lab/run/link.ts';
import type { LabState } from './LabState.svelte.ts';
import { words } from '#page/words/words.ts';

export class LinkBar {
	readonly #lab: LabState;
	/** The fragment that this page wrote last. */
	#written = '';

	constructor(lab: LabState) {
		this.#lab = lab;
	}

	/** Writes the content's link into the address bar, without an entry in the history. */
	show(content: LinkContent): void {
		try {
			this.#written = `#${this.#lab.functions.encodeLink(content.experiment, content)}`;
			history.replaceState(history.state, '', this.#written);
		} catch (error) {
			this.#lab.notices.fail(words.notices.cannotLink, error, words.notices.nothingLost);
		}
	}

	/** Replaces the address of an older entry of the history by the present one. */
	restore(): void {
		history.replaceState(history.state, '', this.#written);
	}

	/** Opens a fragment that was typed or pasted into the address bar. */
	follow(fragment: string): void {
		if (fragment !== this.#written) this.#lab.openLink(fragment);
	}
}
