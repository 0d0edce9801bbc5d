/**
 * All models of the lab: stored ones, and those of the site. A model of the site is fetched at its
 * first use, and each file is checked by its SHA-256.
 */
import * as v from 'valibot';
import { InputError, StorageError, isAbort } from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunMessage } from '#lab/run/messages.ts';
import type { LabStores, ModelInfo } from '#lab/run/stores.ts';
import { readModelFolder, type LoadedModel } from '#model/folder.ts';
import { modelFiles } from './modelFiles.ts';
import type { Tasks } from './tasks.ts';

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const shippedModels = v.array(
	v.object({
		id: v.string(),
		name: v.string(),
		/** SHA-256 of model.safetensors. */
		sha256: hash,
		parameters: v.number(),
		files: v.array(v.object({ name: v.string(), bytes: v.number(), sha256: hash })),
	}),
);
export type ShippedModel = v.InferOutput<typeof shippedModels>[number];

/** fetch, and the address of the page. models/ lies under it. */
export interface PageFiles {
	readonly base: URL;
	readonly fetch: (url: URL, options: { signal?: AbortSignal }) => Promise<Response>;
}

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

/** Reads models/index.json; the first model is the default. Throws StorageError. */
async function fetchShippedModels(page: PageFiles): Promise<readonly ShippedModel[]> {
	const url = new URL('models/index.json', page.base);
	const response = await request(url, page);
	const result = v.safeParse(shippedModels, await response.json().catch(() => undefined));
	if (!result.success)
		throw new StorageError(
			`The list of models at ${url} is not valid. ` +
				'Reload the page; if that does not help, the site was not built completely.',
		);
	return result.output;
}

/** The files of a model by name. Throws StorageError if one is missing or altered. */
async function fetchModel(
	model: ShippedModel,
	page: PageFiles,
	signal: AbortSignal,
	onProgress: (fraction: number) => void,
): Promise<Map<string, Uint8Array>> {
	const total = bytesOf(model);
	const files = new Map<string, Uint8Array>();
	let before = 0;
	for (const file of model.files) {
		const url = new URL(`models/${model.id}/${file.name}`, page.base);
		const response = await request(url, page, signal);
		const bytes = await read(response, file.bytes, (done) => onProgress((before + done) / total));
		if (bytes?.length !== file.bytes || sha256Hex(bytes) !== file.sha256)
			throw new StorageError(
				`${url} is not the file that the lab was built with: its SHA-256 differs. ` +
					'It was changed or cut off on its way. Reload the page to fetch it again.',
				{ file: file.name, expected: file.sha256 },
			);
		files.set(file.name, bytes);
		before += file.bytes;
	}
	return files;
}

const bytesOf = (model: ShippedModel): number =>
	model.files.reduce((sum, { bytes }) => sum + bytes, 0);

const shippedInfo = (model: ShippedModel): ModelInfo => ({
	id: model.id,
	name: model.name,
	source: 'builtin',
	sha256: model.sha256,
	parameters: model.parameters,
	bytes: bytesOf(model),
});

async function request(url: URL, page: PageFiles, signal?: AbortSignal): Promise<Response> {
	const failed = (why: string, cause?: unknown) =>
		new StorageError(
			`${url} could not be fetched: ${why}. Check the connection, then reload the page.`,
			{ url: url.href },
			{ cause },
		);
	let response: Response;
	try {
		response = await page.fetch(url, signal ? { signal } : {});
	} catch (error) {
		if (isAbort(error)) throw error;
		throw failed(error instanceof Error ? error.message : String(error), error);
	}
	if (!response.ok) throw failed(`the server answered ${response.status}`);
	return response;
}

/** null if there are more bytes than expected. */
async function read(
	response: Response,
	expected: number,
	onProgress: (done: number) => void,
): Promise<Uint8Array | null> {
	const bytes = new Uint8Array(expected);
	let done = 0;
	const reader = response.body?.getReader();
	for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
		if (done + part.value.length > expected) {
			await reader?.cancel();
			return null;
		}
		bytes.set(part.value, done);
		done += part.value.length;
		onProgress(done);
	}
	return bytes.subarray(0, done);
}
