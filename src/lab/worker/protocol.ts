/** What the worker replies with and reports: types only. lab.ts has the calls. */
import type { Json, JsonObject } from '#engine/core/json.ts';
import type { Message, Statement } from '#engine/core/message.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ModelInfo, RunRecord, StorageReport } from '#lab/run/stores.ts';
import type { RunStatusWith } from '#lab/run/runStatus.ts';
import type { DeviceReport, Fact } from '#engine/gpu/report.ts';
import type { PolicyInfo } from '#mixing/index.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Trainer } from '#lab/training/trainer.ts';

export interface WireError {
	readonly code: string;
	/** English. */
	readonly message: string;
	/** The message as data. Errors that are not the lab's have none. */
	readonly statement?: Message;
	readonly data?: JsonObject;
	readonly stack?: string;
}

export type RunStatus = RunStatusWith<WireError>;

export interface LabInfo {
	readonly device: DeviceReport;
	/** The device's report in plain words. */
	readonly capabilities: readonly Fact[];
	readonly storage: StorageReport;
	/** False: the browser blocks storage here, and all data ends with the page. */
	readonly keepsData: boolean;
	/** True: this browser holds runs of a version before 1.0, which stay untouched and unread. */
	readonly leavesData: boolean;
	/** The browser found its data damaged and deleted all of it: its reason. */
	readonly lostData: string | null;
	readonly skills: readonly SkillInfo[];
	readonly models: readonly ModelInfo[];
	/** Opened adapters, with which runs can begin. */
	readonly adapters: readonly ModelInfo[];
	/** Newest first. */
	readonly policies: readonly PolicyInfo[];
	readonly runs: readonly RunRecord[];
	/** Eight small trained skills, general text watched, the shipped model. */
	readonly defaultExperiment: Experiment;
}
/** `ended`: false if the length limit ended the text. */
export type Generation = Awaited<ReturnType<Trainer['generate']>>;
export interface NamedFile {
	readonly name: string;
	readonly blob: Blob;
}
/** A part of a lab in a file of several (`page/shell/keptKind.ts`). */
export interface PackPart {
	readonly kind: string;
	/** Names the content, so that a lab that has it already is not asked to store it again. */
	readonly id: string;
	readonly name: string;
	readonly files: readonly NamedFile[];
}

/** Fields of each event by its name. A feature adds its own by declaration merging. */
export interface LabEvents {
	/** Batched: at most one message per 100 ms. Any other message flushes the batch first. */
	'run.events': { readonly runId: string; readonly events: readonly RunEvent[] };
	'run.status': { readonly runId: string; readonly status: RunStatus };
	/** Progress of a task of more than half a second. */
	progress: {
		readonly task: string;
		readonly label: Statement;
		/** null: unknown. */
		readonly fraction: number | null;
		/** true: the task has ended, and the page removes it. */
		readonly done?: boolean;
	};
	'model.answer': { readonly task: string; readonly text: string };
	notice: { readonly level: 'info' | 'warning'; readonly message: Statement; readonly data?: Json };
	/** The device of a run that was opened, if it is another one than that of the last event. */
	'device.used': { readonly device: DeviceReport; readonly capabilities: readonly Fact[] };
	/** Another tab holds the database. This one opens as soon as that tab closes. */
	'lab.waiting': object;
	/** A newer version of the lab needs the database, or it was deleted: reload this tab. */
	'lab.superseded': { readonly isDeleted: boolean };
	/** From the client itself: the worker has crashed, and every call fails. Stored data is safe. */
	'lab.crashed': { readonly error: WireError };
}

export type LabReply =
	| { readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly id: number; readonly ok: false; readonly error: WireError };
export type LabEvent = {
	[Name in keyof LabEvents]: { readonly event: Name } & LabEvents[Name];
}[keyof LabEvents];
export type LabMessage = LabReply | LabEvent;
