/** Stored model folders: files as pieces of a draft, visible after the last transaction. */
import { sentence } from '#core/message.ts';
import type { ModelFolder, ModelStore } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { dropDraft, endDraft, startDraft } from './drafts.ts';
import { cut, deletePieces, readPieces } from './pieces.ts';
import type { ModelRecord } from './schema.ts';

export function createModelStore(connection: Connection, pieceBytes: number): ModelStore {
	const { read, write } = connection;

	const folderOf = ({ info, pieces: owner, files }: ModelRecord): ModelFolder => ({
		info,
		async file(name) {
			const file = files.find((entry) => entry.name === name);
			if (!file) return undefined;
			const doing = sentence`read ${name} of the model ${info.name}`;
			return read(['pieces'], doing, ({ pieces }) => readPieces(pieces, owner, name, file.bytes));
		},
	});

	const commit = (record: ModelRecord): Promise<void> => {
		const doing = sentence`keep the model ${record.info.name}`;
		return write(['models', 'pieces', 'drafts'], doing, async ({ models, pieces, drafts }) => {
			const older = await models.get(record.id);
			// An earlier attempt had committed before its connection was lost.
			if (older?.pieces === record.pieces) return;
			await endDraft(drafts, record.pieces, sentence`The model ${record.info.name}`);
			if (older) await deletePieces(pieces, older.pieces);
			await models.put(record);
		});
	};

	return {
		list: async () => {
			const all = await read(['models'], sentence`list the models`, ({ models }) =>
				models.getAll(),
			);
			return all.map(({ info }) => info);
		},

		async open(id) {
			const record = await read(['models'], sentence`find the model`, ({ models }) =>
				models.get(id),
			);
			return record && folderOf(record);
		},

		async put(info, content) {
			const draft = await startDraft(connection, sentence`begin to keep the model ${info.name}`);
			const files = [...content].map(([name, file]) => ({ name, bytes: file.length }));
			const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
			const task = { doing: sentence`keep the model ${info.name}`, bytes, isRelaxed: true };
			try {
				// One transaction per piece: a transaction is in memory until it ends.
				for (const [name, file] of content)
					for (const [n, piece] of cut(file, pieceBytes))
						await write(['pieces'], task, ({ pieces }) => pieces.put(piece, [draft, name, n]));
				await commit({ id: info.id, info, pieces: draft, files });
			} catch (error) {
				// The next start deletes what cannot be deleted now.
				await dropDraft(connection, draft, sentence`clear away the model`).catch(() => undefined);
				throw error;
			}
		},

		delete: (id) =>
			write(['models', 'pieces'], sentence`delete the model`, async ({ models, pieces }) => {
				const record = await models.get(id);
				if (!record) return;
				await deletePieces(pieces, record.pieces);
				await models.delete(id);
			}),
	};
}
