/** Owns the page's view of one run: its experiment, its status, and the values of its events. */
import type { JsonObject } from '#engine/core/json.ts';
import { type Statement, statementText } from '#engine/core/message.ts';
import { runProgress, type RunProgress, type Used } from '#engine/core/runProgress.ts';
import { sum } from '#engine/core/statistics.ts';
import { bestCheckpoint, type BestCheckpoint } from '#lab/run/bestCheckpoint.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunEnd, RunRecord } from '#lab/run/stores.ts';
import type { Generation, LabEvent, RunStatus } from '#lab/worker/protocol.ts';
import type { Lab, RequestTo } from '#lab/worker/lab.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { PreparedEvent, RunEvent, SampleEvent } from '#lab/training/events.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import { ExplanationLog } from './ExplanationLog.ts';
import { PickLog } from './PickLog.ts';
import { RunHistory } from './RunHistory.ts';

export type Sample = SampleEvent['samples'][number] & { readonly step: number };
interface RunWarning {
	readonly step: number;
	readonly message: string;
}
/** Its message is data, so that the text can follow the page's language. */
type Stated<T> = Omit<T, 'message'> & { readonly message: Statement };
interface Failure extends RunWarning {
	readonly suggestedLearningRate?: number;
}
/** Calls back once, before the next frame is drawn. */
export type NextFrame = (callback: () => void) => void;

/** The newest ten evaluations of nine skills. The store keeps the older samples. */
const maxSamples = 400;
const isOfBase = ({ step }: Sample): boolean => step === 0;

export class RunState {
	readonly history: RunHistory;
	experiment: Experiment;
	status: RunStatus = $state.raw({ kind: 'preparing', step: 0 });
	#revision = $state(0);
	#isStale = false;
	readonly #explanations = new ExplanationLog();
	readonly #picks = new PickLog();
	#used: Used = { step: 0, tokens: 0, milliseconds: 0 };
	#warned: readonly Stated<RunWarning>[] = $state.raw([]);
	#failed: Stated<Failure> | null = $state.raw(null);
	/** Newest step first. */
	samples: readonly Sample[] = $state.raw([]);
	/** The messages as data, oldest first. */
	get warned(): readonly Statement[] {
		return this.#warned.map(({ message }) => message);
	}
	/** Each message once, oldest first. */
	readonly warnings: readonly RunWarning[] = $derived(this.#warned.map(inWords));
	/** Some rows do not fit the model's chat template, so marks of prompts have other row numbers. */
	readonly leavesOutRows = $derived(
		this.#warned.some(
			({ message }) =>
				typeof message === 'object' && 'id' in message && message.id === 'rows.rejected',
		),
	);
	/** The best checkpoint so far; undefined: the run chooses none. */
	best: BestCheckpoint | undefined = $state.raw();
	/** The policies' preparations, oldest first. */
	prepared: readonly PreparedEvent[] = $state.raw([]);
	/** The switch that waits for the running step. */
	#requested: PolicySegment | null = $state.raw(null);
	readonly failure: Failure | null = $derived(this.#failed && inWords(this.#failed));
	/** Bytes on the device; null: unknown. */
	memory: number | null = $state.raw(null);
	/** Milliseconds of a step, by the cost model of the GPU that the run was opened on. */
	expectedStep: number | null = $state.raw(null);
	/** The step that the page showed when it closed. */
	seen = 0;

	constructor(
		private readonly lab: Lab,
		readonly id: string,
		experiment: Experiment,
		private readonly nextFrame: NextFrame,
	) {
		this.experiment = $state.raw(experiment);
		this.history = new RunHistory(experiment.skills.length, experiment.steps);
	}

	/** Grows at most once per frame. A reader of `history` reads it too, to see new steps. */
	get revision() {
		return this.#revision;
	}
	/** Steps that are done; of a failed run, the step that its failure names. */
	get step() {
		const { failure, history, status } = this;
		const isFailed = status.kind === 'failed' && failure !== null;
		return this.#fresh(isFailed ? failure.step : Math.max(history.length, status.step));
	}
	/** The page showed later steps, of which no checkpoint is stored: up to this one. Else null. */
	get repeatsTo(): number | null {
		return !this.ended && this.step < this.seen ? this.seen : null;
	}
	get progress(): RunProgress {
		return runProgress(this.experiment, this.used);
	}
	/** The used part of the budget. */
	get used(): Used {
		return this.#fresh({ ...this.#used, step: this.step });
	}
	get explanations() {
		return this.#fresh(this.#explanations);
	}
	/** The examples that a policy chose itself. */
	get picks() {
		return this.#fresh(this.#picks);
	}
	/** The segment that draws the next batch. A requested switch counts, so that changes add up. */
	get policy(): PolicySegment {
		return this.#requested ?? segmentAt(this.experiment.policy, this.step);
	}
	get ended() {
		return ['finished', 'stopped', 'failed'].includes(this.status.kind);
	}

	async play(pace: Pace): Promise<void> {
		await this.lab['run.play']({ runId: this.id, pace });
	}
	async pause(): Promise<void> {
		await this.lab['run.pause']({ runId: this.id });
	}
	/** Tests it now. Its readers have the result when this resolves. */
	async evaluate(): Promise<void> {
		await this.lab['run.evaluate']({ runId: this.id });
		await new Promise<void>((shown) => this.nextFrame(shown));
	}
	async stop(): Promise<void> {
		await this.lab['run.stop']({ runId: this.id });
	}
	/** `artefact`: SHA-256 of a kept preparation, in place of a new one. */
	async switchPolicy(id: string, settings: JsonObject, artefact?: string): Promise<void> {
		const choice = { id, settings, ...(artefact !== undefined && { artefact }) };
		const requested = { fromStep: this.step, ...choice };
		this.#requested = requested;
		try {
			this.experiment = await this.lab['run.switchPolicy']({ runId: this.id, ...choice });
		} finally {
			if (this.#requested === requested) this.#requested = null;
		}
	}
	generate(request: Omit<RequestTo<'model.generate'>, 'runId'>): Promise<Generation> {
		return this.lab['model.generate']({ runId: this.id, ...request });
	}

	/** Takes over the stored events and the stored status. */
	restore({ end, step }: RunRecord, events: readonly RunEvent[]): void {
		events.forEach((event) => this.receive(event));
		this.receiveStatus(endStatus(end, step));
	}
	/** Takes over what the event says of this run. */
	hear(event: LabEvent): void {
		if (!('runId' in event) || event.runId !== this.id) return;
		if (event.event === 'run.events') event.events.forEach((runEvent) => this.receive(runEvent));
		if (event.event === 'run.status') this.receiveStatus(event.status);
	}
	receiveStatus(status: RunStatus): void {
		this.status = status;
		this.#touch();
	}

	receive(event: RunEvent): void {
		switch (event.type) {
			case 'step':
				this.history.addStep(event);
				this.#addUse(sum(event.tokens), event.milliseconds + (event.probeMilliseconds ?? 0));
				if (event.chosen) this.#picks.add(event.step, event.chosen);
				break;
			case 'evaluation':
				this.history.addEvaluation(event);
				break;
			case 'samples': {
				const fresh = event.samples.map((sample) => ({ ...sample, step: event.step }));
				const older = this.samples.filter((sample) => sample.step !== event.step);
				// Those of the base model stay: answers are compared with them.
				const [base, tuned] = [older.filter(isOfBase), older.filter((each) => !isOfBase(each))];
				const room = Math.max(0, maxSamples - fresh.length - base.length);
				this.samples = [...fresh, ...tuned.slice(0, room), ...base];
				break;
			}
			case 'explained':
				this.#explanations.add(event.step, event.explanation);
				break;
			case 'policySwitched':
				this.#addSwitch(event);
				break;
			case 'warning':
				this.#warn(event);
				break;
			case 'failed':
				this.#failed = event;
				break;
			case 'prepared':
				this.prepared = [...this.prepared, event];
				this.#addUse(0, event.milliseconds);
				break;
			case 'memory':
				this.memory = event.bytes;
				this.expectedStep = event.expectedStep ?? null;
				break;
			case 'finished':
				this.#endBudget(event.step);
				break;
			case 'validated':
				this.best = bestCheckpoint(this.experiment, [event], this.best);
				break;
			case 'checkpoint':
				break;
			default:
				event satisfies never;
		}
		this.#touch();
	}

	#warn({ step, message }: Stated<RunWarning>): void {
		const said = statementText(message);
		if (!this.warnings.some((known) => known.message === said))
			this.#warned = [...this.#warned, { step, message }];
	}

	/** The experiment may have the switch already. */
	#addSwitch({ step, id, settings, artefact }: RunEvent & { type: 'policySwitched' }): void {
		if (this.experiment.policy.some(({ fromStep }) => fromStep === step)) return;
		const segment = { fromStep: step, id, settings, ...(artefact !== undefined && { artefact }) };
		const policy = [...this.experiment.policy, segment].sort((a, b) => a.fromStep - b.fromStep);
		this.experiment = { ...this.experiment, policy };
	}

