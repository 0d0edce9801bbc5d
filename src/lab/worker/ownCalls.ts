/**
 * The lab's own calls and events, types only, and what features' calls share with them. protocol.ts
 * lists all calls.
 */
import type { Json, JsonObject } from '#engine/core/json.ts';
import type { Message, Statement } from '#engine/core/message.ts';
import type { RowChoice } from '#engine/data/builtinSkills.ts';
import type { Example } from '#engine/data/example.ts';
import type { ChatTurn } from '#engine/model/chatTemplate.ts';
import type { Part, SkillInfo } from '#engine/data/skill.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Ratios } from '#engine/core/parameters.ts';
import type { ForkPolicy } from '#lab/run/fork.ts';
import type { Forecast } from '#lab/run/RunForecast.ts';
import type { RunSummary } from '#lab/run/runSummary.ts';
import type {
	ArtefactInfo,
	ModelInfo,
	RunDescription,
	RunRecord,
	StorageReport,
} from '#lab/run/stores.ts';
import type { Pace, RunStatusWith } from '#lab/run/runStatus.ts';
import type { DeviceReport, Fact } from '#engine/gpu/report.ts';
import type { PolicyInfo } from '#mixing/index.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Trainer } from '#lab/training/trainer.ts';

/** What a call takes and what it replies with. */
export interface Call {
	readonly request: unknown;
	readonly reply: unknown;
}
/** A handler for each call of an interface such as `OwnCalls`. */
export type Handlers<Calls extends Record<keyof Calls, Call>> = {
	[Name in keyof Calls]: (request: Calls[Name]['request']) => Promise<Calls[Name]['reply']>;
};

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
	readonly artefacts: readonly ArtefactInfo[];
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

export interface OpenRequest {
	/** Overrides the lab's choice, for a GPU that misbehaves and for measurements. */
	readonly backend?: DeviceReport['backend'];
	/** A GPU that passes its test is used even if the processor is faster. */
	readonly alwaysGpu?: boolean;
	/** Other origins that the page's policy allows. */
	readonly origins?: readonly string[];
}

/** The calls of the lab without its features. */
export interface OwnCalls extends SkillCalls, ArtefactCalls, RunCalls {
	/** The first call: opens database and device, but fetches no model. */
	'lab.open': { request: void | OpenRequest; reply: LabInfo };
	/** Replies when a GPU that was never tested is tested. Before that, the processor computes. */
	'lab.settled': { request: void; reply: LabInfo };
	/** Replies at once, also before lab.open, to show that the worker is alive. */
	'lab.ping': { request: void; reply: void };
	'storage.report': { request: void; reply: StorageReport };

