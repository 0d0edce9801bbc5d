/** Finds a model on a hub at one commit, with the hashes of its files, and reads its files. */
import { streamChunks } from '#engine/core/bytes.ts';
import { StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { HubModel } from '#lab/run/stores.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { readConfig } from '#engine/model/folder.ts';
import { countParameters } from '#engine/model/tensors.ts';
import { FileScan } from '../intake/FileScan.ts';
import { chooseFiles, NoRanges, type ModelSource } from '../intake/modelSource.ts';
import type { HubAddress } from './address.ts';
import {
	askHub,
	failureCount,
	isTemporary,
	whyAfter,
	type HubConnection,
	type WhyWaiting,
} from './askHub.ts';
import { listRepo, requireHashes } from './listRepo.ts';

export interface FoundModel {
	readonly model: HubModel;
	readonly bytes: number;
	/** config.json's model_type. */
	readonly type: string;
	readonly parameters: number;
}

/** Throws InputError or StorageError. */
export async function findModel(
	connection: HubConnection,
	{ hub, name, revision }: HubAddress,
	signal: AbortSignal,
): Promise<FoundModel> {
	const listed = await listRepo(connection, 'model', { hub, name, revision }, signal);
	const { commit } = listed;
	const model: HubModel = { name, hub, commit, files: chooseFiles(listed.files) };
	requireHashes(hub, model.files);
	// An unknown architecture is known before the download.
	const blob = await readWhole(hubSource(connection, model), 'config.json', signal);
	const { architecture, config } = readConfig(await blob.text());
	const parameters = countParameters(tensorSpecs(architecture, config));
	return { model, bytes: addBytes(model), type: architecture.modelType, parameters };
}

export const addBytes = ({ files }: HubModel): number =>
	files.reduce((sum, { bytes }) => sum + bytes, 0);

/**
 * A file's bytes, checked by its hash. `parts` are those that an earlier attempt left, and receive
 * the ones that arrive; blobs are outside JavaScript's memory. Throws InputError or StorageError.
 */
export async function readWhole(
	source: ModelSource,
	name: string,
	signal: AbortSignal,
	onProgress: (bytes: number) => void = () => undefined,
	parts: Blob[] = [],
): Promise<Blob> {
	const file = source.files.find((listed) => listed.name === name)!;
	const scan = new FileScan(file);
	for (const part of parts) scan.add(new Uint8Array(await part.arrayBuffer()));
	try {
		for await (const chunk of source.read(name, scan.bytes, signal)) {
			scan.add(chunk);
			parts.push(new Blob([new Uint8Array(chunk)]));
			onProgress(scan.bytes);
			if (scan.bytes > file.bytes) break;
		}
		if (!scan.end().isRight) throw source.altered(name);
		return new Blob(parts);
	} catch (error) {
		// The file itself is at fault, not the connection: it begins again.
		if (error instanceof StorageError && error.data['file'] === name) parts.length = 0;
		throw error;
	}
}

/** Bytes of a request that are worth the wait for its silence: fewer are not progress. */
const worthSilence = 1_000_000;

/** Reads the files of a model on a hub. After a cut connection it resumes at the next byte. */
export function hubSource(connection: HubConnection, model: HubModel): ModelSource {
	const { name: repo, hub, commit, files } = model;
	const altered = (file: string) =>
		new StorageError(
			say(
				'{file} did not arrive as the hub lists it: its length or its hash differs. What was stored of this file is deleted. Resume the download to fetch it again.',
				{ file },
			),
			{ file },
		);
	let isKnown = false;
	return {
		files,
		pieceBytes: 1_000_000,
		altered,
		async *read(file, from, signal) {
			const url = fileAddress(file);
			const length = files.find(({ name }) => name === file)!.bytes;
			const failures = failureCount(connection);
			for (let at = from; at < length;) {
				const before = at;
				let why: WhyWaiting = 'broken';
				const range = at > 0 ? { Range: `bytes=${at}-` } : {};
				const response = await askHub(connection, url, range, signal, isKnown);
				isKnown = true;
				if (response.status === 416) throw altered(file);
				const isNext = at === 0 || beginsAt(response, at);
				if (!isNext) response.body?.cancel().catch(() => undefined);
				if (!isNext && response.status === 200) throw new NoRanges(file);
				try {
					for await (const chunk of isNext ? streamChunks(response.body) : []) {
						at += chunk.length;
						yield chunk;
					}
				} catch (error) {
					if (!isTemporary(error)) throw error;
					why = whyAfter(error);
				}
				const progress = at - before;
				if (why === 'silent' ? progress >= worthSilence : progress > 0) failures.reset();
				if (at < length) await failures.again(why, signal);
			}
		},
	};

	function fileAddress(file: string): string {
		const path = file.split('/').map(encodeURIComponent).join('/');
		return `${hub}/${repo}/resolve/${encodeURIComponent(commit)}/${path}`;
	}
}

/** A page cannot read every header of another origin: the status says it then. */
function beginsAt({ status, headers }: Response, at: number): boolean {
	const range = /^bytes (\d+)-/.exec(headers.get('Content-Range') ?? '');
	return status === 206 && (!range || Number(range[1]) === at);
}
