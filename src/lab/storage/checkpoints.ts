/** A checkpoint in the database: its record, and its arrays as pieces. */
import type { Checkpoint } from '#lab/run/stores.ts';
import { deletePieces, putPieces, readPieces } from './pieces.ts';
import type { CheckpointRecord, StoreOf } from './schema.ts';

const arrays = ['weights', 'firstMoments', 'secondMoments'] as const;

/** The record to store. */
export function toRecord({ runId, step, counters, ...floats }: Checkpoint): CheckpointRecord {
	const bytes = {
		weights: floats.weights.byteLength,
		firstMoments: floats.firstMoments.byteLength,
		secondMoments: floats.secondMoments.byteLength,
	};
	const text = JSON.stringify(counters) as string | undefined;
	const size = bytes.weights + bytes.firstMoments + bytes.secondMoments + (text?.length ?? 0);
	return { runId, step, counters, owner: `${runId}@${step}`, bytes, size };
}

export async function putArrays(
	pieces: StoreOf<'pieces', 'readwrite'>,
	{ owner }: CheckpointRecord,
	checkpoint: Checkpoint,
	pieceBytes: number,
): Promise<void> {
	await deletePieces(pieces, owner);
	for (const name of arrays) {
		const { buffer, byteOffset, byteLength } = checkpoint[name];
		const bytes = new Uint8Array(buffer, byteOffset, byteLength);
		await putPieces(pieces, owner, name, bytes, pieceBytes);
	}
}

/** Throws StorageError if a part is missing. */
export async function withArrays(
	pieces: StoreOf<'pieces', 'readonly'>,
	{ runId, step, counters, owner, bytes }: CheckpointRecord,
): Promise<Checkpoint> {
	const read = async (name: (typeof arrays)[number]) =>
		new Float32Array((await readPieces(pieces, owner, name, bytes[name])).buffer);
	return {
		runId,
		step,
		counters,
		weights: await read('weights'),
		firstMoments: await read('firstMoments'),
		secondMoments: await read('secondMoments'),
	};
}
