/** All models of the lab: stored ones, and shipped ones, which are fetched at their first use. */
import { InputError, StorageError } from '#core/errors.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunMessage } from '#lab/run/messages.ts';
import type { LabStores, ModelInfo } from '#lab/run/stores.ts';
import { readModelFolder, type LoadedModel } from '#model/folder.ts';
import { modelFiles } from './modelFiles.ts';
import {
	bytesOf,
	fetchModel,
	fetchShippedModels,
	shippedInfo,
	type PageFiles,
	type ShippedModel,
} from './shippedModels.ts';
import type { Tasks } from './tasks.ts';

export interface ModelLibrary {
	/** Shipped models first; the first one is the default. */
	readonly list: () => Promise<readonly ModelInfo[]>;
	/**
	 * Finds a model by its hash; the id is ignored. Throws InputError if the lab does not have it.
	 */
	readonly open: (ref: Experiment['model'], signal: AbortSignal) => Promise<LoadedModel>;
}

/** Throws StorageError if there is neither a list of shipped models nor a stored model. */
export async function openModelLibrary(
	stores: LabStores,
	page: PageFiles,
	tasks: Tasks,
): Promise<ModelLibrary> {
	const shipped = await shippedOrStored(stores, page);

	async function fetchOnce(model: ShippedModel, cancelled: AbortSignal): Promise<void> {
		const task = `model:${model.id}`;
		await tasks.run(task, async (signal) => {
			await stores.requireSpace(bytesOf(model));
			const both = AbortSignal.any([signal, cancelled]);
			const fetching: RunMessage = { id: 'model.fetching', values: { name: model.name } };
			const files = await fetchModel(model, page, both, (fraction) =>
				tasks.report(task, fetching, fraction),
			);
			both.throwIfAborted();
			await stores.models.put(shippedInfo(model), files);
		});
	}

	return {
		async list() {
			const stored = await stores.models.list();
			const infos = shipped.map(shippedInfo);
			const others = stored.filter(({ id }) => infos.every((info) => info.id !== id));
			return [...infos, ...others];
		},
		async open(ref, signal) {
			const beside = shipped.find(({ sha256 }) => sha256 === ref.sha256);
			// Earlier versions gave a folder the hash of its weights: it must not hide a shipped model.
			const find = async () => {
				const named = (await stores.models.list()).filter(({ sha256 }) => sha256 === ref.sha256);
				const builtin = named.find(({ source }) => source === 'builtin');
				return builtin ?? (beside ? undefined : named[0]);
			};
			if (beside && !(await find())) await fetchOnce(beside, signal);
			const info = await find();
			if (!info)
				throw new InputError(
					`The lab does not have the model “${ref.id}” (SHA-256 ${ref.sha256}). ` +
						'Open its folder, then open the experiment again.',
					{ missing: [{ ...ref }] },
				);
			return readModelFolder(await storedFiles(stores, info));
		},
	};
}

/** Without a connection, stored models are enough. */
async function shippedOrStored(
	{ models }: LabStores,
	page: PageFiles,
): Promise<readonly ShippedModel[]> {
	try {
		return await fetchShippedModels(page);
	} catch (error) {
		if ((await models.list()).length === 0) throw error;
		return [];
	}
}

async function storedFiles(
	{ models }: LabStores,
	info: ModelInfo,
): Promise<Map<string, Uint8Array>> {
	const folder = await models.open(info.id);
	if (!folder)
		throw new StorageError(
			`The model “${info.name}” was deleted while it was being read. Try again.`,
		);
	const files = new Map<string, Uint8Array>();
	for (const name of modelFiles) {
		const bytes = await folder.file(name);
		if (bytes) files.set(name, bytes);
	}
	return files;
}
