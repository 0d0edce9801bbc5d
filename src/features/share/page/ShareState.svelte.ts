/** Whether the share dialog is open, and the opening of links. */
import { readLink } from '#lab/run/link.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';

export class ShareState {
	isOpen = $state(false);

	constructor(private readonly lab: Pick<LabState, 'openLink'>) {}

	/** Opens a whole link or only its fragment. Throws InputError before it changes anything. */
	openLink(link: string): void {
		const fragment = readFragment(link);
		readLink(fragment);
		if (this.lab.openLink(fragment)) this.isOpen = false;
	}
}

export function readFragment(link: string): string {
	const text = link.trim();
	// Some programs encode the hash of a link as %23.
	const hash = /#|%23/.exec(text);
	return `#${hash ? text.slice(hash.index + hash[0].length) : text}`;
}
