/**
 * Takes a model from its source into a draft, piece by piece. Config, tokenizer and the headers of
 * the weights are checked before the weights arrive. A file whose hash differs is deleted.
 */
import { ByteReader } from '#engine/core/bytes.ts';
import type { ModelDraft, SourceFile } from '#lab/run/stores.ts';
import { notFinite, placeTensors, readConfig, tiedHead, untied } from '#engine/model/folder.ts';
import { readEntries, type TensorEntry } from '#engine/model/safetensors.ts';
import { tokenizerUse } from '#lab/worker/modelJobs.ts';
import type { RunJob } from '#lab/worker/throwaway.ts';
import { countParameters } from '#engine/model/tensors.ts';
import { collectTensors, indexFile, weightFiles } from '#engine/model/weightFiles.ts';
import { FileScan, type ScannedTensor } from './FileScan.ts';
import { NoRanges, storedBytes, type ModelSource } from './modelSource.ts';
import { hashIdentity } from '../modelFolder.ts';

export interface TakenModel {
	readonly sha256: string;
	readonly parameters: number;
	readonly bytes: number;
	readonly unread: readonly string[];
	readonly context: number;
}
interface Intake {
	readonly source: ModelSource;
	readonly draft: ModelDraft;
	readonly signal: AbortSignal;
	/** Bytes so far, of all files. */
	readonly onProgress: (bytes: number) => void;
	readonly runJob: RunJob;
}

/** A source without ranges begins a cut file again, this many times. */
const maxRestarts = 5;

/** Throws InputError, StorageError or the source's error. What was stored stays in the draft. */
export async function takeModel(intake: Intake): Promise<TakenModel> {
	const { files } = intake.source;
	const names = files.map(({ name }) => name);
	const ofWeights = weightFiles(names);
	const weights = files.filter(({ name }) => ofWeights.includes(name));
	const small = new Map<string, Uint8Array>();
	const hashes = new Map<string, string>();
	for (const file of files.toSorted(configFirst).filter(({ name }) => !ofWeights.includes(name))) {
		const { sha256 } = await takeFile(intake, file, []);
		hashes.set(file.name, sha256);
		const bytes = await new ByteReader(intake.draft.pieces(file.name)).take(file.bytes);
		small.set(file.name, bytes);
		if (file.name === 'config.json') readConfig(new TextDecoder().decode(bytes));
	}
	// A tokenizer or a template that does not end must not stop the thread of the runs.
	await intake.runJob(
		'model.check',
		{ files: small },
		{ ...tokenizerUse(small), signal: intake.signal },
	);
	// The job has read the rest, which takes seconds for a large tokenizer.
	const head = readConfig(new TextDecoder().decode(small.get('config.json')));
	const entriesOfAll = async (isStored: boolean) => {
		const entries = new Map<string, ReadonlyMap<string, TensorEntry>>();
		for (const file of weights) entries.set(file.name, await listEntries(intake, file, isStored));
		return entries;
	};
	const placed = async (entries: Awaited<ReturnType<typeof entriesOfAll>>) => {
		const tensors = collectTensors(names, small.get(indexFile), (file) => entries.get(file)!);
		return { entries, tensors, ...placeTensors(head, tensors) };
	};
	const { entries, tensors, specs, unread } = await placed(await entriesOfAll(true)).catch(
		async () => placed(await entriesOfAll(false)),
	);
	const tied = tiedHead(head, specs, tensors);
	const used = new Set(specs.map(({ name }) => name));
	const compared = tied ? [tied.head, tied.embedding] : [];

	const tensorHashes = new Map<string, string>();
	for (const file of weights) {
		const scanned = Array.from(entries.get(file.name)!, ([name, entry]): ScannedTensor => {
			return { name, ...entry, isHashed: compared.includes(name) };
		}).filter(({ name, isHashed }) => used.has(name) || isHashed);
		const { sha256, scan } = await takeFile(intake, file, scanned);
		if (scan.notFinite !== null) throw notFinite(file.name, scan.notFinite);
		hashes.set(file.name, sha256);
		for (const [name, hash] of scan.tensorHashes) tensorHashes.set(name, hash);
	}
	if (tied && tensorHashes.get(tied.head) !== tensorHashes.get(tied.embedding))
		throw untied(tensors.get(tied.head)!.file, tied.head);
	return {
		sha256: hashIdentity(hashes),
		parameters: countParameters(specs),
		bytes: files.reduce((sum, file) => sum + storedBytes(file), 0),
		unread,
		context: head.config.context,
	};
}

/** An unknown architecture ends the import before anything large arrives. */
const configFirst = (a: SourceFile, b: SourceFile): number =>
	Number(b.name === 'config.json') - Number(a.name === 'config.json');

