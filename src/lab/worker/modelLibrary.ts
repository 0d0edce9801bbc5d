/**
 * All models of the lab: stored ones, and those of the site. A model of the site is fetched at its
 * first use, and each file is checked by its SHA-256.
 */
import * as v from 'valibot';
import { streamChunks } from '#engine/core/bytes.ts';
import { InputError, StorageError, isAbort, toMessage } from '#engine/core/errors.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { say, type Message } from '#engine/core/message.ts';
import { adapterWeightsFile } from '#engine/model/adapters.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunSources } from '#lab/run/runParts.ts';
import type { RunMessage } from '#lab/run/messages.ts';
import type { LabStores, ModelFolder, ModelInfo } from '#lab/run/stores.ts';
import { createMutex } from '#lab/run/turns.ts';
import {
	isTextFile,
	readModelHead,
	type LoadedModel,
	type ModelHead,
} from '#engine/model/folder.ts';
import { openModelFolder } from '#engine/model/openFolder.ts';
import { indexFile, weightFiles } from '#engine/model/weightFiles.ts';
import type { Tasks } from './tasks.ts';

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const shippedModel = v.object({
	id: v.string(),
	name: v.string(),
	/** SHA-256 of model.safetensors. */
	sha256: hash,
	parameters: v.number(),
	files: v.array(v.object({ name: v.string(), bytes: v.number(), sha256: hash })),
});
export type ShippedModel = v.InferOutput<typeof shippedModel>;
const shippedInfo = ({ files, ...model }: ShippedModel) => ({
	...model,
	source: 'builtin' as const,
	bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
});
const shippedModels = v.array(
	v.pipe(
		shippedModel,
		v.transform((model) => ({ info: shippedInfo(model), files: model.files })),
	),
);
type Shipped = v.InferOutput<typeof shippedModels>[number];

/** fetch, and the address of the page, below which models/ is. */
export interface PageFiles {
	readonly base: URL;
	readonly fetch: (url: URL, options: { signal?: AbortSignal }) => Promise<Response>;
}

export type ModelLibrary = Awaited<ReturnType<typeof openModelLibrary>>;

/** Throws StorageError if there is neither a list of shipped models nor a stored model. */
export async function openModelLibrary(stores: LabStores, page: PageFiles, tasks: Tasks) {
	const shipped = await shippedOrStored(stores, page);

	/** One at a time: storing a model again would delete the pieces that a run still reads. */
	const oneFetch = createMutex();
	async function fetchAndStore(model: Shipped, cancelled: AbortSignal): Promise<void> {
		const { id, name, bytes } = model.info;
		const task = `model:${id}`;
		await tasks.run(task, async (signal) => {
			await stores.requireSpace(bytes);
			const both = AbortSignal.any([signal, cancelled]);
			const fetching: RunMessage = { id: 'model.fetching', values: { name } };
			const files = await fetchModel(model, page, both, (fraction) =>
				tasks.report(task, fetching, fraction),
			);
			both.throwIfAborted();
			await stores.models.put(model.info, files);
		});
	}

	async function find(ref: Experiment['model'], signal: AbortSignal): Promise<ModelInfo> {
		const siteModel = shipped.find(({ info }) => info.sha256 === ref.sha256);
		const findStored = async () =>
			(await stores.models.list()).find(({ sha256 }) => sha256 === ref.sha256);
		if (siteModel && !(await findStored()))
			await oneFetch(async () => {
				signal.throwIfAborted();
				// An earlier call may have fetched it while this one waited.
				if (!(await findStored())) await fetchAndStore(siteModel, signal);
			});
		const info = await findStored();
		if (info) return info;
		throw new InputError(
			say(
				'The lab does not have the model “{id}” (SHA-256 {sha256}). Open its folder, then open the experiment again.',
				{ id: ref.id, sha256: ref.sha256 },
			),
			{ missing: [{ ...ref }] },
		);
	}

	return {
		/** Shipped models first; the first one is the default. */
		async list(): Promise<readonly ModelInfo[]> {
			const stored = await stores.models.list();
			const infos = shipped.map(({ info }) => info);
			const others = stored.filter(
				({ id, adapter }) => !adapter && infos.every((info) => info.id !== id),
			);
			return [...infos, ...others];
		},
		async adapters(): Promise<readonly ModelInfo[]> {
			return (await stores.models.list()).filter(({ adapter }) => adapter);
		},
		/** adapter_model.safetensors, and its base's name. Throws InputError if the lab lacks it. */
		async openAdapter(sha256: string): ReturnType<RunSources['openAdapter']> {
			const info = (await this.adapters()).find((each) => each.sha256 === sha256);
			const folder = info && (await stores.models.open(info.id));
			const bytes = await folder?.file(adapterWeightsFile);
			if (bytes) return { bytes, ...(info?.base !== undefined && { base: info.base }) };
			throw new InputError(
				say(
					'adapter.from: The lab does not have the adapter with SHA-256 {sha256}. Open its folder under Models, then open the experiment again.',
					{ sha256 },
				),
				{ field: 'adapter.from', sha256 },
			);
		},
		/** Finds it by its hash; the id is ignored. Throws InputError if the lab does not have it. */
		async open(ref: Experiment['model'], signal: AbortSignal): Promise<LoadedModel> {
			const folder = await openStored(stores, await find(ref, signal));
			const names = weightFiles(folder.files.map((file) => file.name));
			return openModelFolder(
				await smallFiles(folder, (name) => isTextFile(name) || name === indexFile),
				folder.files
					.filter(({ name }) => names.includes(name))
					.map((file) => ({ ...file, pieces: () => folder.pieces(file.name) })),
			);
		},
		/** Config and tokenizer, without the weights. Throws as `open` does. */
		async head(ref: Experiment['model'], signal: AbortSignal): Promise<ModelHead> {
			return readModelHead(await this.textFiles(ref, signal));
		},
		/** The files of `head` by name. Throws as `open` does. */
		async textFiles(
			ref: Experiment['model'],
			signal: AbortSignal,
		): Promise<ReadonlyMap<string, Uint8Array>> {
			const folder = await openStored(stores, await find(ref, signal));
			return smallFiles(folder, isTextFile);
		},
		/** The site has the model, so its tokenizer is known to end. Throws as `open` does. */
		async isShipped(ref: Experiment['model'], signal: AbortSignal): Promise<boolean> {
			return (await find(ref, signal)).source === 'builtin';
		},
	};
}

