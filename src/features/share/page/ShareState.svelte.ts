/** Whether the share dialog is open, and the making and opening of links. */
import type { LinkContent } from '#lab/run/link.ts';
import { pageAddress } from '#page/components/download.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';

type ShareLab = Pick<LabState, 'openLink'> & {
	readonly client: Pick<LabState['client'], 'link.encode' | 'link.decode'>;
};

export class ShareState {
	readonly #lab: ShareLab;
	#isOpen = $state(false);

	constructor(lab: ShareLab) {
		this.#lab = lab;
	}

	get isOpen() {
		return this.#isOpen;
	}
	show(): void {
		this.#isOpen = true;
	}
	close(): void {
		this.#isOpen = false;
	}

	/** The page's address with the link's content in its fragment. */
	async linkTo(content: LinkContent): Promise<string> {
		const fragment = await this.#lab.client['link.encode'](content);
		return `${pageAddress()}#${fragment.replace(/^#/, '')}`;
	}
	/** Opens a whole link or only its fragment. Throws InputError before it changes anything. */
	async openLink(link: string): Promise<void> {
		const fragment = readFragment(link);
		await this.#lab.client['link.decode']({ fragment });
		if ((await this.#lab.openLink(fragment)) === 'opened') this.close();
	}
}

export function readFragment(link: string): string {
	const text = link.trim();
	// Some programs encode the hash of a link as %23.
	const hash = /#|%23/.exec(text);
	return `#${hash ? text.slice(hash.index + hash[0].length) : text}`;
}