/** Stores what is missing of the file. Its hash is checked over all of it. */
async function takeFile(
	intake: Intake,
	file: SourceFile,
	tensors: readonly ScannedTensor[],
): Promise<{ readonly sha256: string; readonly scan: FileScan }> {
	const { draft, source, signal } = intake;
	if (file.packed) return takePacked(intake, file, tensors);
	for (let restarts = 0; ; restarts++) {
		const scan = new FileScan(file, tensors);
		for await (const piece of draft.pieces(file.name)) {
			signal.throwIfAborted();
			scan.add(piece);
		}
		try {
			await fetchRest(intake, file, scan);
		} catch (error) {
			if (!(error instanceof NoRanges)) throw error;
			await draft.clear(file.name);
			if (restarts < maxRestarts) continue;
			throw error;
		}
		const { sha256, isRight } = scan.end();
		if (isRight) return { sha256, scan };
		await draft.clear(file.name);
		throw source.altered(file.name);
	}
}

/** Stores packed weights, then checks what they unpack to, whose hash is the file's. */
async function takePacked(
	{ draft, source, signal, onProgress }: Intake,
	file: SourceFile,
	tensors: readonly ScannedTensor[],
): Promise<{ readonly sha256: string; readonly scan: FileScan }> {
	let done = storedTogether(draft);
	const count = (bytes: number) => onProgress((done += bytes));
	const buffer = new PieceBuffer(bytesOfPiece(file, source), (piece) =>
		draft.append(file.name, piece),
	);
	for await (const chunk of source.read(file.name, 0, signal)) {
		await buffer.add(chunk);
		count(chunk.length);
	}
	await buffer.flush();
	const scan = new FileScan(file, tensors);
	for await (const piece of draft.pieces(file.name)) {
		signal.throwIfAborted();
		scan.add(piece);
		count(piece.length);
	}
	const { sha256, isRight } = scan.end();
	if (isRight) return { sha256, scan };
	throw source.altered(file.name);
}

const storedTogether = (draft: ModelDraft, others?: string): number => {
	let sum = 0;
	for (const [name, bytes] of draft.stored) if (name !== others) sum += bytes;
	return sum;
};

const bytesOfPiece = (file: SourceFile, { pieceBytes = 8_000_000 }: ModelSource): number =>
	Math.min(storedBytes(file), pieceBytes);

async function fetchRest(
	{ source, draft, signal, onProgress }: Intake,
	file: SourceFile,
	scan: FileScan,
): Promise<void> {
	const others = storedTogether(draft, file.name);
	onProgress(others + scan.bytes);
	const buffer = new PieceBuffer(bytesOfPiece(file, source), (piece) =>
		draft.append(file.name, piece),
	);
	if (file.bytes === 0) await draft.append(file.name, new Uint8Array());
	if (scan.bytes >= file.bytes) return;
	try {
		for await (const chunk of source.read(file.name, scan.bytes, signal)) {
			scan.add(chunk);
			// The source has other content: the check of the hash reports it.
			if (scan.bytes > file.bytes) return;
			await buffer.add(chunk);
			onProgress(others + scan.bytes);
		}
		await buffer.flush();
	} catch (error) {
		// The next attempt begins after the bytes that arrived, if there is space to store them.
		if (!(error instanceof NoRanges)) await buffer.flush().catch(() => undefined);
		throw error;
	}
}

/** The tensors of a weight file. Deletes a stored beginning that differs from the source's. */
async function listEntries(
	{ draft, source, signal }: Intake,
	{ name, bytes, packed }: SourceFile,
	isStored: boolean,
): Promise<Map<string, TensorEntry>> {
	// Its header follows from the blocks' places.
	if (packed) return (await readEntries(draft.pieces(name), bytes, name))!;
	const stored = await readEntries(draft.pieces(name), bytes, name).catch(() => null);
	if (stored && isStored) return stored;
	const entries = await readEntries(source.read(name, 0, signal), bytes, name);
	if (!entries) throw source.altered(name);
	if (stored && JSON.stringify([...stored]) !== JSON.stringify([...entries]))
		await draft.clear(name);
	return entries;
}

/** Collects chunks of any size into pieces of one size. */
class PieceBuffer {
	readonly #bytes: Uint8Array;
	#filled = 0;

	constructor(
		size: number,
		private readonly put: (piece: Uint8Array) => Promise<void>,
	) {
		this.#bytes = new Uint8Array(size);
	}

	async add(chunk: Uint8Array): Promise<void> {
		for (let at = 0; at < chunk.length;) {
			const part = chunk.subarray(at, at + this.#bytes.length - this.#filled);
			this.#bytes.set(part, this.#filled);
			this.#filled += part.length;
			at += part.length;
			if (this.#filled === this.#bytes.length) await this.flush();
		}
	}

	/** Stores the bytes in the buffer as a piece, which may be short. */
	async flush(): Promise<void> {
		const piece = this.#bytes.subarray(0, this.#filled);
		if (piece.length > 0) await this.put(piece);
		this.#filled = 0;
	}
}
