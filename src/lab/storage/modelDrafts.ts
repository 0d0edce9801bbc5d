/**
 * Files of a model that arrive piece by piece. Each piece of a download is stored together with the
 * number of bytes so far, so that it resumes there after a reload.
 */
import { ByteReader } from '#engine/core/bytes.ts';
import { say } from '#engine/core/message.ts';
import { unpackWeights } from '#engine/model/gguf.ts';
import { singleFile } from '#engine/model/weightFiles.ts';
import type { HubModel, ModelDraft, ModelInfo, PackedFile } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { dropDraft, requireDraft } from './drafts.ts';
import { cut } from './pieces.ts';
import {
	keysUnder,
	type Download,
	type DraftFile,
	type ModelRecord,
	type Stores,
} from './schema.ts';

interface DraftParts {
	readonly connection: Connection;
	readonly pieceBytes: number;
	readonly commit: (record: ModelRecord) => Promise<void>;
}
interface OpenDraft {
	readonly id: number;
	/** For messages. */
	readonly name: string;
	/** Size of all files. */
	readonly bytes: number;
	readonly startedAt?: number;
	readonly download?: Download | undefined;
	readonly packed?: PackedFile | undefined;
}

export function modelDraft(
	{ connection, pieceBytes, commit }: DraftParts,
	{ id, name, bytes, startedAt = 0, download, packed }: OpenDraft,
): ModelDraft {
	const files = new Map(download?.files.map((file) => [file.name, file]));
	const task = { doing: say('keep the model {name}', { name }), bytes, isRelaxed: true };

	/** In the transaction of the pieces. Other drafts have no record of their files. */
	async function record(
		{ drafts }: Pick<Stores<['drafts'], 'readwrite'>, 'drafts'>,
		changed: ReadonlyMap<string, DraftFile>,
	): Promise<void> {
		if (!download) return;
		await requireDraft(drafts, id, say('The model {name}', { name }));
		const now = { ...download, changedAt: Date.now(), files: [...changed.values()] };
		await drafts.put({ id, startedAt, download: now });
	}
	async function* pieces(file: string): AsyncGenerator<Uint8Array> {
		const { count = 0 } = files.get(file) ?? {};
		for (let n = 0; n < count; n++) {
			const piece = await connection.read(['pieces'], (on) => on.pieces.get([id, file, n]));
			if (piece) yield new Uint8Array(piece);
		}
	}
	async function* unpacked({ weights }: PackedFile): AsyncGenerator<Uint8Array> {
		const config = await new ByteReader(pieces('config.json')).take(
			files.get('config.json')?.bytes ?? 0,
		);
		yield* unpackWeights(weights, config, () => pieces(singleFile));
	}
	const listStored = () => Array.from(files.values(), ({ name, bytes }) => ({ name, bytes }));
	// A change counts after its transaction, which may run twice.
	return {
		get stored() {
			return new Map(listStored().map(({ name, bytes }) => [name, bytes]));
		},
		async append(file, content) {
			const before = files.get(file) ?? { name: file, bytes: 0, count: 0 };
			files.set(file, before);
			// One transaction per piece: a transaction is in memory until it ends.
			for (const [, piece] of cut(content, pieceBytes)) {
				const { bytes: from, count: n } = files.get(file)!;
				const state = { name: file, bytes: from + piece.byteLength, count: n + 1 };
				await connection.keep(download ? ['pieces', 'drafts'] : ['pieces'], task, async (on) => {
					await on.pieces.put(piece, [id, file, n]);
					if (download) await record(on, new Map(files).set(file, state));
				});
				files.set(file, state);
			}
		},
		pieces: (file) => (packed && file === singleFile ? unpacked(packed) : pieces(file)),
		async clear(file) {
			const left = new Map(files);
			left.delete(file);
			await connection.write(['pieces', 'drafts'], async (on) => {
				await on.pieces.delete(keysUnder(id, file));
				await record(on, left);
			});
			files.delete(file);
		},
		commit: (info: ModelInfo) =>
			commit({
				id: info.id,
				info,
				pieces: id,
				files: listStored().map((file) =>
					packed && file.name === singleFile ? { ...file, bytes: packed.bytes } : file,
				),
				...(packed && { packed: packed.weights }),
			}),
		drop: () => dropDraft(connection, id),
	};
}

export const newDownload = (model: HubModel): Download => ({
	model,
	changedAt: Date.now(),
	files: [],
});
