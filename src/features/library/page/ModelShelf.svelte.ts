/** The lab's models: open from a folder, keep from a run, delete, save to disk. */
import type { ModelInfo } from '#lab/run/stores.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import { errorText } from '#page/words/words.ts';

export type ModelWork = 'import' | 'export' | 'keep' | 'delete';
export type ModelStatus =
	| { readonly kind: 'idle' }
	| { readonly kind: 'busy'; readonly work: ModelWork }
	| { readonly kind: 'failed'; readonly work: ModelWork; readonly message: string };

export class ModelShelf {
	status = $state.raw<ModelStatus>({ kind: 'idle' });

	constructor(private readonly lab: Pick<LabState, 'client' | 'info' | 'refresh'>) {}

	get models(): readonly ModelInfo[] {
		return this.lab.info?.models ?? [];
	}
	get busy() {
		return this.status.kind === 'busy';
	}

	/** Null if it failed: `status` has the reason. */
	import(files: readonly File[]): Promise<ModelInfo | null> {
		return this.#run('import', async () =>
			this.#put(await this.lab.client['model.import']({ files })),
		);
	}
	keep(runId: string, name: string): Promise<ModelInfo | null> {
		return this.#run('keep', async () =>
			this.#put(await this.lab.client['model.keep']({ runId, name })),
		);
	}
	async delete({ id }: ModelInfo): Promise<void> {
		await this.#run('delete', async () => {
			await this.lab.client['model.delete']({ id });
			await this.lab.refresh({ models: this.models.filter((model) => model.id !== id) });
		});
	}
	/** Passes the files of the run's weights to `save`. */
	async export(runId: string, save: (files: readonly NamedFile[]) => Promise<void>): Promise<void> {
		await this.#run('export', async () => save(await this.lab.client['model.export']({ runId })));
	}

	async #put(model: ModelInfo): Promise<ModelInfo> {
		const others = this.models.filter(({ id }) => id !== model.id);
		await this.lab.refresh({ models: [...others, model] });
		return model;
	}

	async #run<T>(work: ModelWork, task: () => Promise<T>): Promise<T | null> {
		this.status = { kind: 'busy', work };
		try {
			const result = await task();
			this.status = { kind: 'idle' };
			return result;
		} catch (error) {
			this.status = { kind: 'failed', work, message: errorText(error) };
			return null;
		}
	}
}
