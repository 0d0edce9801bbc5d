/** The stores of the lab. lab/storage/ implements them with IndexedDB. */
import type { Measure } from '#engine/core/measures.ts';
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import type { Example } from '#engine/data/example.ts';
import type { Part, SkillInfo, SkillSource } from '#engine/data/skill.ts';
import type { TuningCache } from '#engine/gpu/device.ts';
import type { PackedWeights } from '#engine/model/gguf.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { TrainerState } from '#lab/training/trainer.ts';
import type { Experiment } from './experiment.ts';
import type { RunDescription } from './runDescription.ts';

/** The state from which training resumes bit for bit. */
export type Checkpoint = TrainerState & { readonly runId: string };

export type { RunDescription };
export type RunEnd = 'running' | 'finished' | 'stopped' | 'failed';
/** The study that made a run, and the run's cell in it. */
export interface RunGroup {
	/** 'study'; of an earlier version: 'race'. */
	readonly kind: string;
	readonly id: string;
	/** The key of the cell. */
	readonly key: string;
	/** The study deletes the run when it has its result. Until then, no list of runs shows it. */
	readonly temporary?: true;
}

/** A run's best checkpoint so far, by the measure of its experiment (`evaluation.best`). */
export interface BestCheckpoint {
	readonly step: number;
	/** On the validation rows: nats per answer token, or a share of right answers. */
	readonly value: number;
}

export interface RunRecord extends RunDescription {
	readonly id: string;
	readonly experiment: Experiment;
	readonly startedAt: number;
	readonly backend: string;
	/** deviceWords() of its first device, and its engineVersion; missing in old runs. */
	readonly device?: string;
	readonly engine?: number;
	readonly end: RunEnd;
	/** Completed steps at the last checkpoint. */
	readonly step: number;
	/** The best checkpoint, which is stored. Only with `evaluation.best`. */
	readonly best?: BestCheckpoint;
	/** The run that it was forked from. Up to this step, its events are that run's. */
	readonly parent?: { readonly runId: string; readonly step: number };
	/** The study that made it; missing: it is a run of its own. */
	readonly group?: RunGroup;
	/** It came in a file: this lab did not train it, or not all of it. */
	readonly imported?: true;
}

/** The start of a forked or imported run: its events so far, and its checkpoint if available. */
export interface RunBeginning {
	readonly events: readonly RunEvent[];
	/** Missing if the file had no weights. Such a run shows its curves but cannot resume. */
	readonly checkpoint?: Checkpoint;
	/** The best checkpoint, if it is an earlier one. */
	readonly best?: Checkpoint;
}

export interface RunStore {
	/** Stores `beginning` in the same transaction. */
	create(record: RunRecord, beginning?: RunBeginning): Promise<void>;
	get(id: string): Promise<RunRecord | undefined>;
	/** Newest first. */
	list(): Promise<readonly RunRecord[]>;
	/**
	 * Stores checkpoint, events and record in one durable transaction. Keeps the description; the
	 * older checkpoint stays for forks as long as there is space.
	 */
	save(record: RunRecord, events: readonly RunEvent[], checkpoint: Checkpoint): Promise<void>;
	/**
	 * Changes the record and adds events after a failure. A change back to 'running' deletes the
	 * events after the last checkpoint, because those steps are repeated.
	 */
	update(record: RunRecord, events: readonly RunEvent[]): Promise<void>;
	/** Changes the given parts of the description. An empty text or list removes a part. */
	describe(id: string, change: RunDescription): Promise<RunRecord>;
	/** Its study does not delete it. */
	keep(id: string, name: string): Promise<void>;
	events(id: string): Promise<readonly RunEvent[]>;
	/** The last checkpoint, or the kept one of `step`. */
	checkpoint(id: string, step?: number): Promise<Checkpoint | undefined>;
	/** Steps of all stored checkpoints, ascending: kept ones and the last one. */
	checkpointSteps(id: string): Promise<readonly number[]>;
	delete(id: string): Promise<void>;
}

/** Stores a skill's rows while they are read. They are visible after commit; abort deletes them. */
export interface SkillWriter {
	append(part: Part, examples: readonly Example[]): Promise<void>;
	commit(info: SkillInfo): Promise<void>;
	abort(): Promise<void>;
}
export interface SkillStore {
	/** By name: `part 2` before `part 10`. */
	list(): Promise<readonly SkillInfo[]>;
	source(id: string): Promise<SkillSource | undefined>;
	rows(id: string, part: Part, from: number, count: number): Promise<readonly Example[]>;
	write(): Promise<SkillWriter>;
	/** Changes what counts as right. The rows and their fingerprint stay. */
	measure(id: string, measure: Measure): Promise<void>;
	/** Hides the skill until restore(), or until purge() at the next start or to free space. */
	remove(id: string): Promise<void>;
	restore(id: string): Promise<void>;
	purge(): Promise<void>;
}

