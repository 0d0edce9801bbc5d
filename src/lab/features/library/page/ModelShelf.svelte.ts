/** The lab's models: open from a folder, keep from a run, delete, save to disk. */
import type { ModelInfo } from '#lab/run/stores.ts';
import type { TunedRequest } from '../calls/modelHandlers.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import { pageAddress } from '#lab/page/components/download.ts';
import { Attempt } from '#lab/page/state/Attempt.svelte.ts';
import { libraryWords } from '../words.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';

export class ModelShelf extends Attempt {
	/** The last task, which is running or has `problem`. */
	work: 'import' | 'export' | 'keep' | 'delete' = $state('import');
	/** The visitor cancelled the last task. */
	cancelled = $state(false);
	/** The model that the last task opened or kept. */
	opened: ModelInfo | null = $state.raw(null);
	/** Ends with the last folder: they are read one after the other. */
	#last: Promise<unknown> = Promise.resolve();

	/** `arrived`: is called with each model that the lab has now. */
	constructor(
		private readonly lab: Pick<LabState, 'client' | 'info' | 'refresh'>,
		private readonly arrived: (model: ModelInfo) => void = () => undefined,
	) {
		super();
	}

	get models(): readonly ModelInfo[] {
		return this.lab.info?.models ?? [];
	}

	/** Adapters with which a run can begin. */
	get adapters(): readonly ModelInfo[] {
		return this.lab.info?.adapters ?? [];
	}

	/** The visitor's own before those of the lab. */
	get listed(): readonly ModelInfo[] {
		const isShipped = ({ source }: ModelInfo) => source === 'builtin';
		const visitors = this.models.filter((model) => !isShipped(model));
		return [...visitors, ...this.adapters, ...this.models.filter(isShipped)];
	}

	/** Null after a failure, as the other tasks. */
	import(picked: readonly File[]): Promise<ModelInfo | null> {
		// Only the name of a file is sure to reach the worker.
		const files = picked.map((file) =>
			file.webkitRelativePath ? new File([file], file.webkitRelativePath) : file,
		);
		return this.#run('import', async () => {
			return (this.opened = await this.put(await this.lab.client['model.import']({ files })));
		});
	}
	/** Ends an import, or the storing of a run's weights. Nothing of it stays. */
	async cancel(): Promise<void> {
		await this.lab.client['task.cancel']({ task: 'model.import' });
	}
	keep(runId: string, name: string, best: boolean): Promise<ModelInfo | null> {
		const request = { runId, page: pageAddress(), name, best };
		return this.#run('keep', async () => {
			return (this.opened = await this.put(await this.lab.client['model.keep'](request)));
		});
	}
	async delete({ id }: ModelInfo): Promise<void> {
		await this.#run('delete', async () => {
			await this.lab.client['model.delete']({ id });
			const others = (models: readonly ModelInfo[]) => models.filter((model) => model.id !== id);
			await this.lab.refresh({ models: others(this.models), adapters: others(this.adapters) });
		});
	}
	/** Passes the files of the run's weights or adapter to `save`. */
	async export(
		runId: string,
		form: TunedRequest['form'],
		best: boolean,
		save: (files: readonly NamedFile[]) => unknown,
	): Promise<void> {
		const request = { runId, page: pageAddress(), form, best };
		await this.#run('export', async () => save(await this.lab.client['model.export'](request)));
	}

	/** Passes the single HTML file with the run's weights to `save`. */
	async exportPage(runId: string, best: boolean, save: (file: NamedFile) => void): Promise<void> {
		await this.#run('export', async () => {
			const response = await fetch(new URL('takeaway.html', pageAddress()));
			if (!response.ok) throw new Error(libraryWords.models.noShell({ status: response.status }));
			const shell = await response.text();
			save(await this.lab.client['model.page']({ runId, page: pageAddress(), best, shell }));
		});
	}

	/** A new model is in the list at once. */
	async put(model: ModelInfo): Promise<ModelInfo> {
		const list = model.adapter ? 'adapters' : 'models';
		const others = this[list].filter(({ id }) => id !== model.id);
		await this.lab.refresh({ [list]: [...others, model] });
		this.arrived(model);
		return model;
	}

	#run<T>(work: ModelShelf['work'], task: () => Promise<T>): Promise<T | null> {
		const ended = this.#last.then(() => this.#start(work, task));
		this.#last = ended;
		return ended;
	}
	async #start<T>(work: ModelShelf['work'], task: () => Promise<T>): Promise<T | null> {
		this.work = work;
		[this.cancelled, this.opened] = [false, null];
		const result = await this.run(task);
		this.cancelled = result === null && this.problem === null;
		return result;
	}
}
