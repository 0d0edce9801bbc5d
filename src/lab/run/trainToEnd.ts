/** Trains a run to its end: the one way in which studies, comparisons and scripts train. */
import {
	DeviceError,
	DeviceLostError,
	InternalError,
	isAbort,
	LabError,
	NoAdapterError,
	StorageError,
	toMessage,
} from '#engine/core/errors.ts';
import { canonicalJson } from '#engine/core/json.ts';
import type { Statement } from '#engine/core/message.ts';
import { runProgress } from '#engine/core/runProgress.ts';
import { sum } from '#engine/core/statistics.ts';
import { storedRun } from './openRun.ts';
import type { Run } from './Run.ts';
import type { Pace, RunWatcher } from './runStatus.ts';
import type { Experiment } from './experiment.ts';
import type { Runs } from './Runs.ts';
import type { RunRecord, RunStore } from './stores.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { RunEvent } from '#lab/training/events.ts';

/** Progress of a run that trains to its end. */
export interface ToEndProgress {
	readonly step: number;
	readonly steps: number;
	/** A long activity, for example reading the model. */
	readonly doing: Statement | null;
	/** Mean wall time of a step since the run was opened; null before the first step. */
	readonly millisecondsPerStep: number | null;
}

/** A run to train. `group`: the list that makes it. */
export interface ListedRun extends Pick<RunRecord, 'experiment' | 'group'> {
	readonly runId: string;
	/** The page learns what happens in the run. */
	readonly isShown?: boolean;
}

/** A run that is open and paused, or has ended. */
export interface RunToEnd {
	/**
	 * Trains it to its end. Rejects with an AbortError if the signal or another user of the device
	 * interrupts it; a checkpoint stays. Throws the run's failure.
	 */
	train(pace?: Pace): Promise<TrainedRun>;
	/** Changes the pace while it trains. */
	keepPace(pace: Pace): void;
}
interface ToEndOptions {
	readonly signal: AbortSignal;
	readonly report: (progress: ToEndProgress) => void;
	/** Ids of the open runs that stay open. */
	readonly beside?: readonly string[];
}
/** Makes a run, or opens the stored one at its checkpoint. Throws as `train` does. */
export type OpenToEnd = (run: ListedRun, options: ToEndOptions) => Promise<RunToEnd>;

export interface TrainedRun extends Pick<RunRecord, 'backend' | 'device'> {
	readonly events: readonly RunEvent[];
}

/** Every following run would end with the same error, so this run has not failed. */
export const endsAll = (error: unknown): boolean =>
	isAbort(error) ||
	[StorageError, DeviceError, DeviceLostError, NoAdapterError].some(
		(kind) => error instanceof kind,
	);

/** The cause's message, because the run's own message mentions a checkpoint. */
export function causeMessage(error: unknown): Statement {
	const { cause } = error as Error;
	if (cause instanceof LabError) return cause.statement;
	return error instanceof LabError ? error.statement : toMessage(error);
}

type Report = ToEndOptions['report'];

/** Leaves out the step at which a run with a budget of seconds stopped, which the run adds. */
export const requested = ({ budget, ...experiment }: Experiment): string =>
	canonicalJson({ ...experiment, ...(budget && { budget: { ...budget, stopped: null } }) });

const interrupted = () => new DOMException('Something else was trained.', 'AbortError');

