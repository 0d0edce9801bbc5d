/** Owns the pasted and dropped results of a class, and what they say together. */
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { readClass, type ClassResults } from '../model/readClass.ts';

export class ClassState {
	/** One result a line. It stays on this page and is not stored. */
	text = $state('');
	readonly results: ClassResults | null = $derived.by(() =>
		this.text.trim() === '' || !this.lab.info
			? null
			: readClass(this.text, (fragment) => this.lab.readLink(fragment)),
	);

	constructor(readonly lab: Pick<LabState, 'info' | 'readLink' | 'policyTitles'>) {}

	/** Adds the lines of text files. */
	async add(files: readonly File[]): Promise<void> {
		const texts = await Promise.all(files.map((file) => file.text()));
		this.text = [this.text, ...texts]
			.map((text) => text.trim())
			.filter((text) => text !== '')
			.join('\n');
	}
}
