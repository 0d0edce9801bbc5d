/**
 * Results of policies' preparations in the database: a record for the list, and the JSON in pieces.
 */
import { canonicalJson, type Json } from '#core/json.ts';
import type { ArtefactStore } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { deletePieces, putPieces, readPieces } from './pieces.ts';

const content = 'artefact';

export const createArtefactStore = (connection: Connection, pieceBytes: number): ArtefactStore => ({
	list: () =>
		connection.read(['artefacts'], 'list the artefacts', async ({ artefacts }) =>
			(await artefacts.index('madeAt').getAll()).reverse(),
		),

	async open(sha256) {
		const read = await connection.read(
			['artefacts', 'pieces'],
			'read the artefact',
			async ({ artefacts, pieces }) => {
				const info = await artefacts.get(sha256);
				return info && { info, bytes: await readPieces(pieces, sha256, content, info.bytes) };
			},
		);
		if (!read) return undefined;
		const { info, bytes } = read;
		return { info, artefact: JSON.parse(new TextDecoder().decode(bytes)) as Json };
	},

	put(info, artefact) {
		const { name, sha256 } = info;
		const bytes = new TextEncoder().encode(canonicalJson(artefact));
		const task = { doing: `keep the artefact ${name}`, bytes: bytes.length };
		return connection.write(['artefacts', 'pieces'], task, async ({ artefacts, pieces }) => {
			await deletePieces(pieces, sha256);
			await putPieces(pieces, sha256, content, bytes, pieceBytes);
			await artefacts.put({ ...info, bytes: bytes.length });
		});
	},

	delete: (sha256) =>
		connection.write(
			['artefacts', 'pieces'],
			'delete the artefact',
			async ({ artefacts, pieces }) => {
				await artefacts.delete(sha256);
				await deletePieces(pieces, sha256);
			},
		),
});
