/** The dropped, picked or pasted files: each is inspected, mapped, imported and reported. */
import type { RowMapping } from '#engine/data/importRecipe.ts';
import { isAbort } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { newId } from '#engine/core/secureContext.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { Lab } from '#lab/worker/lab.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { ImportResult } from '../calls/importHandlers.ts';
import type { ImportOptions, Inspection } from '../model/importFile.ts';

type ImportStatus =
	| { readonly kind: 'inspecting' | 'ready' | 'importing' }
	| { readonly kind: 'done'; readonly report: ImportResult }
	| { readonly kind: 'failed'; readonly message: string };

export type ImportLab = Pick<Lab, 'import.inspect' | 'import.start' | 'task.cancel'>;

/** The missing skill of a link that a file is given for. */
type Expected = Pick<SkillRef, 'id' | 'name' | 'recipe'>;

export class FileImport {
	readonly id = newId();
	status: ImportStatus = $state.raw({ kind: 'inspecting' });
	inspection = $state.raw<Inspection | null>(null);
	/** The mapping in the form, perhaps without columns for the answer yet. */
	chosen = $state.raw<RowMapping | null>(null);
	/** The worker recognised the shape itself. */
	recognised = $state.raw<RowMapping | null>(null);
	options: ImportOptions = $state.raw()!;
	/** Why the mapping gives no rows; null: it gives some, or there is no mapping. */
	mappingError = $state.raw<string | null>(null);
	/** Number of the latest inspection: replies to older ones are ignored. */
	#look = 0;
	/** null until there is an answer to train on. */
	readonly mapping = $derived(this.chosen && isComplete(this.chosen) ? this.chosen : null);
	/** A failed import can be tried again. */
	readonly canStart = $derived(
		['ready', 'failed'].includes(this.status.kind) &&
			this.mapping !== null &&
			this.mappingError === null,
	);

	constructor(
		private readonly lab: ImportLab,
		readonly file: File,
		readonly expected?: Expected,
	) {
		const { mapping: _, ...recipe } = expected?.recipe ?? defaultRecipe;
		this.options = { name: expected?.name ?? nameFrom(file.name), role: 'domain', ...recipe };
	}

	/** The columns and options are still those of the link. */
	get isAsLinked(): boolean {
		const { name: _name, role: _role, ...recipe } = this.options;
		const linked = this.expected?.recipe ?? null;
		return canonicalJson({ mapping: this.mapping, ...recipe }) === canonicalJson(linked);
	}