	#addUse(tokens: number, milliseconds: number): void {
		const before = this.#used;
		this.#used = {
			step: this.history.length,
			tokens: before.tokens + tokens,
			milliseconds: before.milliseconds + milliseconds,
		};
		if (this.experiment.budget) this.history.steps = runProgress(this.experiment, this.#used).ends;
	}

	/** Records the last step, as the worker does, so that a repetition of the run ends there too. */
	#endBudget(stopped: number): void {
		const { budget } = this.experiment;
		if (budget) this.history.steps = stopped;
		if (budget?.kind === 'seconds')
			this.experiment = { ...this.experiment, budget: { ...budget, stopped } };
	}

	#touch(): void {
		if (this.#isStale) return;
		this.#isStale = true;
		this.nextFrame(() => {
			this.#isStale = false;
			this.#revision++;
		});
	}

	/** The reader runs again at the next revision. */
	#fresh<T>(value: T): T {
		void this.#revision;
		return value;
	}
}

const inWords = <Warning extends RunWarning>(warning: Stated<Warning>) => ({
	...warning,
	message: statementText(warning.message),
});

/** The segment that draws the batch after `step` steps are done. */
export function segmentAt(policy: readonly PolicySegment[], step: number): PolicySegment {
	return policy.findLast((segment) => segment.fromStep <= step) ?? policy[0];
}

function endStatus(end: RunEnd, step: number): RunStatus {
	if (end === 'running') return { kind: 'paused', step };
	if (end === 'failed') return { kind: 'failed', step, error: { code: 'input', message: '' } };
	return { kind: end, step };
}
