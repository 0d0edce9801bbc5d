/** The current schema of the database; openDatabase.ts creates it. */
import type { DBSchema, IDBPDatabase, IDBPObjectStore, StoreNames } from 'idb';
import type { Json } from '#engine/core/json.ts';
import type { Example } from '#engine/data/example.ts';
import type { PackedWeights } from '#engine/model/gguf.ts';
import type { Part, SkillInfo } from '#engine/data/skill.ts';
import type { HubModel, ModelInfo, RunRecord } from '#lab/run/stores.ts';
import type { RunEvent } from '#lab/training/events.ts';

/** Events that were stored together. `fromStep` and `toStep` are their lowest and highest step. */
export interface EventSegment {
	readonly fromStep: number;
	readonly toStep: number;
	readonly events: readonly RunEvent[];
}

/** A checkpoint without its arrays. `pieces` has them, by array name. */
export interface CheckpointRecord {
	readonly runId: string;
	readonly step: number;
	readonly counters: Json;
	/** Owner of its pieces: `run id@step`. */
	readonly owner: string;
	/** Bytes of arrays and counters together. */
	readonly size: number;
	/** Bytes of each array, the sum of its pieces. */
	readonly bytes: { readonly [Name in 'weights' | 'firstMoments' | 'secondMoments']: number };
}

export interface SkillRecord {
	readonly id: string;
	readonly info: SkillInfo;
	/** The draft of its rows. */
	readonly rows: number;
	/** Milliseconds since 1970. The skill is hidden, and the next start deletes it. */
	readonly removedAt?: number;
}

export interface ModelRecord {
	readonly id: string;
	readonly info: ModelInfo;
	/** The draft of its pieces. */
	readonly pieces: number;
	/** `bytes`: of the file, also if it is stored packed. */
	readonly files: readonly { readonly name: string; readonly bytes: number }[];
	/** The pieces of model.safetensors are packed. Absent: they are the file's bytes. */
	readonly packed?: PackedWeights;
}

/** Data that is not visible yet. */
export interface DraftRecord {
	readonly id?: number;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	/** A download, which survives a reload. */
	readonly download?: Download;
}
export interface Download {
	readonly model: HubModel;
	/** Milliseconds since 1970, at the last piece. */
	readonly changedAt: number;
	readonly files: readonly DraftFile[];
}
/** The stored part of a file: `count` pieces of `bytes` bytes together. */
export interface DraftFile {
	readonly name: string;
	readonly bytes: number;
	readonly count: number;
}

/** Owner of a piece: a checkpoint (`run id@step`) or a draft (number). */
export type PieceOwner = string | number;

/** A feature adds its object stores by declaration merging; openDatabase.ts creates all of them. */
export interface LabSchema extends DBSchema {
	runs: { key: string; value: RunRecord; indexes: { startedAt: number } };
	/** [run id, n]; n increases from 0. */
	runEvents: { key: [string, number]; value: EventSegment };
	checkpoints: { key: string; value: CheckpointRecord };
	/** [owner, file or array name, n]. */
	pieces: { key: [PieceOwner, string, number]; value: ArrayBuffer };
	skills: { key: string; value: SkillRecord };
	/** [draft, part, index of the first row in it]. */
	skillRows: { key: [number, Part, number]; value: readonly Example[] };
	models: { key: string; value: ModelRecord };
	/** The database generates the key and never reuses it. */
	drafts: { key: number; value: DraftRecord };
	/** By adapter and engine version. Readers check it and measure again if it is unusable. */
	tunings: { key: string; value: unknown };
	/** [run id, step]: checkpoints before the last one, for forks. */
	keptCheckpoints: { key: [string, number]; value: CheckpointRecord };
}

export type LabDatabase = IDBPDatabase<LabSchema>;
export type StoreName = StoreNames<LabSchema>;
/** One object store in a transaction. */
export type StoreOf<Name extends StoreName, Mode extends IDBTransactionMode> = IDBPObjectStore<
	LabSchema,
	readonly StoreName[],
	Name,
	Mode
>;
/** The object stores of a transaction by name. */
export type Stores<Names extends readonly StoreName[], Mode extends IDBTransactionMode> = {
	readonly [Name in Names[number]]: StoreOf<Name, Mode>;
};

/** All keys that begin with `first`. Arrays sort after other keys, so [first, []] is above them. */
export const keysUnder = (...first: readonly (string | number)[]): IDBKeyRange =>
	IDBKeyRange.bound([...first], [...first, []]);
