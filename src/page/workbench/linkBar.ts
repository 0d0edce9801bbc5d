/** The address bar's fragment, kept in step with the experiment on the bench, both ways. */
import type { LinkContent } from '#lab/run/link.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import { words } from '#page/words/words.ts';

export class LinkBar {
	readonly #lab: LabState;
	/** What this page has written there itself. */
	#written = '';
	#newest: LinkContent | null = null;

	constructor(lab: LabState) {
		this.#lab = lab;
	}

	/** Writes the content's link; of several in a row only the last. No entry in the history. */
	async show(content: LinkContent): Promise<void> {
		this.#newest = content;
		try {
			const link = await this.#lab.client['link.encode'](content);
			if (this.#newest !== content) return;
			this.#written = `#${link.replace(/^#/, '')}`;
			history.replaceState(history.state, '', this.#written);
		} catch (error) {
			this.#lab.notices.fail(words.notices.cannotLink, error, words.notices.nothingLost);
		}
	}

	/** An older entry of the history is shown, with the address of its time: it gets the one of now. */
	restore(): void {
		history.replaceState(history.state, '', this.#written);
	}

	/** Another fragment was typed or pasted into the address bar. */
	async follow(fragment: string): Promise<void> {
		if (fragment !== this.#written) await this.#lab.openLink(fragment);
	}
}
