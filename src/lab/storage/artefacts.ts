/** Results of policies' preparations in the database: a record each, and the JSON in pieces. */
import { canonicalJson, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { ArtefactStore } from '#lab/run/stores.ts';
import type { Connection } from './connection.ts';
import { deletePieces, putPieces, readPieces } from './pieces.ts';

const content = 'artefact';
const both = ['artefacts', 'pieces'] as const;

export const createArtefactStore = (
	{ read, write, keep }: Connection,
	pieceBytes: number,
): ArtefactStore => ({
	list: () =>
		read(['artefacts'], async ({ artefacts }) =>
			(await artefacts.index('madeAt').getAll()).reverse(),
		),

	open: (sha256) =>
		read(both, async ({ artefacts, pieces }) => {
			const info = await artefacts.get(sha256);
			if (!info) return undefined;
			const bytes = await readPieces(pieces, sha256, content, info.bytes);
			return { info, artefact: JSON.parse(new TextDecoder().decode(bytes)) as Json };
		}),

	put(info, artefact) {
		const { name, sha256 } = info;
		const bytes = new TextEncoder().encode(canonicalJson(artefact));
		const task = { doing: say('keep the artefact {name}', { name }), bytes: bytes.length };
		return keep(both, task, async ({ artefacts, pieces }) => {
			await deletePieces(pieces, sha256);
			await putPieces(pieces, sha256, content, bytes, pieceBytes);
			await artefacts.put({ ...info, bytes: bytes.length });
		});
	},

	delete: (sha256) =>
		write(both, async ({ artefacts, pieces }) => {
			await artefacts.delete(sha256);
			await deletePieces(pieces, sha256);
		}),
});
