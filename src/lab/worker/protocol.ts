/** Types only: the single file that both threads import. Calls go to the worker, LabEvents come from it. */
import type { Json, JsonObject } from '#core/json.ts';
import type { Example } from '#data/example.ts';
import type { Part, SkillInfo } from '#data/skill.ts';
import type { ImportOptions, ImportReport, Inspection, RowMapping } from '#data/importing.ts';
import type { Experiment, SkillRef } from '#lab/run/experiment.ts';
import type { MeasuredTransfer } from '#lab/run/measuredTransfer.ts';
import type { MixQuestion } from '#lab/run/mixPreview.ts';
import type { ArtefactInfo, ModelInfo, RunRecord, StorageReport } from '#lab/run/stores.ts';
import type { Pace, RunStatusWith } from '#lab/run/runStatus.ts';
import type { DeviceReport, Fact } from '#gpu/report.ts';
import type { Explanation, PolicyInfo } from '#mixing/policy.ts';
import type { RunEvent } from '#training/events.ts';
import type { BlindCalls } from '#features/questions/calls/blindCalls.ts';
import type { JudgeCalls } from '#features/questions/calls/judgeCalls.ts';
import type { QuestionCalls } from '#features/questions/calls/questionCalls.ts';
import type { RunCalls } from './calls/runCalls.ts';
import type { LinkCalls } from '#features/share/calls/linkCalls.ts';
import type { RunFileCalls } from '#features/runs/calls/runFileCalls.ts';
import type { StudyCalls, StudyEvent } from '#features/studies/calls/studyCalls.ts';
import type { OutsideCalls, OutsideEvent } from './outside/outside.ts';

export type { Pace };
export type {
	OpenStudy,
	StudyCell,
	StudySize,
	StudyStatus,
	StudySummary,
} from '#features/studies/calls/studyCalls.ts';
export type RunStatus = RunStatusWith<WireError>;

export interface LabInfo {
	readonly device: DeviceReport;
	/** The device's report in plain words. */
	readonly capabilities: readonly Fact[];
	readonly storage: StorageReport;
	readonly skills: readonly SkillInfo[];
	readonly models: readonly ModelInfo[];
	/** Newest first. */
	readonly artefacts: readonly ArtefactInfo[];
	readonly policies: readonly PolicyInfo[];
	readonly runs: readonly RunRecord[];
	/** What lab/run/presets.ts offers, in the order of its list. */
	readonly presets: readonly PresetInfo[];
	/** Eight small skills, general text watched, the shipped model. */
	readonly defaultExperiment: Experiment;
	/** What one built-in skill does to another, as it was measured: to stand beside what a policy estimates. */
	readonly measuredTransfer: MeasuredTransfer;
}
/** A named set of settings, for a menu. */
export interface PresetInfo {
	readonly id: string;
	readonly title: string;
	/** One plain sentence: what it sets and where that comes from. */
	readonly about: string;
}
export interface Generation {
	readonly text: string;
	readonly tokens: number;
	/** false: the length limit ended it. */
	readonly ended: boolean;
}
export interface NamedFile {
	readonly name: string;
	readonly blob: Blob;
}