	/** The first inspection: the worker recognises the shape if it can. */
	async inspect(): Promise<void> {
		this.status = { kind: 'inspecting' };
		const fail = (message: string) => (this.status = { kind: 'failed', message });
		await this.#inspect(null, fail, async (found) => {
			this.inspection = found;
			const linked = this.expected?.recipe;
			if (!linked) this.options = { ...this.options, heldOutShare: found.heldOutShare };
			this.chosen = this.recognised = found.mapping;
			this.status = { kind: 'ready' };
			if (linked) await this.map(linked.mapping);
		});
	}

	/** Previews the first rows through another mapping. Columns without an answer wait for one. */
	async map(mapping: RowMapping): Promise<void> {
		this.chosen = mapping;
		this.mappingError = null;
		const fail = (message: string) => (this.mappingError = message);
		await this.#inspect(mapping, fail, (found) => (this.inspection = found));
	}

	async #inspect(
		mapping: RowMapping | null,
		fail: (message: string) => unknown,
		use: (found: Inspection) => unknown,
	): Promise<void> {
		const look = ++this.#look;
		if (mapping && !isComplete(mapping)) return;
		const { id: importId, file } = this;
		const { maskPrivate, heldOutShare, seed } = this.options;
		const recipe = { maskPrivate, ...(mapping && { mapping, heldOutShare, seed }) };
		try {
			const found = await this.lab['import.inspect']({ importId, file, ...recipe });
			if (look === this.#look) await use(found);
		} catch (error) {
			if (look === this.#look) fail(errorText(error));
		}
	}

	/** The first rows and the parts are shown as they will be stored. */
	set(options: Partial<ImportOptions>): void {
		this.options = { ...this.options, ...options };
		if (this.chosen && !('name' in options)) void this.map(this.chosen);
	}

	async start(model: string | undefined): Promise<void> {
		const { id: importId, file, mapping, options } = this;
		if (!mapping || this.status.kind !== 'importing') return;
		try {
			const name = options.name.trim() || nameFrom(file.name);
			const request = { importId, file, mapping, options: { ...options, name }, model };
			this.status = { kind: 'done', report: await this.lab['import.start'](request) };
		} catch (error) {
			const message = errorText(error);
			this.status = isAbort(error) ? { kind: 'ready' } : { kind: 'failed', message };
		}
	}

	/** Ends the inspection or the import, without a trace. */
	async cancel(): Promise<void> {
		if (this.status.kind === 'importing') this.status = { kind: 'ready' };
		await this.lab['task.cancel']({ task: this.id });
	}
}

const defaultRecipe = { mapping: null, heldOutShare: 0.1, seed: 0, maskPrivate: false };

const isComplete = (mapping: RowMapping): boolean =>
	mapping.kind === 'shape' || mapping.answer.length > 0;

/** Each inspection has a worker of its own, and a folder can have hundreds of files. */
const inspectedAtOnce = 4;

export class Imports {
	items = $state.raw<readonly FileImport[]>([]);
	/** Ends with the last import: all write to the same disk. */
	#last: Promise<unknown> = Promise.resolve();
	readonly startable = $derived(
		this.items.filter(({ status, canStart }) => status.kind === 'ready' && canStart),
	);

	/** `imported` is called after each file; `model`: the SHA-256 of the one on the workbench. */
	constructor(
		private readonly lab: ImportLab,
		private readonly imported: () => void,
		private readonly model: () => string | undefined = () => undefined,
	) {}

	/** In the order of the names. `expected`: what a link says about the file. */
	add(files: readonly File[], expected?: Expected): void {
		const ordered = files.toSorted((a, b) => byName.compare(pathOf(a), pathOf(b)));
		const added = ordered.map((file) => new FileImport(this.lab, file, expected));
		this.items = [...this.items, ...added];
		const waiting = [...added];
		const inspect = async () => {
			for (let item = waiting.shift(); item; item = waiting.shift())
				if (this.items.includes(item)) await item.inspect();
		};
		for (let i = 0; i < inspectedAtOnce; i++) void inspect();
	}

	/** Imports the files one after the other. */
	async start(items: readonly FileImport[]): Promise<void> {
		for (const item of items) {
			item.status = { kind: 'importing' };
			this.#last = this.#last
				.then(() => item.start(this.model()))
				.then(() => item.status.kind === 'done' && this.imported());
		}
		await this.#last;
	}

	/** Removes a file from the list and ends what it does. An imported skill stays. */
	async drop(item: FileImport): Promise<void> {
		this.items = this.items.filter((other) => other !== item);
		await item.cancel();
	}

	clearDone(): void {
		this.items = this.items.filter(({ status }) => status.kind !== 'done');
	}
}

/** A folder's files come in no order. 2 comes before 10. */
const byName = new Intl.Collator('en', { numeric: true });
const pathOf = ({ webkitRelativePath, name }: File): string => webkitRelativePath || name;

/** `my data.train.jsonl.gz` → `my data.train`. */
export const nameFrom = (fileName: string): string =>
	fileName.replace(/\.[^.]{1,8}?(?:\.gz)?$/i, '') || fileName;

/** Files with weights are a model, not rows. The import names weights that it cannot open. */
export const isModelFolder = (files: readonly File[]): boolean =>
	files.some(({ name }) => /\.(safetensors|gguf)$/.test(name)) ||
	(files.some(({ name }) => name === 'config.json') &&
		files.some(({ name }) => /\.(bin|pt|pth|onnx|h5)$/.test(name)));

/** Pasted text as a file. Its content decides its format; the suffix is a hint. */
export function pastedFile(text: string, name: string): File {
	const suffix = suffixes.find(([start]) => start.test(text.trimStart()))?.[1] ?? 'txt';
	return new File([text], `${name}.${suffix}`);
}
const suffixes = [
	[/^\{\s*"/, 'jsonl'],
	[/^[^\n]*\t/, 'tsv'],
] as const;