	/** Ends a long task (an import, a model download) without a trace. */
	'task.cancel': { request: { task: string }; reply: void };
}
export interface SkillCalls {
	'skill.list': { request: void; reply: readonly SkillInfo[] };
	'skill.rows': {
		request: { id: string; part: Part; from: number; count: number } & RowChoice;
		reply: readonly Example[];
	};
}
export interface ArtefactCalls {
	/** Results of policies' preparations, newest first. */
	'artefact.list': { request: void; reply: readonly ArtefactInfo[] };
	/** Names and stores the result of the run's preparation. Throws InputError if there is none. */
	'artefact.keep': { request: { runId: string; name: string }; reply: ArtefactInfo };
	/** The artefact as one JSON file. */
	'artefact.export': { request: { sha256: string }; reply: NamedFile };
	/** Throws InputError with the file, the field and the remedy. */
	'artefact.import': { request: { file: File }; reply: ArtefactInfo };
	'artefact.delete': { request: { sha256: string }; reply: void };
}
export interface RunCalls {
	/**
	 * Generates with the run's model at this moment, or with the base model. `model.answer` events
	 * report the text so far, and `task.cancel` with `task` ends it. Throws InputError.
	 */
	'model.generate': {
		request: {
			runId: string;
			prompt: string;
			/** best: the run's best checkpoint (`evaluation.best`). */
			model: 'base' | 'tuned' | 'best';
			maxTokens: number;
			/** 'text': the model continues the prompt. Default: 'question'. */
			form?: 'question' | 'text';
			/** The turns before the prompt. */
			earlier?: readonly ChatTurn[];
			task?: string;
			/** `samplingSpecs` by name. Default: the likeliest token each time. */
			sampling?: JsonObject;
			/** Texts before which the answer ends. */
			stop?: readonly string[];
		};
		reply: Generation;
	};
	/**
	 * Generates with the experiment's base model, without a run or a test. Events and cancellation as
	 * those of `model.generate`. Throws InputError while a run trains.
	 */
	'model.ask': {
		request: Omit<RunCalls['model.generate']['request'], 'runId' | 'model'> & {
			experiment: Experiment;
		};
		reply: Generation;
	};
	/** Evaluates the base model (step 0) and pauses. The page chooses the id of the run. */
	'run.create': { request: { runId: string; experiment: Experiment }; reply: RunRecord };
	/**
	 * Evaluates the base model before the run exists, and replies the events of step 0. `run.create`
	 * of the same run takes over the result. Another run ends the test. Null while a run trains.
	 */
	'run.test': {
		request: { runId: string; experiment: Experiment };
		reply: readonly RunEvent[] | null;
	};
	/**
	 * Times and memory of a run of the experiment here. `task.cancel` with `task` ends the
	 * measurement, and so does the opening of a run. Null while a run trains. Throws InputError.
	 */
	'run.forecast': { request: { experiment: Experiment; task: string }; reply: Forecast | null };
	/**
	 * Makes a run and trains it to its end; pauses other training. Replies with its events when it
	 * has finished, stopped or failed. `task.cancel` with its id ends it. Throws InputError if it
	 * pauses.
	 */
	'run.train': { request: { runId: string; experiment: Experiment }; reply: readonly RunEvent[] };
	/** Opens a stored run at its last checkpoint, paused. */
	'run.resume': {
		request: { runId: string };
		reply: { record: RunRecord; events: readonly RunEvent[] };
	};
	'run.play': { request: { runId: string; pace: Pace }; reply: void };
	/** Replies after the current step, when a checkpoint is stored. */
	'run.pause': { request: { runId: string }; reply: { step: number } };
	/** Evaluates at its step, as at the end, and stores a checkpoint. The run can continue. */
	'run.evaluate': { request: { runId: string }; reply: void };
	/** Evaluates, stores a checkpoint and ends the run, which cannot continue. */
	'run.stop': { request: { runId: string }; reply: void };
	/** From the next step on. `artefact` replaces the preparation. */
	'run.switchPolicy': {
		request: { runId: string; id: string; settings: JsonObject; artefact?: string };
		reply: Experiment;
	};
	/** Newest first, without temporary runs of lists. */
	'run.list': { request: void; reply: readonly RunRecord[] };
	/** Changes the given parts. An empty text or list removes a part. Throws InputError. */
	'run.describe': { request: { runId: string } & RunDescription; reply: RunRecord };
	/** Steps with a stored checkpoint, ascending. The run can be forked there. */
	'run.checkpoints': { request: { runId: string }; reply: readonly number[] };
	/**
	 * Makes a run that begins at a stored checkpoint of another run, bit for bit, and pauses there.
	 * Without `policy`, that of the parent continues. Throws InputError if the checkpoint is missing.
	 */
	'run.fork': {
		request: { runId: string; step: number; newRunId: string; policy?: ForkPolicy };
		reply: { record: RunRecord; events: readonly RunEvent[] };
	};
	/** The run without its steps, of which a long run has megabytes. */
	'run.summary': { request: { runId: string }; reply: RunSummary };
	'run.events': { request: { runId: string }; reply: readonly RunEvent[] };
	/** Mean share of each trained skill, for the replay policy. Throws InputError before step 1. */
	'run.meanMix': { request: { runId: string }; reply: Ratios };
	'run.delete': { request: { runId: string }; reply: void };
}

/** Fields of each of the lab's own events, by its name. */
export interface OwnEvents {
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
	/** The page's policy refuses the worker something (page/state/HostPolicy.svelte.ts). */
	'lab.refused': {
		readonly effectiveDirective: string;
		readonly blockedURI: string;
		readonly disposition: 'enforce' | 'report';
	};
	/** From the client itself: the worker has crashed, and every call fails. Stored data is safe. */
	'lab.crashed': { readonly error: WireError };
}
