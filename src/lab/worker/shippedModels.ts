/** Models on the site: their list, and their files, each checked by its SHA-256. */
import * as v from 'valibot';
import { StorageError, isAbort } from '#core/errors.ts';
import { sha256Hex } from '#core/hash.ts';
import type { ModelInfo } from '#lab/run/stores.ts';

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

/** Reads models/index.json; the first model is the default. Throws StorageError. */
export async function fetchShippedModels(page: PageFiles): Promise<readonly ShippedModel[]> {
	const url = new URL('models/index.json', page.base);
	const response = await request(url, page);
	const result = v.safeParse(shippedModels, await response.json().catch(() => undefined));
	if (!result.success)
		throw new StorageError(
			`The list of models at ${url} is not what this lab expects. Reload the page; if that does not help, the site was not built whole.`,
		);
	return result.output;
}

/** The files of a model by name. Throws StorageError if one is missing or altered. */
export async function fetchModel(
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
				`${url} is not the file that the lab was built with: its SHA-256 differs. It was changed or cut off on its way. Reload the page to fetch it again.`,
				{ file: file.name, expected: file.sha256 },
			);
		files.set(file.name, bytes);
		before += file.bytes;
	}
	return files;
}

export const bytesOf = (model: ShippedModel): number =>
	model.files.reduce((sum, { bytes }) => sum + bytes, 0);

export const shippedInfo = (model: ShippedModel): ModelInfo => ({
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
