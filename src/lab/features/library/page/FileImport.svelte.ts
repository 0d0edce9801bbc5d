/** The import of one file: inspect, choose columns if its shape is unknown, import, report. */
import type { SkillInfo } from '#engine/data/skill.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import type { ImportResult } from '../calls/importHandlers.ts';
import type { ImportOptions, Inspection } from '../model/importFile.ts';
import { isAbort } from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { newId } from '#engine/core/secureContext.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { Lab } from '#lab/worker/lab.ts';
import { errorText } from '#lab/page/words/words.ts';
import { libraryWords } from '../words.ts';

type ImportStatus =
	| { readonly kind: 'inspecting' }
	| { readonly kind: 'ready' }
	/** Waits for another file's import. */
	| { readonly kind: 'waiting' }
	| { readonly kind: 'importing' }
	| { readonly kind: 'cancelled' }
	| { readonly kind: 'done'; readonly report: ImportResult }
	/** before: the file cannot be inspected. during: the import failed and can be tried again. */
	| { readonly kind: 'failed'; readonly when: 'before' | 'during'; readonly message: string };

export type ImportLab = Pick<Lab, 'import.inspect' | 'import.start' | 'task.cancel'>;

/** The missing skill of a link that a file is given for. */
export type Expected = Pick<SkillRef, 'id' | 'name' | 'recipe'>;

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
	/** Why the import cannot start; empty: it can. */
	readonly obstacle = $derived.by(() => {
		const { importing: text } = libraryWords;
		if (!this.mapping) return text.needsColumns;
		const [fault] = optionFaults(this.options);
		return this.mappingError ?? (fault ? text.faults[fault] : '');
	});
	readonly canStart = $derived(this.obstacle === '');

	constructor(
		private readonly lab: ImportLab,
		readonly file: File,
		readonly expected?: Expected,
		/** SHA-256 of the model on the workbench. */
		private readonly model: () => string | undefined = () => undefined,
	) {
		this.options = {
			name: expected?.name ?? nameFrom(file.name),
			role: 'domain',
			heldOutShare: expected?.recipe?.heldOutShare ?? 0.1,
			seed: expected?.recipe?.seed ?? 0,
			maskPrivate: expected?.recipe?.maskPrivate ?? false,
		};
	}

	/** The options are still those of the link. */
	get isAsLinked(): boolean {
		const linked = this.expected?.recipe;
		if (!linked) return false;
		const { heldOutShare, seed, maskPrivate } = this.options;
		const recipe = { mapping: this.mapping, heldOutShare, seed, maskPrivate };
		return canonicalJson(recipe) === canonicalJson(linked);
	}

	/** The first inspection: the worker recognises the shape if it can. */
	async inspect(): Promise<void> {
		this.status = { kind: 'inspecting' };
		const fail = (message: string) => (this.status = { kind: 'failed', when: 'before', message });
		await this.#inspect(undefined, fail, async (found) => {
			this.inspection = found;
			const linked = this.expected?.recipe;
			if (!linked) this.options = { ...this.options, heldOutShare: found.heldOutShare };
			this.chosen = found.mapping;
			this.recognised = found.mapping;
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
		mapping: RowMapping | undefined,
		fail: (message: string) => unknown,
		use: (found: Inspection) => unknown,
	): Promise<void> {
		const look = ++this.#look;
		if (mapping && !isComplete(mapping)) return;
		const { id: importId, file, options } = this;
		const { maskPrivate, heldOutShare, seed } = options;
		const split = mapping && isSplit(options) && { heldOutShare, seed };
		const recipe = { maskPrivate, ...(mapping && { mapping }), ...split };
		try {
			const found = await this.lab['import.inspect']({ importId, file, ...recipe });
			if (look === this.#look) await use(found);
		} catch (error) {
			if (look === this.#look) fail(errorText(error));
		}
	}

	set(options: Partial<ImportOptions>): void {
		this.options = { ...this.options, ...options };
		// The first rows and the parts are shown as they will be stored.
		const { maskPrivate, heldOutShare, seed } = options;
		if ((maskPrivate ?? heldOutShare ?? seed) !== undefined && this.chosen)
			void this.map(this.chosen);
	}

	async start(): Promise<ImportResult | null> {
		const { id: importId, file, mapping, options } = this;
		if (!mapping) return null;
		this.status = { kind: 'importing' };
		try {
			const named = { ...options, name: options.name.trim() };
			const request = { importId, file, mapping, options: named, model: this.model() };
			const report = await this.lab['import.start'](request);
			this.status = { kind: 'done', report };
			return report;
		} catch (error) {
			this.status = isAbort(error)
				? { kind: 'cancelled' }
				: { kind: 'failed', when: 'during', message: errorText(error) };
			return null;
		}
	}

	/** The copy takes the place of the skill in the report. */
	replace(id: string, copy: Pick<SkillInfo, 'id' | 'name' | 'counts'>): void {
		if (this.status.kind !== 'done') return;
		const { report } = this.status;
		const overlaps = report.overlaps?.filter(({ trainer }) => trainer.id !== id) ?? [];
		const isIts = report.skillId === id;
		const changes = isIts ? { skillId: copy.id, name: copy.name, imported: copy.counts } : {};
		this.status = { kind: 'done', report: { ...report, ...changes, overlaps } };
	}

	/** Leaves the queue, or ends the inspection or the import, without a trace. */
	async cancel(): Promise<void> {
		const { kind } = this.status;
		if (kind === 'waiting') this.status = { kind: 'ready' };
		else if (kind === 'importing' || kind === 'inspecting')
			await this.lab['task.cancel']({ task: this.id });
	}
}

const isComplete = (mapping: RowMapping): boolean =>
	mapping.kind === 'shape' || mapping.answer.length > 0;

export type OptionFault = 'name' | 'heldOutShare' | 'seed';
/** The options that are not valid. The page's words have a text for each. */
export function optionFaults(options: ImportOptions): readonly OptionFault[] {
	const faults: OptionFault[] = [];
	if (options.name.trim() === '') faults.push('name');
	if (!(options.heldOutShare > 0 && options.heldOutShare < 1)) faults.push('heldOutShare');
	if (!Number.isSafeInteger(options.seed) || options.seed < 0) faults.push('seed');
	return faults;
}

/** The options tell which rows are held out. */
export const isSplit = (options: ImportOptions): boolean =>
	optionFaults(options).every((fault) => fault === 'name');

/** `my data.train.jsonl.gz` → `my data.train`. */
export const nameFrom = (fileName: string): string =>
	fileName.replace(/\.[^.]{1,8}?(?:\.gz)?$/i, '') || fileName;

export type ColumnMapping = Extract<RowMapping, { kind: 'columns' }>;
type Side = 'prompt' | 'answer';
const noColumns: ColumnMapping = { kind: 'columns', prompt: [], answer: [] };

/** The chosen columns, which are joined in the order of the choice; none for another mapping. */
export const columnMapping = (mapping: RowMapping | null): ColumnMapping =>
	mapping?.kind === 'columns' ? mapping : noColumns;

/** A column is in the prompt or in the answer: picking it on one side removes it from the other. */
export function toggleColumn(mapping: ColumnMapping, side: Side, path: string): ColumnMapping {
	const other = side === 'prompt' ? 'answer' : 'prompt';
	const chosen = mapping[side].includes(path)
		? mapping[side].filter((p) => p !== path)
		: [...mapping[side], path];
	return { ...mapping, [side]: chosen, [other]: mapping[other].filter((p) => p !== path) };
}

/** Moves a column one position earlier on its side. */
export function moveColumnUp(mapping: ColumnMapping, side: Side, path: string): ColumnMapping {
	const order = [...mapping[side]];
	const at = order.indexOf(path);
	if (at > 0) order.splice(at - 1, 2, path, order[at - 1]);
	return { ...mapping, [side]: order };
}
