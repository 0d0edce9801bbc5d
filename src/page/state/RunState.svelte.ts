/** What the page knows of one run, and what it can ask of it. Single owner of the run's history. */
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunEnd, RunRecord } from '#lab/run/stores.ts';
import type { PreparedEvent, RunEvent, SampleEvent } from '#training/events.ts';
import type { PolicySegment } from '#training/settings.ts';
import type { Generation, Lab, Pace, RunStatus } from '#lab/worker/protocol.ts';
import type { JsonObject } from '#core/json.ts';
import { runProgress, type RunProgress, type Used } from '#core/runProgress.ts';
import { ExplanationLog } from './ExplanationLog.ts';
import { PickLog } from './PickLog.ts';
import { RunHistory } from './RunHistory.ts';

export type Sample = SampleEvent['samples'][number] & { readonly step: number };
export interface Failure {
	readonly step: number;
	readonly message: string;
	readonly suggestedLearningRate?: number;
}
export interface RunWarning {
	readonly step: number;
	readonly message: string;
}
/** Calls back once, before the next frame is drawn. */
export type NextFrame = (callback: () => void) => void;

/** Enough for the newest ten evaluations of nine skills; older ones stay in the run's log. */
const keptSamples = 400;

export class RunState {
	readonly history: RunHistory;
	readonly #lab: Lab;
	readonly #nextFrame: NextFrame;
	#experiment: Experiment;
	#status: RunStatus = $state.raw({ kind: 'preparing', step: 0 });
	#revision = $state(0);
	#stale = false;
	#samples: readonly Sample[] = [];
	readonly #explanations = new ExplanationLog();
	readonly #picks = new PickLog();
	#warnings: readonly RunWarning[] = [];
	#dismissed: readonly string[] = [];
	#failure: Failure | null = null;
	#memory: number | null = null;
	#prepared: readonly PreparedEvent[] = [];
	#used: Used = { step: 0, tokens: 0, milliseconds: 0 };

	/** Everything below that is read through `revision` changes at most once per frame. */
	constructor(
		lab: Lab,
		readonly id: string,
		experiment: Experiment,
		nextFrame: NextFrame,
	) {
		this.#lab = lab;
		this.#nextFrame = nextFrame;
		this.#experiment = $state.raw(experiment);
		this.history = new RunHistory(experiment.skills.length, experiment.steps);
	}