export interface ModelInfo {
	readonly id: string;
	readonly name: string;
	readonly source: 'builtin' | 'file' | 'hub' | 'tuned' | 'adapter';
	/** Names the model in experiments and links (features/library/model/modelFolder.ts). */
	readonly sha256: string;
	readonly parameters: number;
	readonly bytes: number;
	/** The longest sequence; absent: not known. */
	readonly context?: number;
	/** Tensors of the file that the architecture does not use; absent: none. */
	readonly unread?: readonly string[];
	/** The one file that the visitor opened: a GGUF file. */
	readonly file?: { readonly name: string; readonly bytes: number; readonly sha256: string };
	/** The address on a hub, with the commit. */
	readonly origin?: string;
	/** Settings of an adapter, from which a run of its base can begin. Absent: a model. */
	readonly adapter?: AdapterSettings;
	/** The model for which an adapter was made, as its folder names it. */
	readonly base?: string;
	/** Files of the folder that the lab does not use, such as an adapter's tokenizer. */
	readonly unused?: readonly string[];
}
/** A model folder's files by name: config.json, tokenizer.json, model.safetensors, … */
export interface ModelFolder {
	readonly info: ModelInfo;
	readonly files: readonly { readonly name: string; readonly bytes: number }[];
	/** A file's bytes in order, one piece in memory. */
	pieces(name: string): AsyncIterable<Uint8Array>;
	file(name: string): Promise<Uint8Array | undefined>;
}
/** SHA-256 of the content, or git's SHA-1 of a small file. */
export interface FileHash {
	readonly kind: 'sha256' | 'git';
	readonly hex: string;
}
/** A file of a model at its source. */
export interface SourceFile {
	readonly name: string;
	readonly bytes: number;
	/** null: the source gives none. */
	readonly hash: FileHash | null;
	/** The form in which the source gives the file and the lab stores it. `bytes` are its own. */
	readonly packed?: PackedWeights;
}
/** A model on a hub, at one commit. A draft of it survives a reload. */
export interface HubModel {
	/** `owner/name`. */
	readonly name: string;
	/** The hub's address, such as `https://huggingface.co`. */
	readonly hub: string;
	readonly commit: string;
	readonly files: readonly SourceFile[];
}
/** Files of a model that arrive in pieces. Nothing of them is visible before `commit`. */
export interface ModelDraft {
	/** Stored bytes by file. */
	readonly stored: ReadonlyMap<string, number>;
	append(file: string, bytes: Uint8Array): Promise<void>;
	/** The file's bytes as far as they are stored, piece by piece. Packed weights are unpacked. */
	pieces(file: string): AsyncIterable<Uint8Array>;
	/** Deletes the stored bytes of a file. */
	clear(file: string): Promise<void>;
	/** Replaces an older model of this id. */
	commit(info: ModelInfo): Promise<void>;
	drop(): Promise<void>;
}
/** model.safetensors, which is stored packed. `bytes`: unpacked. */
export interface PackedFile {
	readonly weights: PackedWeights;
	readonly bytes: number;
}
/** An unfinished download. */
export interface StoredDraft {
	readonly id: number;
	readonly model: HubModel;
	readonly stored: number;
}
export interface ModelStore {
	list(): Promise<readonly ModelInfo[]>;
	open(id: string): Promise<ModelFolder | undefined>;
	/** `bytes`: of all files, for the message of a full disk. */
	draft(name: string, bytes: number, model?: HubModel, packed?: PackedFile): Promise<ModelDraft>;
	/** Unfinished downloads, oldest first. */
	drafts(): Promise<readonly StoredDraft[]>;
	openDraft(id: number): Promise<ModelDraft | undefined>;
	dropDraft(id: number): Promise<void>;
	/** The model is visible after all its pieces are stored. */
	put(info: ModelInfo, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
	delete(id: string): Promise<void>;
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
	/** Measured tiles of each adapter. */
	readonly tunings: TuningCache;
	/** False: the browser blocks storage here, and the stores end with the worker. */
	readonly keepsData: boolean;
	/** True: this browser holds runs of a version before 1.0, which stay untouched and unread. */
	readonly leavesData: boolean;
	/** The browser found its data damaged and deleted all of it: its reason. */
	readonly lostData: string | null;
	report(): Promise<StorageReport>;
	/** Throws StorageError with the needed and the free space, before anything is written. */
	requireSpace(bytes: number): Promise<void>;
	close(): void;
}
