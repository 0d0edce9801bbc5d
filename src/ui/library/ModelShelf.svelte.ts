/** The models that the lab holds: opened from a folder, kept from a run, deleted, saved to the visitor's disk. */
import type { ModelInfo } from '#experiment/stores.ts';
import type { Lab, LabEvent, NamedFile } from '#worker/protocol.ts';
import { messageOf } from './FileImport.svelte.ts';

export type ModelWork = 'import' | 'export' | 'keep' | 'delete';
export type ModelStatus =
	| { readonly kind: 'idle' }
	| {
			readonly kind: 'busy';
			readonly work: ModelWork;
			/** From the worker, once it has something to tell. */
			readonly progress?: { readonly label: string; readonly fraction: number | null };
	  }
	| { readonly kind: 'failed'; readonly message: string };

type ModelLab = Pick<Lab, 'model.import' | 'model.delete' | 'model.keep' | 'model.export'>;

export class ModelShelf {
	readonly #lab: ModelLab;
	readonly #changed: () => void;
	#models: readonly ModelInfo[] = $state.raw()!;
	#status = $state.raw<ModelStatus>({ kind: 'idle' });

	/** `changed`: the space that is taken is another now. */
	constructor(lab: ModelLab, models: readonly ModelInfo[], changed: () => void) {
		this.#lab = lab;
		this.#models = models;
		this.#changed = changed;
	}

	get models() {
		return this.#models;
	}
	get status() {
		return this.#status;
	}
	get busy() {
		return this.#status.kind === 'busy';
	}

	/** Null when it failed: status says why. */
	import(files: readonly File[]): Promise<ModelInfo | null> {
		return this.#run('import', async () => this.#put(await this.#lab['model.import']({ files })));
	}
	keep(runId: string, name: string): Promise<ModelInfo | null> {
		return this.#run('keep', async () => this.#put(await this.#lab['model.keep']({ runId, name })));
	}
	async delete(model: ModelInfo): Promise<void> {
		await this.#run('delete', async () => {
			await this.#lab['model.delete']({ id: model.id });
			this.#models = this.#models.filter(({ id }) => id !== model.id);
		});
	}
	/** Hands the files of the run's weights to `save`. */
	async export(runId: string, save: (files: readonly NamedFile[]) => Promise<void>): Promise<void> {
		await this.#run('export', async () => save(await this.#lab['model.export']({ runId })));
	}

	receive(event: LabEvent): void {
		if (event.event !== 'progress' || event.done || this.#status.kind !== 'busy') return;
		if (!event.task.startsWith('model')) return;
		const { label, fraction } = event;
		this.#status = { ...this.#status, progress: { label, fraction } };
	}

	#put(model: ModelInfo): ModelInfo {
		this.#models = [...this.#models.filter(({ id }) => id !== model.id), model];
		return model;
	}

	async #run<T>(work: ModelWork, task: () => Promise<T>): Promise<T | null> {
		this.#status = { kind: 'busy', work };
		try {
			const result = await task();
			this.#status = { kind: 'idle' };
			this.#changed();
			return result;
		} catch (error) {
			this.#status = { kind: 'failed', message: messageOf(error) };
			return null;
		}
	}
}
