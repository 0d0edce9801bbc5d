/**
 * Stores blends: what each run's skills, trained alone, would change. The numbers of a part are
 * stored as soon as it is trained. A run has one blend, and only the newest blends stay.
 */
import { say } from '#engine/core/message.ts';
import type { Connection } from '#lab/storage/connection.ts';
import { defaultPieceBytes, deletePieces, putPieces, readPieces } from '#lab/storage/pieces.ts';
import type { FeatureStores } from '#lab/storage/stores.ts';
import type { SkillScore } from '#lab/training/events.ts';
import type { BlendPoint } from './model/blendInfo.ts';

export interface BlendRecord {
	readonly runId: string;
	/** Hash of all that the parts follow from. */
	readonly key: string;
	/** Steps of the run at which the parts begin. */
	readonly step: number;
	/** Steps of each part. */
	readonly steps: number;
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	/** Ids of the trained skills, in the order of all shares. */
	readonly skills: readonly string[];
	/** SHA-256 of the numbers of the start and of each finished part, by name. */
	readonly parts: Readonly<Record<string, string>>;
	/** Bytes of the numbers of one part. */
	readonly bytes: number;
	/** The forecasts of mixes, without any correction. */
	readonly points: readonly BlendPoint[];
	/** What equal shares reach when they are trained. Absent: not yet. */
	readonly equal?: readonly SkillScore[];
}

declare module '#lab/run/stores.ts' {
	interface LabStores {
		readonly blends: BlendStore;
	}
}
declare module '#lab/storage/schema.ts' {
	interface LabSchema {
		/** By run. The numbers are in `pieces`. */
		blends: { key: string; value: BlendRecord };
	}
}

export const blendStores: FeatureStores = {
	migrations: [
		{
			version: 7,
			what: say('make the store of blends'),
			apply(database) {
				database.createObjectStore('blends', { keyPath: 'runId' });
			},
		},
	],
	open: (connection) => ({ blends: createBlendStore(connection) }),
};

export type BlendStore = ReturnType<typeof createBlendStore>;

const both = ['blends', 'pieces'] as const;
/** An adapter of a model with 135 M parameters has about 10 MB for each skill. */
const newest = 3;
const ownerOf = (runId: string) => `blend ${runId}`;

export const createBlendStore = ({ read, write, keep }: Connection) => ({
	/** Newest first. */
	list: (): Promise<BlendRecord[]> =>
		read(['blends'], async ({ blends }) =>
			(await blends.getAll()).sort((a, b) => b.madeAt - a.madeAt),
		),

	get: (runId: string): Promise<BlendRecord | undefined> =>
		read(['blends'], ({ blends }) => blends.get(runId)),

	/** Stores a blend without its parts, and deletes the run's earlier one and the oldest others. */
	begin: (record: BlendRecord): Promise<void> =>
		write(both, async ({ blends, pieces }) => {
			const others = (await blends.getAll()).filter(({ runId }) => runId !== record.runId);
			const old = others.sort((a, b) => b.madeAt - a.madeAt).slice(newest - 1);
			for (const { runId } of [...old, record]) {
				await blends.delete(runId);
				await deletePieces(pieces, ownerOf(runId));
			}
			await blends.put(record);
		}),

	/** Adds the numbers of a part. Does nothing if the run has another blend now. */
	putPart: (
		{ runId, key }: Pick<BlendRecord, 'runId' | 'key'>,
		part: string,
		sha256: string,
		bytes: Uint8Array,
	): Promise<void> =>
		keep(both, { doing: say('keep the blend'), bytes: bytes.length }, async (stores) => {
			const record = await stores.blends.get(runId);
			if (record?.key !== key) return;
			await putPieces(stores.pieces, ownerOf(runId), part, bytes, defaultPieceBytes);
			await stores.blends.put({ ...record, parts: { ...record.parts, [part]: sha256 } });
		}),

	/** The bytes of a part. Throws StorageError if some are missing. */
	readPart: ({ runId, bytes }: BlendRecord, part: string): Promise<Uint8Array<ArrayBuffer>> =>
		read(['pieces'], ({ pieces }) => readPieces(pieces, ownerOf(runId), part, bytes)),

	/** Does nothing if the run has another blend now. */
	change: (
		{ runId, key }: Pick<BlendRecord, 'runId' | 'key'>,
		change: (record: BlendRecord) => Partial<Pick<BlendRecord, 'points' | 'equal'>>,
	): Promise<void> =>
		keep(['blends'], say('keep the blend'), async ({ blends }) => {
			const record = await blends.get(runId);
			if (record?.key === key) await blends.put({ ...record, ...change(record) });
		}),

	delete: (runId: string): Promise<void> =>
		write(both, async ({ blends, pieces }) => {
			await blends.delete(runId);
			await deletePieces(pieces, ownerOf(runId));
		}),
});
