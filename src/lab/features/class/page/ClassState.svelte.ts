/** Owns the pasted and dropped results of a class, and what they say together. */
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { nameResults, readClass, type ClassResults } from '../model/readClass.ts';

/** A result is a line of a few hundred bytes. */
const mostBytes = 1e6;

export class ClassState {
	/** One result a line. It stays on this page and is not stored. */
	text = $state('');
	/** Names of the files without a readable result, of those that were added last. */
	empty: readonly string[] = $state.raw([]);
	readonly results: ClassResults | null = $derived.by(() =>
		this.text.trim() === '' || !this.lab.info
			? null
			: readClass(this.text, (fragment) => this.lab.readLink(fragment)),
	);

	constructor(readonly lab: Pick<LabState, 'info' | 'readLink' | 'policy' | 'policyTitles'>) {}

	/** Twelve runs of the default experiment, trained in advance (classExample.test.ts). */
	async showExample(): Promise<void> {
		const { default: links } = await import('../example.json');
		this.text = links.join('\n');
	}

	/** Adds the results in the files. One without a name gets that of its file. */
	async add(files: readonly File[]): Promise<void> {
		const found = await Promise.all(
			files.map(async (file) => {
				const text = file.size > mostBytes ? '' : await file.text().catch(() => '');
				return { file, lines: nameResults(text, file.name.replace(/\.[^.]+$/, '')) };
			}),
		);
		this.empty = found.flatMap(({ file, lines }) => (lines.length === 0 ? file.name : []));
		const added = found.flatMap(({ lines }) => lines);
		this.text = [this.text.trim(), ...added].filter((line) => line !== '').join('\n');
	}
}