/** Grown nouns have a file of their own under calls/. */
export interface Calls
	extends
		QuestionCalls,
		BlindCalls,
		JudgeCalls,
		RunCalls,
		RunFileCalls,
		LinkCalls,
		StudyCalls,
		OutsideCalls {
	/** First of all. Opens the database and the device; fetches the shipped model at its first use only. */
	/** `backend`: instead of the lab's own choice, for a GPU that misbehaves and for measuring. */
	'lab.open': { request: void | { backend?: DeviceReport['backend'] }; reply: LabInfo };
	'storage.report': { request: void; reply: StorageReport };

	'skill.list': { request: void; reply: readonly SkillInfo[] };
	'skill.rows': {
		request: {
			id: string;
			part: Part;
			from: number;
			count: number;
			/** Of a built-in skill: the training rows as this noise makes them. */
			noise?: NonNullable<SkillRef['noise']>;
		};
		reply: readonly Example[];
	};
	'skill.remove': { request: { id: string }; reply: void };
	'skill.restore': { request: { id: string }; reply: void };

	/** Reads the head of a file: its format, columns, a mapping if one is recognised, the first rows through it. */
	'import.inspect': { request: { file: File; mapping?: RowMapping }; reply: Inspection };
	/** Reads it all. Progress comes as `progress` events with task = importId. */
	'import.start': {
		request: { importId: string; file: File; mapping: RowMapping; options: ImportOptions };
		reply: ImportReport;
	};

	/** Config, tokenizer and weights of a folder in Hugging Face layout. */
	'model.import': { request: { files: readonly File[] }; reply: ModelInfo };
	'model.delete': { request: { id: string }; reply: void };
	/** The run's weights at its last step, in Hugging Face layout. */
	'model.export': { request: { runId: string }; reply: readonly NamedFile[] };
	/** Keeps the run's weights as a model of its own. */
	'model.keep': { request: { runId: string; name: string }; reply: ModelInfo };

	/** The built-in skills' refs may carry noise; this fills in their hash. */
	'experiment.pin': { request: { experiment: Experiment }; reply: Experiment };
	/** The experiment with what the preset sets. Throws InputError on an unknown id. */
	'experiment.preset': { request: { id: string; experiment: Experiment }; reply: Experiment };
	/** What the segment's policy will mix before it has drawn; null: only the run can tell. Throws InputError. */
	'mix.preview': { request: MixQuestion; reply: Explanation | null };

	/** What preparations made, newest first. */
	'artefact.list': { request: void; reply: readonly ArtefactInfo[] };
	/** Keeps under a name what the preparation of the run's policy made. Throws InputError where it made nothing. */
	'artefact.keep': { request: { runId: string; name: string }; reply: ArtefactInfo };
	/** As one JSON file, to be shared. */
	'artefact.export': { request: { sha256: string }; reply: NamedFile };
	/** Throws InputError that names the file, the field and the mend. */
	'artefact.import': { request: { file: File }; reply: ArtefactInfo };
	'artefact.delete': { request: { sha256: string }; reply: void };

	/** The run's model at this moment, or the base model. */
	'model.generate': {
		request: { runId: string; prompt: string; model: 'base' | 'tuned'; maxTokens: number };
		reply: Generation;
	};
	/** Ends a long task (an import, a model fetch) without a trace. */
	'task.cancel': { request: { task: string }; reply: void };
}
export type CallName = keyof Calls;
export type Lab = { [K in CallName]: (request: Calls[K]['request']) => Promise<Calls[K]['reply']> };

export type LabRequest = {
	[K in CallName]: { id: number; call: K; request: Calls[K]['request'] };
}[CallName];
export type LabReply =
	| { readonly id: number; readonly ok: true; readonly value: unknown }
	| { readonly id: number; readonly ok: false; readonly error: WireError };
export interface WireError {
	readonly code: string;
	readonly message: string;
	readonly data?: JsonObject;
	readonly stack?: string;
}

export type LabEvent =
	| StudyEvent
	/** Batched: at most one message per 100 ms; what waits goes out before any other message, so that order holds. */
	| { readonly event: 'run.events'; readonly runId: string; readonly events: readonly RunEvent[] }
	| { readonly event: 'run.status'; readonly runId: string; readonly status: RunStatus }
	/** Anything over half a second. `fraction` null: no telling how long. done: gone from the page. */
	| {
			readonly event: 'progress';
			readonly task: string;
			readonly label: string;
			readonly fraction: number | null;
			readonly done?: boolean;
	  }
	| {
			readonly event: 'notice';
			readonly level: 'info' | 'warning';
			readonly message: string;
			readonly data?: Json;
	  }
	/** Another tab has the lab's database; this one waits, and opens by itself when that one closes. */
	| { readonly event: 'lab.waiting' }
	/** A newer version of the lab wants the database: this tab must be reloaded. */
	| { readonly event: 'lab.superseded' }
	/** Told by the client itself: the worker is gone, and so is every call. What was stored is kept; reload. */
	| { readonly event: 'lab.crashed'; readonly error: WireError };
/** An OutsideEvent is answered by the client itself: nobody else sees it. */
export type LabMessage = LabReply | LabEvent | OutsideEvent;