/** Without a connection, stored models are enough. */
async function shippedOrStored(
	{ models }: LabStores,
	page: PageFiles,
): Promise<readonly Shipped[]> {
	try {
		return await fetchShippedModels(page);
	} catch (error) {
		if ((await models.list()).every(({ adapter }) => adapter)) throw error;
		return [];
	}
}

async function openStored({ models }: LabStores, { id, name }: ModelInfo): Promise<ModelFolder> {
	const folder = await models.open(id);
	if (folder) return folder;
	throw new StorageError(
		say('The model “{name}” was deleted while it was being read. Try again.', { name }),
	);
}

async function smallFiles(
	folder: ModelFolder,
	isRead: (name: string) => boolean,
): Promise<Map<string, Uint8Array>> {
	const files = new Map<string, Uint8Array>();
	for (const { name } of folder.files.filter((file) => isRead(file.name))) {
		const bytes = await folder.file(name);
		if (bytes) files.set(name, bytes);
	}
	return files;
}

/** Reads models/index.json; the first model is the default. Throws StorageError. */
async function fetchShippedModels(page: PageFiles): Promise<readonly Shipped[]> {
	const url = new URL('models/index.json', page.base);
	const response = await requestFile(url, page);
	const result = v.safeParse(shippedModels, await response.json().catch(() => undefined));
	if (!result.success)
		throw new StorageError(
			say(
				'The list of models at {href} is not valid. Reload the page; if that does not help, the site was not built completely.',
				{ href: url.href },
			),
		);
	return result.output;
}

/** The files of a model by name. Throws StorageError if one is missing or altered. */
async function fetchModel(
	model: Shipped,
	page: PageFiles,
	signal: AbortSignal,
	onProgress: (fraction: number) => void,
): Promise<Map<string, Uint8Array>> {
	const { id, name, bytes: total } = model.info;
	const files = new Map<string, Uint8Array>();
	let before = 0;
	for (const file of model.files) {
		const url = new URL(`models/${id}/${file.name}`, page.base);
		const response = await requestFile(url, page, signal, name);
		const bytes = await read(response, file.bytes, (done) => onProgress((before + done) / total));
		if (bytes?.length !== file.bytes || sha256Hex(bytes) !== file.sha256)
			throw new StorageError(
				say(
					'{href} is not the file that the lab was built with: its SHA-256 differs. It was changed or cut off on its way. Reload the page to fetch it again.',
					{ href: url.href },
				),
				{ file: file.name, expected: file.sha256 },
			);
		files.set(file.name, bytes);
		before += file.bytes;
	}
	return files;
}

/** `model`: the name of the model that needs the file. */
export async function requestFile(url: URL, page: PageFiles, signal?: AbortSignal, model?: string) {
	const failed = (why: string | Message, cause?: unknown) => {
		const fault = say(
			'{href} could not be fetched: {why}. Check the connection, then reload the page.',
			{ href: url.href, why },
		);
		const absent = say('The model “{model}” is not stored here yet. {fault}', {
			model: model ?? '',
			fault,
		});
		return new StorageError(model === undefined ? fault : absent, { url: url.href }, { cause });
	};
	const response = await page.fetch(url, signal ? { signal } : {}).catch((error: unknown) => {
		throw isAbort(error) ? error : failed(toMessage(error), error);
	});
	if (!response.ok) throw failed(say('the server answered {status}', { status: response.status }));
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
	for await (const chunk of streamChunks(response.body)) {
		if (done + chunk.length > expected) return null;
		bytes.set(chunk, done);
		done += chunk.length;
		onProgress(done);
	}
	return bytes.subarray(0, done);
}