export const createOpenToEnd =
	(control: Runs, runs: RunStore): OpenToEnd =>
	async ({ runId, experiment, group, isShown = false }, { signal, report, beside = [] }) => {
		const progress = makeProgress(experiment, report);
		let resolve!: () => void;
		let reject!: (error: Error) => void;
		const ended = new Promise<void>((...settle) => ([resolve, reject] = settle));
		let playing = false;
		const ofRun: RunWatcher = {
			events: (events) => progress.events(events),
			progress: (label) => progress.doing(label),
			progressEnded: () => progress.doing(null),
			status(status) {
				if (status.kind === 'finished') resolve();
				else if (status.kind === 'failed') reject(status.error);
				else if (status.kind === 'stopped' || (status.kind === 'paused' && playing))
					reject(interrupted());
			},
		};
		/** After its end, the run may stay open. Then only the page learns what happens in it. */
		const page = control.watcher(runId);
		let watchers = isShown ? [page, ofRun] : [ofRun];
		const watcher: RunWatcher = {
			events: (events) => watchers.forEach((each) => each.events(events)),
			progress: (...progress) => watchers.forEach((each) => each.progress(...progress)),
			progressEnded: () => watchers.forEach((each) => each.progressEnded()),
			status: (status) => watchers.forEach((each) => each.status(status)),
		};
		// An interruption before the training rejects the call itself.
		ended.catch(() => undefined);
		const pause = () => void control.pause(runId).catch(reject);
		const leave = () => {
			signal.removeEventListener('abort', pause);
			watchers = [page];
		};
		try {
			signal.throwIfAborted();
			const opened = await open();
			progress.from(opened.step);
			const run = opened.end === 'running' ? await control.ifOpen(runId) : null;
			if (opened.end === 'running' && !run) throw interrupted();
			return {
				keepPace: (pace) => (run?.training ? run.play(pace) : undefined),
				train: (pace = { kind: 'full' }) => train(run, pace).finally(leave),
			};
		} catch (error) {
			leave();
			throw error;
		}

		async function train(run: Run | null, pace: Pace): Promise<TrainedRun> {
			signal.throwIfAborted();
			if (run) {
				playing = true;
				signal.addEventListener('abort', pause);
				run.play(pace);
				await ended.catch(async (error: unknown) => {
					// Throws another error if the run was deleted.
					await storedRun(runId, runs);
					throw error;
				});
			}
			const record = await runs.get(runId);
			if (!record) throw new InternalError(`The run ${runId} ended, and is not stored.`);
			const { backend, device } = record;
			return { events: await control.events(runId), backend, ...(device && { device }) };
		}

		/** Resumes the stored run if its experiment and engine are the same; else starts a new one. */
		async function open(): Promise<RunRecord> {
			const stored = await runs.get(runId);
			const isSame =
				stored !== undefined &&
				stored.engine === engineVersion &&
				requested(stored.experiment) === requested(experiment);
			if (isSame && stored.end === 'finished') return stored;
			if (stored && !isSame) await control.delete(runId);
			// The workbench comes first: opening a run here would end its opening.
			if (control.busy) throw interrupted();
			const options = { watcher, beside, ...(group && { group }) };
			if (isSame) return (await control.resume(runId, signal, options)).record;
			return control.create(runId, experiment, signal, options);
		}
	};

/** Sums a run's messages into its progress. */
function makeProgress(experiment: Experiment, report: Report) {
	const { steps } = experiment;
	let now: ToEndProgress = { step: 0, steps, doing: null, millisecondsPerStep: null };
	let counted = 0;
	let tokens = 0;
	let milliseconds = 0;
	const update = (change: Partial<ToEndProgress>) => report((now = { ...now, ...change }));
	return {
		from: (step: number) => update({ step }),
		doing(doing: Statement | null) {
			if (canonicalJson(doing) !== canonicalJson(now.doing)) update({ doing });
		},
		events(events: readonly RunEvent[]) {
			let { step } = now;
			for (const event of events) {
				if (event.type !== 'step') continue;
				({ step } = event);
				counted++;
				tokens += sum(event.tokens);
				milliseconds += event.milliseconds + (event.probeMilliseconds ?? 0);
			}
			if (step <= now.step) return;
			// Steps before a resume are not measured again: assume the same means.
			const whole = step / counted;
			const used = { step, tokens: whole * tokens, milliseconds: whole * milliseconds };
			const { ends } = runProgress(experiment, used);
			update({ step, steps: ends, millisecondsPerStep: milliseconds / counted });
		},
	};
}
