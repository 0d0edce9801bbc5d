/** Owns the pasted and dropped results of a class, and what they say together. */
import { InputError } from '#engine/core/errors.ts';
import { fileText } from '#engine/core/file.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { ClassReader, nameResults, type ClassResults } from '../model/readClass.ts';

/** A result is a line of a few hundred bytes. */
const mostBytes = 1e6;

export class ClassState {
	/** One result a line. It stays on this page and is not stored. */
	text = $state('');
	/**
	 * The files without a readable result, of those that were added last. `error`: null if it can be
	 * read.
	 */
	empty: readonly { readonly file: string; readonly error: InputError | null }[] = $state.raw([]);
	/** A long text is read in parts: `readOn()` takes the next one. */
	readonly results: ClassResults | null = $derived.by(() => {
		void this.#part;
		return this.text.trim() === '' || !this.lab.info ? null : this.#reader.read(this.text);
	});
	/** The text of the example; empty until it is shown. */
	#example = $state('');
	readonly isExample: boolean = $derived(this.#example !== '' && this.text === this.#example);
	#part = $state(0);
	readonly #reader = new ClassReader((link) => this.lab.readLink(link));

	constructor(readonly lab: Pick<LabState, 'info' | 'readLink' | 'policy' | 'policyTitles'>) {}

	readOn(): void {
		this.#part++;
	}

	/** Twelve runs of the default experiment, trained in advance (classExample.test.ts). */
	async showExample(): Promise<void> {
		const { default: links } = await import('../example.json');
		this.text = this.#example = links.join('\n');
	}

	/** Adds the results in the files. One without a name gets that of its file. */
	async add(files: readonly File[]): Promise<void> {
		const found = await Promise.all(
			files.map(async (file) => {
				let error: InputError | null = null;
				const text = await fileText(file, mostBytes).catch((thrown: unknown) => {
					if (thrown instanceof InputError) error = thrown;
					return '';
				});
				return { file, error, lines: nameResults(text, file.name.replace(/\.[^.]+$/, '')) };
			}),
		);
		this.empty = found.flatMap(({ file: { name: file }, lines, error }) =>
			lines.length === 0 ? { file, error } : [],
		);
		const added = found.flatMap(({ lines }) => lines);
		this.text = [this.text.trim(), ...added].filter((line) => line !== '').join('\n');
	}
}
