/** Owns the pasted, dropped and received results of a class, and what they say together. */
import { InputError } from '#engine/core/errors.ts';
import { fileText } from '#engine/core/file.ts';
import { clearCollected, readCollected, type Collected } from '#lab/page/components/collecting.ts';
import { browserStorage } from '#lab/page/state/browserStorage.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { ClassReader, nameResults, type ClassResults } from '../model/readClass.ts';

/** A result is a line of a few hundred bytes. */
const mostBytes = 1e6;
const codeKey = 'skillet.class';

export class ClassState {
	/** One result a line. It stays on this page and is not stored. */
	text = $state('');
	/**
	 * The files without a readable result, of those that were added last. `error`: null if it can be
	 * read.
	 */
	empty: readonly { readonly file: string; readonly error: InputError | null }[] = $state.raw([]);
	/** What pupils sent to the host of this page; null: its code is not known here. */
	received: Collected | null = $state.raw(null);
	/** All lines: the pasted ones first. */
	readonly lines: string = $derived(
		[this.text.trimEnd(), ...(this.received?.lines ?? [])].filter((line) => line !== '').join('\n'),
	);
	/** A long text is read in parts: `readOn()` takes the next one. */
	readonly results: ClassResults | null = $derived.by(() => {
		void this.#part;
		return this.lines.trim() === '' || !this.lab.info ? null : this.#reader.read(this.lines);
	});
	/** The text of the example; empty until it is shown. */
	#example = $state('');
	readonly isExample: boolean = $derived(this.#example !== '' && this.lines === this.#example);
	#part = $state(0);
	readonly #reader = new ClassReader((link) => this.lab.readLink(link));

	constructor(readonly lab: Pick<LabState, 'info' | 'readLink' | 'policy' | 'policyTitles'>) {}

	/** The code of the host, which the terminal of `npm start` shows. A reload keeps it. */
	code = $state(browserStorage('sessionStorage').getItem(codeKey) ?? '');
	/** Takes what pupils have sent since the last call. Throws InputError for a wrong code. */
	async receive(code: string = this.code): Promise<void> {
		const found = await readCollected(code, this.received?.version ?? '');
		browserStorage('sessionStorage').setItem(codeKey, code);
		this.code = code;
		if (found) this.received = found;
	}
	/** Removes what pupils sent, here and at the host. */
	async clear(): Promise<void> {
		await clearCollected(this.code);
		await this.receive();
	}

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
