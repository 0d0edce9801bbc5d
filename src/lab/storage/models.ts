/**
 * Model folders in the database: files as pieces of a draft, visible after the last transaction.
 */
import type { ModelFolder, ModelInfo, ModelStore } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { dropDraft, endDraft, startDraft } from './drafts.ts';
import { cut, deletePieces, readPieces } from './pieces.ts';
import type { ModelRecord } from './schema.ts';

export function createModelStore(connection: Connection, pieceBytes: number): ModelStore {
	/** One transaction per piece: a transaction is in memory until it ends. */
	async function putFiles(
		draft: number,
		info: ModelInfo,
		files: ReadonlyMap<string, Uint8Array>,
	): Promise<void> {
		const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
		const task = { doing: `keep the model ${info.name}`, bytes, isRelaxed: true };
		for (const [name, file] of files)
			for (const [n, piece] of cut(file, pieceBytes))
				await connection.write(['pieces'], task, ({ pieces }) =>
					pieces.put(piece, [draft, name, n]),
				);
	}

	const commit = (record: ModelRecord): Promise<void> =>
		connection.write(
			['models', 'pieces', 'drafts'],
			`keep the model ${record.info.name}`,
			async ({ models, pieces, drafts }) => {
				const older = await models.get(record.id);
				// An earlier attempt had committed before its connection was lost.
				if (older?.pieces === record.pieces) return;
				await endDraft(drafts, record.pieces, `The model ${record.info.name}`);
				if (older) await deletePieces(pieces, older.pieces);
				await models.put(record);
			},
		);

	return {
		list: () =>
			connection.read(['models'], 'list the models', async ({ models }) =>
				(await models.getAll()).map((record) => record.info),
			),

		async open(id) {
			const record = await connection.read(['models'], 'find the model', ({ models }) =>
				models.get(id),
			);
			return record && folderOf(connection, record);
		},

		async put(info, files) {
			const draft = await startDraft(connection, `begin to keep the model ${info.name}`);
			try {
				await putFiles(draft, info, files);
				await commit({
					id: info.id,
					info,
					pieces: draft,
					files: [...files].map(([name, bytes]) => ({ name, bytes: bytes.length })),
				});
			} catch (error) {
				// The next start deletes what cannot be deleted now.
				await dropDraft(connection, draft, 'clear away the model').catch(() => undefined);
				throw error;
			}
		},

		delete: (id) =>
			connection.write(['models', 'pieces'], 'delete the model', async ({ models, pieces }) => {
				const record = await models.get(id);
				if (!record) return;
				await deletePieces(pieces, record.pieces);
				await models.delete(id);
			}),
	};
}

const folderOf = (connection: Connection, { info, pieces, files }: ModelRecord): ModelFolder => ({
	info,
	async file(name) {
		const file = files.find((entry) => entry.name === name);
		return (
			file &&
			connection.read(['pieces'], `read ${name} of the model ${info.name}`, (stores) =>
				readPieces(stores.pieces, pieces, name, file.bytes),
			)
		);
	},
});
