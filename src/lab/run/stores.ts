/** The stores that experiments need; storage/ implements them over IndexedDB, tests over a Map. */
import type { Example } from '#data/example.ts';
import type { Part, SkillInfo, SkillSource } from '#data/skill.ts';
import type { Json } from '#core/json.ts';
import type { TuningCache } from '#gpu/device.ts';
import type { RunEvent } from '#training/events.ts';
import type { Experiment } from './experiment.ts';

/** All that training needs to go on bit for bit. */
export interface Checkpoint {
	readonly runId: string;
	readonly step: number;
	/** Flat, in the order of the model's tensors. */
	readonly weights: Float32Array;
	readonly firstMoments: Float32Array;
	readonly secondMoments: Float32Array;
	/** Mixer.state() of each policy that the run has used, by policy id; drawn counts; what the trainer adds. */
	readonly counters: Json;
}

export type RunEnd = 'running' | 'finished' | 'stopped' | 'failed';
/** What a person writes to find a run again. It decides nothing, and may change while the run trains. */
export interface RunDescription {
	readonly name?: string;
	readonly tags?: readonly string[];
	readonly notes?: string;
}
export interface RunRecord extends RunDescription {
	readonly id: string;
	readonly experiment: Experiment;
	readonly startedAt: number;
	readonly backend: string;
	/** deviceWords() of what it began on, and the engineVersion that computed it; missing in runs from before they were noted. */
	readonly device?: string;
	readonly engine?: number;
	readonly end: RunEnd;
	/** Steps done at the last checkpoint. */
	readonly step: number;
	/** The run that it was forked from: up to this step its events are that run's. */
	readonly parent?: { readonly runId: string; readonly step: number };
}

/** How a run begins that was made in part already: what had happened by then, and its weights where they are to be had. */
export interface RunBeginning {
	readonly events: readonly RunEvent[];
	/** Missing in a run from a file without weights: its curves can be looked at, and it cannot go on. */
	readonly checkpoint?: Checkpoint;
}

export interface RunStore {
	/** With `beginning` in one transaction: a fork is there whole or not at all. */
	create(record: RunRecord, beginning?: RunBeginning): Promise<void>;
	get(id: string): Promise<RunRecord | undefined>;
	/** Newest first. */
	list(): Promise<readonly RunRecord[]>;
	/**
	 * One transaction, durable before the older checkpoint goes: the checkpoint, the events up to it, and the record's
	 * step, end and experiment (a switch appends to it). The stored description stays. The older checkpoint is kept to be
	 * forked from, as long as the run has room for it.
	 */
	save(record: RunRecord, events: readonly RunEvent[], checkpoint: Checkpoint): Promise<void>;
	/**
	 * Changes the record and adds events, without a checkpoint: a run that failed. One that goes back from that to
	 * 'running' loses its events after the last checkpoint, since it lives those steps again.
	 */
	update(record: RunRecord, events: readonly RunEvent[]): Promise<void>;
	/** Changes what is given of the description, and nothing else; an empty text or list takes it away. */
	describe(id: string, change: RunDescription): Promise<RunRecord>;
	events(id: string): Promise<readonly RunEvent[]>;
	/** The last one, or the one that is kept at `step`. */
	checkpoint(id: string, step?: number): Promise<Checkpoint | undefined>;
	/** Steps of the checkpoints that are there, rising: the last one and those that are kept. */
	checkpointSteps(id: string): Promise<readonly number[]>;
	delete(id: string): Promise<void>;
}

/** Takes a skill's rows as they are read; nothing is visible before commit, nothing remains after abort. */
export interface SkillWriter {
	append(part: Part, examples: readonly Example[]): Promise<void>;
	commit(info: SkillInfo): Promise<void>;
	abort(): Promise<void>;
}
export interface SkillStore {
	list(): Promise<readonly SkillInfo[]>;
	source(id: string): Promise<SkillSource | undefined>;
	rows(id: string, part: Part, from: number, count: number): Promise<readonly Example[]>;
	write(): Promise<SkillWriter>;
	/** Out of sight, still there: restore() takes it back; purge() at the next start, or when space is needed. */
	remove(id: string): Promise<void>;
	restore(id: string): Promise<void>;
	purge(): Promise<void>;
}

export interface ModelInfo {
	readonly id: string;
	readonly name: string;
	readonly source: 'builtin' | 'file' | 'tuned';
	/** SHA-256 of model.safetensors. */
	readonly sha256: string;
	readonly parameters: number;
	readonly bytes: number;
}
/** A model folder's files by name: config.json, tokenizer.json, model.safetensors, … kept in pieces of at most 64 MB. */
export interface ModelFolder {
	readonly info: ModelInfo;
	file(name: string): Promise<Uint8Array | undefined>;
}
export interface ModelStore {
	list(): Promise<readonly ModelInfo[]>;
	open(id: string): Promise<ModelFolder | undefined>;
	/** Visible only when every piece is stored. */
	put(info: ModelInfo, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
	delete(id: string): Promise<void>;
}

/** What a policy's preparation made (a trained selector, a measured graph), kept under a name to be used again. */
export interface ArtefactInfo {
	/** Of the artefact's canonical JSON: an experiment names it so. */
	readonly sha256: string;
	readonly name: string;
	/** Id of the policy that made it. */
	readonly policy: string;
	/** Milliseconds since 1970. */
	readonly madeAt: number;
	readonly bytes: number;
}
export interface ArtefactStore {
	/** Newest first. */
	list(): Promise<readonly ArtefactInfo[]>;
	open(sha256: string): Promise<{ info: ArtefactInfo; artefact: Json } | undefined>;
	put(info: ArtefactInfo, artefact: Json): Promise<void>;
	delete(sha256: string): Promise<void>;
}

export interface StorageReport {
	readonly usedBytes: number;
	readonly quotaBytes: number;
	readonly persisted: boolean;
}
/** A feature adds its stores by declaration merging: `declare module '#lab/run/stores.ts'`. */
export interface LabStores {
	readonly runs: RunStore;
	readonly skills: SkillStore;
	readonly models: ModelStore;
	readonly artefacts: ArtefactStore;
	/** Tiles as measured on each adapter. */
	readonly tunings: TuningCache;
	report(): Promise<StorageReport>;
	/** Throws StorageError with what is needed and what is free, before anything is written. */
	requireSpace(bytes: number): Promise<void>;
	close(): void;
}
