/** The queue of dropped, picked or pasted files. It imports one at a time. */
import type { ImportReport } from '#data/importing.ts';
import { FileImport, type Expected, type ImportLab } from './FileImport.svelte.ts';

export class ImportQueue {
	readonly #lab: ImportLab;
	readonly #imported: (report: ImportReport) => void;
	#items = $state.raw<readonly FileImport[]>([]);
	#current = $state.raw<FileImport | null>(null);
	#reading = false;
	readonly startable = $derived(
		this.#items.filter(({ status, canStart }) => status.kind === 'ready' && canStart),
	);
	readonly done = $derived(this.#items.filter(({ status }) => status.kind === 'done'));

	/** `imported` is called after each imported file. */
	constructor(lab: ImportLab, imported: (report: ImportReport) => void) {
		this.#lab = lab;
		this.#imported = imported;
	}

	get items() {
		return this.#items;
	}
	/** The file whose form is open. */
	get current() {
		return this.#current;
	}
	select(item: FileImport): void {
		this.#current = item;
	}

	/** `expected`: what a link says about the file. */
	add(files: readonly File[], expected?: Expected): void {
		const added = files.map((file) => new FileImport(this.#lab, file, expected));
		this.#items = [...this.#items, ...added];
		if (!this.#current || isOver(this.#current)) this.#current = added[0] ?? this.#current;
		for (const item of added) void item.inspect();
	}

	/** Queues the file. Files are imported one at a time, because all write to the same disk. */
	async start(item: FileImport): Promise<void> {
		item.wait();
		await this.#readAll();
	}

	/** Queues every file whose form is complete. */
	async startAll(): Promise<void> {
		for (const item of this.startable) item.wait();
		await this.#readAll();
	}

	/** Removes a file from the list. An import in progress is cancelled; an imported skill stays. */
	async drop(item: FileImport): Promise<void> {
		await item.cancel();
		this.#items = this.#items.filter((other) => other !== item);
		if (this.#current === item)
			this.#current = this.#items.find(needsHand) ?? this.#items[0] ?? null;
	}

	/** Removes finished files from the list. */
	clearDone(): void {
		this.#items = this.#items.filter(({ status }) => status.kind !== 'done');
		this.#current = this.#items.find(needsHand) ?? this.#items[0] ?? null;
	}

	progress(task: string, label: string, fraction: number | null): void {
		this.#items.find(({ id }) => id === task)?.progress(label, fraction);
	}

	async #readAll(): Promise<void> {
		if (this.#reading) return;
		this.#reading = true;
		try {
			for (let next = this.#next(); next; next = this.#next()) {
				const report = await next.start();
				if (report) this.#imported(report);
			}
		} finally {
			this.#reading = false;
		}
	}
	#next(): FileImport | undefined {
		return this.#items.find(({ status }) => status.kind === 'waiting');
	}
}

const needsHand = ({ status }: FileImport) =>
	status.kind === 'ready' || status.kind === 'inspecting' || status.kind === 'cancelled';
const isOver = ({ status }: FileImport) => status.kind === 'done' || status.kind === 'failed';
