/** The current schema of the database; migrations.ts creates it. */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Json } from '#core/json.ts';
import type { Example } from '#data/example.ts';
import type { Part, SkillInfo } from '#data/skill.ts';
import type { ArtefactInfo, ModelInfo, RunRecord } from '#lab/run/stores.ts';
import type { RunEvent } from '#training/events.ts';

/** Events that were stored together; `fromStep` and `toStep` are the lowest and highest step among them. */
export interface EventSegment {
	readonly fromStep: number;
	readonly toStep: number;
	readonly events: readonly RunEvent[];
}

/** A checkpoint without its arrays, which are in `pieces`, by array name. */
export interface CheckpointRecord {
	readonly runId: string;
	readonly step: number;
	readonly counters: Json;
	/** Whose its pieces are: `run id@step`. Those from before version 4 are the run's (its id). */
	readonly owner?: string;
	/** Bytes of arrays and counters together: the space that it takes. Not of those from before version 4. */
	readonly size?: number;
	/** Bytes of each array: what its pieces must add up to. */
	readonly bytes: {
		readonly weights: number;
		readonly firstMoments: number;
		readonly secondMoments: number;
	};
}

export interface SkillRecord {
	readonly id: string;
	readonly info: SkillInfo;
	/** The draft that its rows were written under. */
	readonly rows: number;
	/** Milliseconds since 1970; there: hidden, and gone at the next start. */
	readonly removedAt?: number;
}

export interface ModelRecord {
	readonly id: string;
	readonly info: ModelInfo;
	/** The draft that its pieces were written under. */
	readonly pieces: number;
	readonly files: readonly { readonly name: string; readonly bytes: number }[];
}

/** Whose bytes a piece is: a checkpoint (`run id@step`), an artefact (its SHA-256) or a draft (its number). */
export type PieceOwner = string | number;

/** A feature adds its object stores by declaration merging; migrations.ts creates all of them. */
export interface LabSchema extends DBSchema {
	runs: { key: string; value: RunRecord; indexes: { startedAt: number } };
	/** [run id, n]: n rises from 0. */
	runEvents: { key: [string, number]; value: EventSegment };
	checkpoints: { key: string; value: CheckpointRecord };
	/** [owner, file or array name, n]. */
	pieces: { key: [PieceOwner, string, number]; value: ArrayBuffer };
	skills: { key: string; value: SkillRecord };
	/** [draft, part, index of the first row in it]. */
	skillRows: { key: [number, Part, number]; value: readonly Example[] };
	models: { key: string; value: ModelRecord };
	/** Without the artefact itself, which is in `pieces` under its SHA-256, as canonical JSON. */
	artefacts: { key: string; value: ArtefactInfo; indexes: { madeAt: number } };
	/** What is being written and not visible yet; the key is drawn by the database, and never again. */
	drafts: { key: number; value: DraftRecord };
	/** By adapter and engine version. Checked when it is read, and measured anew when it is of no use. */
	tunings: { key: string; value: unknown };
	/** [run id, step]: checkpoints before the last one, to be forked from. */
	keptCheckpoints: { key: [string, number]; value: CheckpointRecord };
}
export interface DraftRecord {
	readonly id?: number;
	readonly startedAt: number;
}

export type LabDatabase = IDBPDatabase<LabSchema>;
export type StoreName = StoreNames<LabSchema>;
export type Transaction<
	Names extends readonly StoreName[],
	Mode extends IDBTransactionMode,
> = IDBPTransaction<LabSchema, Names, Mode>;

/** All keys that begin with `first`: arrays sort after all other keys, so [first, []] is above them. */
export const keysUnder = (...first: readonly (string | number)[]): IDBKeyRange =>
	IDBKeyRange.bound([...first], [...first, []]);
