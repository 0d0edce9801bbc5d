/**
 * Stored model folders: files as pieces of a draft, visible after the last transaction. The weights
 * of a GGUF file are stored as its blocks.
 */
import { ByteReader } from '#engine/core/bytes.ts';
import { say } from '#engine/core/message.ts';
import { unpackWeights, type PackedWeights } from '#engine/model/gguf.ts';
import { singleFile } from '#engine/model/weightFiles.ts';
import type { HubModel, ModelDraft, ModelFolder, ModelStore, PackedFile } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { dropDraft, endDraft, startDraft } from './drafts.ts';
import { modelDraft, newDownload } from './modelDrafts.ts';
import { deletePieces, readPiece, readPieces } from './pieces.ts';
import type { ModelRecord } from './schema.ts';

export function createModelStore(connection: Connection, pieceBytes: number): ModelStore {
	const { read, write, keep } = connection;

	const toFolder = ({ info, pieces: owner, files, packed }: ModelRecord): ModelFolder => {
		async function* stored(name: string, length: number) {
			let at = 0;
			for (let n = 0; at < length; n++) {
				const piece = await read(['pieces'], ({ pieces }) =>
					readPiece(pieces, [owner, name, n], { at, length }),
				);
				at += piece.byteLength;
				yield piece;
			}
		}
		const whole = async (name: string) => {
			const file = files.find((entry) => entry.name === name);
			if (!file) return undefined;
			return read(['pieces'], ({ pieces }) => readPieces(pieces, owner, name, file.bytes));
		};
		const unpacked = async function* (weights: PackedWeights) {
			const config = (await whole('config.json'))!;
			yield* unpackWeights(weights, config, () => stored(singleFile, weights.bytes));
		};
		return {
			info,
			files,
			pieces: (name) =>
				packed && name === singleFile
					? unpacked(packed)
					: stored(name, files.find((entry) => entry.name === name)?.bytes ?? 0),
			async file(name) {
				if (!packed || name !== singleFile) return whole(name);
				const { bytes } = files.find((entry) => entry.name === name)!;
				return new ByteReader(unpacked(packed)).take(bytes);
			},
		};
	};

	const commit = (record: ModelRecord): Promise<void> => {
		const doing = say('keep the model {name}', { name: record.info.name });
		return keep(['models', 'pieces', 'drafts'], doing, async ({ models, pieces, drafts }) => {
			const older = await models.get(record.id);
			// An earlier attempt had committed before its connection was lost.
			if (older?.pieces === record.pieces) return;
			await endDraft(drafts, record.pieces, say('The model {name}', { name: record.info.name }));
			if (older) await deletePieces(pieces, older.pieces);
			await models.put(record);
		});
	};

	const parts = { connection, pieceBytes, commit };
	async function draft(
		name: string,
		bytes: number,
		model?: HubModel,
		packed?: PackedFile,
	): Promise<ModelDraft> {
		const download = model && newDownload(model);
		const id = await startDraft(connection, download);
		return modelDraft(parts, { id, name, bytes, startedAt: Date.now(), download, packed });
	}

	return {
		list: async () => {
			const all = await read(['models'], ({ models }) => models.getAll());
			return all.map(({ info }) => info);
		},

		async open(id) {
			const record = await read(['models'], ({ models }) => models.get(id));
			return record && toFolder(record);
		},

		async put(info, content) {
			const bytes = [...content.values()].reduce((sum, file) => sum + file.length, 0);
			const newDraft = await draft(info.name, bytes);
			try {
				for (const [name, file] of content) await newDraft.append(name, file);
				await newDraft.commit(info);
			} catch (error) {
				// The next start deletes what cannot be deleted now.
				await newDraft.drop().catch(() => undefined);
				throw error;
			}
		},

		draft,

		async drafts() {
			const all = await read(['drafts'], ({ drafts }) => drafts.getAll());
			return all.flatMap(({ id, download }) => {
				if (!download) return [];
				const stored = download.files.reduce((sum, { bytes }) => sum + bytes, 0);
				return [{ id: id!, model: download.model, stored }];
			});
		},

		async openDraft(id) {
			const found = await read(['drafts'], ({ drafts }) => drafts.get(id));
			if (!found?.download) return undefined;
			const { name, files } = found.download.model;
			const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
			return modelDraft(parts, { ...found, id, name, bytes });
		},

		dropDraft: (id) => dropDraft(connection, id),

		delete: (id) =>
			write(['models', 'pieces'], async ({ models, pieces }) => {
				const record = await models.get(id);
				if (!record) return;
				await deletePieces(pieces, record.pieces);
				await models.delete(id);
			}),
	};
}
