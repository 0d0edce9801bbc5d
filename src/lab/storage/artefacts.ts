/**
 * Results of policies' preparations in the database: a record for the list, and the JSON in pieces.
 */
import type { Json } from '#core/json.ts';
import { canonicalJson } from '#core/json.ts';
import type { ArtefactStore } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { deletePieces, putPieces, readPieces } from './pieces.ts';

const content = 'artefact';

export const createArtefactStore = (connection: Connection, pieceBytes: number): ArtefactStore => ({
	list: () =>
		connection.run('readonly', ['artefacts'], { doing: 'list the artefacts' }, async ({ store }) =>
			(await store.index('madeAt').getAll()).reverse(),
		),

	async open(sha256) {
		const read = await connection.run(
			'readonly',
			['artefacts', 'pieces'],
			{ doing: 'read the artefact' },
			async (transaction) => {
				const info = await transaction.objectStore('artefacts').get(sha256);
				if (!info) return undefined;
				const pieces = transaction.objectStore('pieces');
				return { info, bytes: await readPieces(pieces, sha256, content, info.bytes) };
			},
		);
		if (!read) return undefined;
		const { info, bytes } = read;
		return { info, artefact: JSON.parse(new TextDecoder().decode(bytes)) as Json };
	},

	async put(info, artefact) {
		const { name, sha256 } = info;
		const bytes = new TextEncoder().encode(canonicalJson(artefact));
		await connection.run(
			'readwrite',
			['artefacts', 'pieces'],
			{ doing: `keep the artefact ${name}`, bytes: bytes.length },
			async (transaction) => {
				const pieces = transaction.objectStore('pieces');
				await deletePieces(pieces, sha256);
				await putPieces(pieces, sha256, content, bytes, pieceBytes);
				await transaction.objectStore('artefacts').put({ ...info, bytes: bytes.length });
			},
		);
	},

	delete: (sha256) =>
		connection.run(
			'readwrite',
			['artefacts', 'pieces'],
			{ doing: 'delete the artefact' },
			async (transaction) => {
				await transaction.objectStore('artefacts').delete(sha256);
				await deletePieces(transaction.objectStore('pieces'), sha256);
			},
		),
});
