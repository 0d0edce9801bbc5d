/**
 * Model folders in the database: files as pieces of a draft, visible after the last transaction.
 */
import type { ModelFolder, ModelInfo, ModelStore } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { dropDraft, endDraft, startDraft } from './drafts.ts';
import { cut, deletePieces, readPieces } from './pieces.ts';
import type { ModelRecord } from './schema.ts';

export function createModelStore(connection: Connection, pieceBytes: number): ModelStore {
	return {
		list: () =>
			connection.run('readonly', ['models'], { doing: 'list the models' }, async ({ store }) =>
				(await store.getAll()).map((record) => record.info),
			),

		async open(id) {
			const record = await connection.run(
				'readonly',
				['models'],
				{ doing: 'find the model' },
				({ store }) => store.get(id),
			);
			return record && folderOf(connection, record);
		},

		async put(info, files) {
			const draft = await startDraft(connection, `begin to keep the model ${info.name}`);
			try {
				await putFiles(connection, draft, info, files, pieceBytes);
				await commit(connection, draft, info, files);
			} catch (error) {
				// The next start deletes what cannot be deleted now.
				await dropDraft(connection, draft, 'clear away the model').catch(() => undefined);
				throw error;
			}
		},

		delete: (id) =>
			connection.run(
				'readwrite',
				['models', 'pieces'],
				{ doing: 'delete the model' },
				async (transaction) => {
					const record = await transaction.objectStore('models').get(id);
					if (!record) return;
					await deletePieces(transaction.objectStore('pieces'), record.pieces);
					await transaction.objectStore('models').delete(id);
				},
			),
	};
}

function folderOf(connection: Connection, { info, pieces, files }: ModelRecord): ModelFolder {
	return {
		info,
		async file(name) {
			const file = files.find((entry) => entry.name === name);
			if (!file) return undefined;
			return connection.run(
				'readonly',
				['pieces'],
				{ doing: `read ${name} of the model ${info.name}` },
				({ store }) => readPieces(store, pieces, name, file.bytes),
			);
		},
	};
}

/** One transaction per piece: a transaction is in memory until it ends. */
async function putFiles(
	connection: Connection,
	draft: number,
	info: ModelInfo,
	files: ReadonlyMap<string, Uint8Array>,
	pieceBytes: number,
): Promise<void> {
	const task = { doing: `keep the model ${info.name}`, bytes: sum(files) };
	for (const [name, bytes] of files)
		for (const [n, piece] of cut(bytes, pieceBytes))
			await connection.run(
				'readwrite',
				['pieces'],
				task,
				({ store }) => store.put(piece, [draft, name, n]),
				// The commit is strict, so all earlier data is on the disk then.
				'relaxed',
			);
}

function commit(
	connection: Connection,
	draft: number,
	info: ModelInfo,
	files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
	return connection.run(
		'readwrite',
		['models', 'pieces', 'drafts'],
		{ doing: `keep the model ${info.name}` },
		async (transaction) => {
			const models = transaction.objectStore('models');
			const older = await models.get(info.id);
			// An earlier attempt had committed before its connection was lost.
			if (older?.pieces === draft) return;
			await endDraft(transaction.objectStore('drafts'), draft, `The model ${info.name}`);
			if (older) await deletePieces(transaction.objectStore('pieces'), older.pieces);
			await models.put({
				id: info.id,
				info,
				pieces: draft,
				files: [...files].map(([name, bytes]) => ({ name, bytes: bytes.length })),
			});
		},
	);
}

const sum = (files: ReadonlyMap<string, Uint8Array>): number =>
	[...files.values()].reduce((bytes, file) => bytes + file.length, 0);