	get experiment() {
		return this.#experiment;
	}
	get status() {
		return this.#status;
	}
	get revision() {
		return this.#revision;
	}
	/** Steps that are done. */
	get step() {
		return this.#read(Math.max(this.history.length, this.#status.step));
	}
	/** Under whatever ends it. */
	get progress(): RunProgress {
		return this.#read(runProgress(this.#experiment, this.used));
	}
	/** Of its budget. */
	get used(): Used {
		return this.#read({ ...this.#used, step: this.step });
	}
	/** Newest first of each skill. */
	get samples() {
		return this.#read(this.#samples);
	}
	/** What the policies said of themselves. */
	get explanations() {
		return this.#read(this.#explanations);
	}
	/** The examples that a policy chose itself. */
	get picks() {
		return this.#read(this.#picks);
	}
	/** Each once, oldest first. */
	get warnings() {
		return this.#read(this.#warnings);
	}
	/** Those that the visitor has not put away. */
	get openWarnings(): readonly RunWarning[] {
		return this.warnings.filter(({ message }) => !this.#dismissed.includes(message));
	}
	dismiss({ message }: RunWarning): void {
		this.#dismissed = [...this.#dismissed, message];
		this.#touch();
	}
	/** Bytes that the run takes on the device; null while they are not known. */
	get memory() {
		return this.#read(this.#memory);
	}
	/** What was done before a policy's first step, oldest first. */
	get prepared() {
		return this.#read(this.#prepared);
	}
	get failure() {
		return this.#read(this.#failure);
	}
	get policy(): PolicySegment {
		return segmentAt(this.#experiment.policy, this.step);
	}
	get ended() {
		return ['finished', 'stopped', 'failed'].includes(this.#status.kind);
	}

	async play(pace: Pace): Promise<void> {
		await this.#lab['run.play']({ runId: this.id, pace });
	}
	async pause(): Promise<void> {
		await this.#lab['run.pause']({ runId: this.id });
	}
	async stop(): Promise<void> {
		await this.#lab['run.stop']({ runId: this.id });
	}
	/** `artefact`: SHA-256 of a kept preparation, taken instead of preparing. */
	async switchPolicy(id: string, settings: JsonObject, artefact?: string): Promise<void> {
		const named = artefact === undefined ? {} : { artefact };
		const request = { runId: this.id, id, settings, ...named };
		this.#experiment = await this.#lab['run.switchPolicy'](request);
	}
	generate(prompt: string, model: 'base' | 'tuned', maxTokens: number): Promise<Generation> {
		return this.#lab['model.generate']({ runId: this.id, prompt, model, maxTokens });
	}

	/** What is stored of the run: its log, and where it stands. */
	restore({ end, step }: RunRecord, events: readonly RunEvent[]): void {
		events.forEach((event) => this.receive(event));
		this.receiveStatus(statusOf(end, step));
	}
	receiveStatus(status: RunStatus): void {
		this.#status = status;
		this.#touch();
	}

	receive(event: RunEvent): void {
		switch (event.type) {
			case 'step':
				this.history.addStep(event);
				this.#use(sum(event.tokens), event.milliseconds + (event.probeMilliseconds ?? 0));
				if (event.chosen) this.#picks.add(event.step, event.chosen);
				break;
			case 'evaluation':
				this.history.addEvaluation(event);
				break;
			case 'samples': {
				const fresh = event.samples.map((sample) => ({ ...sample, step: event.step }));
				const older = this.#samples.filter((sample) => sample.step !== event.step);
				this.#samples = [...fresh, ...older].slice(0, keptSamples);
				break;
			}
			case 'explained':
				this.#explanations.add(event.step, event.explanation);
				break;
			case 'policySwitched':
				this.#noteSwitch(segmentOf(event));
				break;
			case 'warning':
				if (!this.#warnings.some(({ message }) => message === event.message))
					this.#warnings = [...this.#warnings, event];
				break;
			case 'failed':
				this.#failure = event;
				break;
			case 'prepared':
				this.#prepared = [...this.#prepared, event];
				this.#use(0, event.milliseconds);
				break;
			case 'memory':
				this.#memory = event.bytes;
				break;
			case 'finished':
				this.#noteEnd(event.step);
				break;
			case 'checkpoint':
				break;
			default:
				event satisfies never;
		}
		this.#touch();
	}

	/** A switch that the run's log tells of and the experiment does not hold yet. */
	#noteSwitch(segment: PolicySegment): void {
		if (this.#experiment.policy.some((known) => known.fromStep === segment.fromStep)) return;
		const policy = [...this.#experiment.policy, segment].sort((a, b) => a.fromStep - b.fromStep);
		this.#experiment = { ...this.#experiment, policy };
	}

	#use(tokens: number, milliseconds: number): void {
		const before = this.#used;
		this.#used = {
			step: this.history.length,
			tokens: before.tokens + tokens,
			milliseconds: before.milliseconds + milliseconds,
		};
		if (this.#experiment.budget)
			this.history.steps = runProgress(this.#experiment, this.#used).ends;
	}

	/** As the lab notes it: a replay under a budget of seconds ends there. */
	#noteEnd(stopped: number): void {
		const { budget } = this.#experiment;
		if (budget) this.history.steps = stopped;
		if (budget?.kind === 'seconds')
			this.#experiment = { ...this.#experiment, budget: { ...budget, stopped } };
	}

	#touch(): void {
		if (this.#stale) return;
		this.#stale = true;
		this.#nextFrame(() => {
			this.#stale = false;
			this.#revision++;
		});
	}

	#read<T>(value: T): T {
		void this.#revision;
		return value;
	}
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The segment that draws the batch after `step` steps are done. */
export function segmentAt(policy: readonly PolicySegment[], step: number): PolicySegment {
	return policy.findLast((segment) => segment.fromStep <= step) ?? policy[0];
}

function segmentOf(event: Extract<RunEvent, { type: 'policySwitched' }>): PolicySegment {
	const { step, id, settings, artefact } = event;
	return { fromStep: step, id, settings, ...(artefact !== undefined && { artefact }) };
}

function statusOf(end: RunEnd, step: number): RunStatus {
	if (end === 'running') return { kind: 'paused', step };
	if (end === 'failed') return { kind: 'failed', step, error: { code: 'input', message: '' } };
	return { kind: end, step };
}
