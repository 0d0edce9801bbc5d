/** The import of one file: inspect, choose columns if its shape is unknown, import, report. */
import type {
	ImportOptions,
	ImportRecipe,
	ImportReport,
	Inspection,
	RowMapping,
} from '#data/importing.ts';
import { isAbort, messageOf } from '#core/errors.ts';
import { canonicalJson } from '#core/json.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { Lab } from '#lab/worker/protocol.ts';

export type ImportStatus =
	| { readonly kind: 'inspecting' }
	| { readonly kind: 'ready' }
	/** Waits for another file's import. */
	| { readonly kind: 'waiting' }
	| { readonly kind: 'importing'; readonly label: string; readonly fraction: number | null }
	| { readonly kind: 'cancelled' }
	| { readonly kind: 'done'; readonly report: ImportReport }
	/** before: the file cannot be inspected. during: the import failed and can be tried again. */
	| { readonly kind: 'failed'; readonly when: 'before' | 'during'; readonly message: string };

export type ImportLab = Pick<Lab, 'import.inspect' | 'import.start' | 'task.cancel'>;

/** The name and options that a link gives for a missing file. */
export type Expected = Pick<SkillRef, 'name' | 'recipe'>;

export class FileImport {
	readonly id = crypto.randomUUID();
	readonly file: File;
	readonly #lab: ImportLab;
	readonly #expected: ImportRecipe | null;
	#status = $state.raw<ImportStatus>({ kind: 'inspecting' });
	#inspection = $state.raw<Inspection | null>(null);
	#mapping = $state.raw<RowMapping | null>(null);
	/** Columns without an answer yet: there is no mapping to preview. */
	#wanted = $state.raw<RowMapping | null>(null);
	#recognised = $state.raw<{ readonly title: string; readonly mapping: RowMapping } | null>(null);
	#options: ImportOptions = $state.raw()!;
	#mappingError = $state.raw<string | null>(null);
	/** Number of the latest inspection: replies to older ones are ignored. */
	#look = 0;
	readonly canStart = $derived.by(
		() =>
			this.#mapping !== null &&
			this.#mappingError === null &&
			optionFaults(this.#options).length === 0,
	);

	/** The file has rows, but none of the first ones has a column. */
	readonly isUnreadable = $derived.by(() => {
		const inspection = this.#inspection;
		return inspection !== null && inspection.columns.length === 0 && inspection.rejected.length > 0;
	});

	constructor(lab: ImportLab, file: File, expected?: Expected) {
		this.#lab = lab;
		this.file = file;
		this.#expected = expected?.recipe ?? null;
		this.#options = {
			name: expected?.name ?? nameFrom(file.name),
			role: 'domain',
			heldOutShare: expected?.recipe?.heldOutShare ?? 0.1,
			seed: expected?.recipe?.seed ?? 0,
			maskPrivate: expected?.recipe?.maskPrivate ?? false,
		};
	}

	get status() {
		return this.#status;
	}
	get inspection() {
		return this.#inspection;
	}
	get mapping() {
		return this.#mapping;
	}
	get wanted() {
		return this.#wanted;
	}
	/** The options are still those of the link. */
	get isAsLinked(): boolean {
		if (!this.#expected) return false;
		const { heldOutShare, seed, maskPrivate } = this.#options;
		const recipe = { mapping: this.#mapping, heldOutShare, seed, maskPrivate };
		return canonicalJson(recipe) === canonicalJson(this.#expected);
	}
	/** The worker recognised the shape itself. */
	get recognised() {
		return this.#recognised;
	}
	get options() {
		return this.#options;
	}
	/**
	 * The reason why the current mapping gives no rows; null if it gives some, or if there is none.
	 */
	get mappingError() {
		return this.#mappingError;
	}

	/** The first inspection: the worker recognises the shape if it can. */
	async inspect(): Promise<void> {
		const look = ++this.#look;
		this.#status = { kind: 'inspecting' };
		try {
			const inspection = await this.#lab['import.inspect']({ file: this.file });
			if (look !== this.#look) return;
			this.#inspection = inspection;
			const { mapping, shapeTitle } = inspection;
			this.#mapping = mapping;
			this.#recognised = mapping && { mapping, title: shapeTitle ?? '' };
			this.#status = { kind: 'ready' };
			if (this.#expected) await this.map(this.#expected.mapping);
		} catch (error) {
			if (look === this.#look)
				this.#status = { kind: 'failed', when: 'before', message: messageOf(error) };
		}
	}

	/** Previews the first rows through another mapping. Columns without an answer wait for one. */
	async map(mapping: RowMapping): Promise<void> {
		const look = ++this.#look;
		const complete = mapping.kind === 'shape' || mapping.answer.length > 0;
		this.#mapping = complete ? mapping : null;
		this.#wanted = complete ? null : mapping;
		this.#mappingError = null;
		if (!complete) return;
		try {
			const inspection = await this.#lab['import.inspect']({ file: this.file, mapping });
			if (look === this.#look)
				this.#inspection = { ...inspection, columns: this.#columns(inspection) };
		} catch (error) {
			if (look === this.#look) this.#mappingError = messageOf(error);
		}
	}

	set(options: Partial<ImportOptions>): void {
		this.#options = { ...this.#options, ...options };
	}

	wait(): void {
		this.#status = { kind: 'waiting' };
	}
	/** Leaves the queue before the import has begun. */
	unwait(): void {
		if (this.#status.kind === 'waiting') this.#status = { kind: 'ready' };
	}

	async start(): Promise<ImportReport | null> {
		const mapping = this.#mapping;
		if (!mapping) return null;
		this.#status = { kind: 'importing', label: '', fraction: 0 };
		try {
			const report = await this.#lab['import.start']({
				importId: this.id,
				file: this.file,
				mapping,
				options: { ...this.#options, name: this.#options.name.trim() },
			});
			this.#status = { kind: 'done', report };
			return report;
		} catch (error) {
			this.#status = isAbort(error)
				? { kind: 'cancelled' }
				: { kind: 'failed', when: 'during', message: messageOf(error) };
			return null;
		}
	}

	async cancel(): Promise<void> {
		if (this.#status.kind === 'waiting') this.unwait();
		else if (this.#status.kind === 'importing') await this.#lab['task.cancel']({ task: this.id });
	}

	progress(label: string, fraction: number | null): void {
		if (this.#status.kind === 'importing') this.#status = { kind: 'importing', label, fraction };
	}

	/** A preview through a mapping may list no columns: those of the first inspection still hold. */
	#columns(latest: Inspection) {
		return latest.columns.length > 0 ? latest.columns : (this.#inspection?.columns ?? []);
	}
}

export type OptionFault = 'name' | 'heldOutShare' | 'seed';
/** The options that are not valid; the catalogue has the words for each. */
export function optionFaults(options: ImportOptions): readonly OptionFault[] {
	const faults: OptionFault[] = [];
	if (options.name.trim() === '') faults.push('name');
	if (!(options.heldOutShare > 0 && options.heldOutShare < 1)) faults.push('heldOutShare');
	if (!Number.isSafeInteger(options.seed) || options.seed < 0) faults.push('seed');
	return faults;
}

/** `my data.train.jsonl` → `my data.train`. */
const nameFrom = (fileName: string): string => fileName.replace(/\.[^.]{1,8}$/, '') || fileName;
