/** The queue of dropped, picked or pasted files. It imports one at a time. */
import { canonicalJson } from '#engine/core/json.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { ImportReport } from '../model/importFile.ts';
import { FileImport, type Expected, type ImportLab } from './FileImport.svelte.ts';

/** Each inspection has a worker of its own, and a folder can have hundreds of files. */
const inspectedAtOnce = 4;

export class ImportQueue {
	items = $state.raw<readonly FileImport[]>([]);
	/** The file whose form is open. */
	current = $state.raw<FileImport | null>(null);
	#reading = false;
	readonly startable = $derived(
		this.items.filter(({ status, canStart }) => status.kind === 'ready' && canStart),
	);
	readonly done = $derived(this.items.filter(({ status }) => status.kind === 'done'));

	/** `imported` is called after each imported file. */
	constructor(
		private readonly lab: ImportLab,
		private readonly imported: (report: ImportReport) => void,
		private readonly model: () => string | undefined = () => undefined,
	) {}

	/** In the order of the names. `expected`: what a link says about the file. */
	add(files: readonly File[], expected?: Expected): void {
		const ordered = files.toSorted((a, b) => byName.compare(pathOf(a), pathOf(b)));
		const added = ordered.map((file) => new FileImport(this.lab, file, expected, this.model));
		this.items = [...this.items, ...added];
		const isFree = !this.current || isOver(this.current) || expected !== undefined;
		if (isFree) this.current = added[0] ?? this.current;
		const waiting = [...added];
		const inspect = async () => {
			for (let item = waiting.shift(); item; item = waiting.shift())
				if (this.items.includes(item)) await item.inspect();
		};
		for (let i = 0; i < inspectedAtOnce; i++) void inspect();
	}

	/** Files with the same columns, which the file's mapping fits and which have another one. */
	sameColumns(item: FileImport): readonly FileImport[] {
		const { mapping } = item;
		if (!mapping) return [];
		return this.items.filter(
			(other) =>
				other !== item &&
				other.status.kind === 'ready' &&
				columnsOf(other) === columnsOf(item) &&
				canonicalJson(other.mapping) !== canonicalJson(mapping),
		);
	}

	/** Gives the mapping of the file to all others with the same columns. */
	async mapSame(item: FileImport): Promise<void> {
		const { mapping } = item;
		if (mapping) await Promise.all(this.sameColumns(item).map((other) => other.map(mapping)));
	}

	/** Queues the files. They are imported one at a time, because all write to the same disk. */
	async start(items: readonly FileImport[]): Promise<void> {
		for (const item of items) item.status = { kind: 'waiting' };
		if (this.#reading) return;
		this.#reading = true;
		try {
			const next = () => this.items.find(({ status }) => status.kind === 'waiting');
			for (let item = next(); item; item = next()) {
				const report = await item.start();
				if (report) this.imported(report);
			}
		} finally {
			this.#reading = false;
		}
	}

	/** The imported files of a skill are those of its copy, and its overlaps are gone. */
	replace(id: string, copy: Pick<SkillInfo, 'id' | 'name' | 'counts'>): void {
		for (const item of this.done) item.replace(id, copy);
	}

	/** Removes a file from the list and ends what it does. An imported skill stays. */
	async drop(item: FileImport): Promise<void> {
		await item.cancel();
		this.#keep((other) => other !== item);
	}

	/** Removes the files that are still being inspected. */
	async dropInspections(): Promise<void> {
		const inspected = this.items.filter(({ status }) => status.kind === 'inspecting');
		await Promise.all(inspected.map((item) => this.drop(item)));
	}

	/** Removes finished files from the list. */
	clearDone(): void {
		this.current = null;
		this.#keep(({ status }) => status.kind !== 'done');
	}

	#keep(isKept: (item: FileImport) => boolean): void {
		this.items = this.items.filter(isKept);
		if (!this.current || !this.items.includes(this.current))
			this.current = this.items.find(needsVisitor) ?? this.items[0] ?? null;
	}
}

/** A folder's files come in no order. 2 comes before 10. */
const byName = new Intl.Collator('en', { numeric: true });
const pathOf = ({ webkitRelativePath, name }: File): string => webkitRelativePath || name;

const columnsOf = ({ inspection }: FileImport): string =>
	canonicalJson(inspection?.columns.map(({ path }) => path).sort() ?? []);

const needsVisitor = ({ status }: FileImport) =>
	status.kind === 'ready' || status.kind === 'inspecting' || status.kind === 'cancelled';
const isOver = ({ status }: FileImport) => status.kind === 'done' || status.kind === 'failed';

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
