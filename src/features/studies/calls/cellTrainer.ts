/** Trains the run of a study's cell from where it stands to its end, over the lab's one run control. */
import { InternalError } from '#core/errors.ts';
import { canonicalJson } from '#core/json.ts';
import { runProgress } from '#core/runProgress.ts';
import type { RunWatcher } from '#lab/run/runStatus.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunControl } from '#lab/run/runControl.ts';
import type { RunStore } from '#lab/run/stores.ts';
import type { CellProgress, TrainCell } from '../model/studyQueue.ts';
import { engineVersion } from '#training/engineVersion.ts';

type Heard = Parameters<TrainCell>[2]['heard'];

export interface CellTrainerParts {
	readonly control: RunControl;
	readonly runs: RunStore;
}

/** A run under a budget of seconds notes in its experiment where it stopped. */
const asAsked = ({ budget, ...experiment }: Experiment): string =>
	canonicalJson({ ...experiment, ...(budget && { budget: { ...budget, stopped: null } }) });

const cutOff = () => new DOMException('Something else was trained.', 'AbortError');

export const createCellTrainer =
	({ control, runs }: CellTrainerParts): TrainCell =>
	async (runId, experiment, { signal, heard }) => {
		const progress = progressOf(experiment, heard);
		let playing = false;
		let fail: (error: Error) => void = () => undefined;
		let watching = true;
		let watcher!: RunWatcher;
		const ended = new Promise<void>((resolve, reject) => {
			fail = reject;
			watcher = {
				events: (_, events) => watching && progress.events(events),
				progress: (_, part) => watching && progress.progress(part),
				status(_, status) {
					if (status.kind === 'finished') resolve();
					else if (status.kind === 'failed') reject(status.error);
					else if (status.kind === 'stopped' || (status.kind === 'paused' && playing))
						reject(cutOff());
				},
			};
		});
		// Who is cut off before it trains learns it from the call itself.
		ended.catch(() => undefined);
		const pause = () => void control.pause(runId).catch(fail);
		try {
			signal.throwIfAborted();
			const opened = await open(runId, experiment, signal);
			progress.from(opened.step);
			if (opened.end === 'running') {
				const run = await control.ifOpen(runId);
				signal.throwIfAborted();
				if (!run) throw cutOff();
				playing = true;
				signal.addEventListener('abort', pause);
				run.play({ kind: 'full' });
				await ended;
			}
			const record = await runs.get(runId);
			if (!record) throw new InternalError(`The run ${runId} ended, and is not stored.`);
			return { events: await control.events(runId), backend: record.backend };
		} finally {
			signal.removeEventListener('abort', pause);
			watching = false;
		}

		/** At its checkpoint, if a run of this experiment by this engine is stored; else from the start. */
		async function open(id: string, wanted: Experiment, cancelled: AbortSignal) {
			const stored = await runs.get(id);
			const isSame =
				stored?.engine === engineVersion && asAsked(stored.experiment) === asAsked(wanted);
			if (isSame && stored.end === 'finished') return stored;
			if (stored && !isSame) await control.delete(id);
			// The bench comes first: an opening of ours would end one of its.
			if (control.busy) throw cutOff();
			if (isSame) return (await control.resume(id, cancelled, watcher)).record;
			return control.create(id, wanted, cancelled, watcher);
		}
	};

/** Gathers what is told of a run into how far it is. */
function progressOf(experiment: Experiment, heard: Heard) {
	const { steps } = experiment;
	let now: CellProgress = { step: 0, steps, doing: null, millisecondsPerStep: null };
	let counted = 0;
	let tokens = 0;
	let milliseconds = 0;
	const tell = (change: Partial<CellProgress>) => heard((now = { ...now, ...change }));
	return {
		from: (step: number) => tell({ step }),
		progress(part: { label: string } | null) {
			const doing = part?.label ?? null;
			if (doing !== now.doing) tell({ doing });
		},
		events(events: Parameters<RunWatcher['events']>[1]) {
			let { step } = now;
			for (const event of events) {
				if (event.type !== 'step') continue;
				({ step } = event);
				counted++;
				tokens += event.tokens.reduce((sum, count) => sum + count, 0);
				milliseconds += event.milliseconds + (event.probeMilliseconds ?? 0);
			}
			if (step <= now.step) return;
			// Of the steps before the run was opened again no more is known than of those since.
			const whole = step / counted;
			const used = { step, tokens: whole * tokens, milliseconds: whole * milliseconds };
			const { ends } = runProgress(experiment, used);
			tell({ step, steps: ends, millisecondsPerStep: milliseconds / counted });
		},
	};
}
