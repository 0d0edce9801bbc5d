/**
 * Runs that train in the background for a comparison with the run of the workbench: the same
 * experiment with other seeds, and the full-data baseline. One of them trains at a time.
 */
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { keyWithoutSeed, sameExperiment, withoutStop } from '#lab/page/state/experiments.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import { words } from '#lab/page/words/words.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { explainWords } from '../words.ts';

/** One epoch, proportional mix, same seed. It has no budget: it trains on all data. */
export function fullDataExperiment(experiment: Experiment, steps: number): Experiment {
	const whole = { ...experiment, steps };
	delete whole.budget;
	return { ...whole, policy: [{ fromStep: 0, id: 'proportional', settings: {} }] };
}

type ComparisonKind = 'seed' | 'fullData';

export class ComparisonRuns {
	/** Final evaluations by run id. */
	#finals: ReadonlyMap<string, { group: string; seed: number; evaluation: Evaluation }> =
		$state.raw(new Map());
	/** The run that trains now. */
	current: { readonly kind: ComparisonKind; readonly run: RunState } | null = $state.raw(null);
	#isCancelled = false;
	/** One read at a time, so that two calls do not read a run twice. */
	#loading = Promise.resolve();

	constructor(private readonly lab: LabState) {}

	/** Final evaluations of the stored runs of the experiment, by seed. */
	bySeed(experiment: Experiment): ReadonlyMap<number, Evaluation> {
		const group = keyWithoutSeed(experiment);
		const finals = (this.lab.info?.runs ?? []).flatMap(({ id }) => this.#finals.get(id) ?? []);
		const ofGroup = finals.filter((final) => final.group === group);
		return new Map(ofGroup.map(({ seed, evaluation }) => [seed, evaluation]));
	}
	/** The same, if the run is one of them: until its end it has figures of its own. */
	ofRun({
		experiment,
		status,
	}: Pick<RunState, 'experiment' | 'status'>): ReadonlyMap<number, Evaluation> {
		return status.kind === 'finished' ? this.bySeed(experiment) : new Map();
	}
	/** The id of the stored baseline, if it finished earlier. */
	storedId(baseline: Experiment): string | undefined {
		return this.lab.info?.runs.find(
			({ end, experiment }) => end === 'finished' && sameExperiment(experiment, baseline),
		)?.id;
	}
	isCompared(baseline: Experiment): boolean {
		const { ghost } = this.lab;
		return ghost !== null && sameExperiment(ghost.experiment, baseline);
	}

	/**
	 * Reads the final evaluations of stored runs that differ from `experiment` only in the seed. An
	 * effect that calls it follows the list of runs, and not what is read here.
	 */
	load(experiment: Experiment): Promise<void> {
		const runs = this.lab.info?.runs ?? [];
		const loading = this.#loading.then(() => this.#read(experiment, runs));
		this.#loading = loading.catch(() => undefined);
		return loading;
	}
	async #read(experiment: Experiment, runs: readonly RunRecord[]): Promise<void> {
		const group = keyWithoutSeed(experiment);
		const unread = runs.filter(
			(record) =>
				record.end === 'finished' &&
				!this.#finals.has(record.id) &&
				keyWithoutSeed(record.experiment) === group,
		);
		if (unread.length === 0) return;
		const finals = new Map(this.#finals);
		for (const { id, experiment } of unread) {
			const { newest: evaluation } = await this.lab.client['run.summary']({ runId: id });
			if (evaluation) finals.set(id, { group, seed: experiment.seed, evaluation });
		}
		this.#finals = finals;
	}

	/** Trains the missing ones of `count` seeds, counted up from the experiment's own. */
	async repeat(experiment: Experiment, count: number): Promise<void> {
		await this.#attempt(explainWords.results.repeatFailed, async () => {
			for (let { seed } = experiment; this.bySeed(experiment).size < count; seed++) {
				if (this.bySeed(experiment).has(seed)) continue;
				if (!(await this.#train('seed', { ...withoutStop(experiment), seed }))) return;
				await this.load(experiment);
			}
		});
	}
	/** Trains the baseline if it is not stored, and draws it behind the run of the workbench. */
	async compare(baseline: Experiment): Promise<void> {
		await this.#attempt(explainWords.cost.failed, async () => {
			const id = this.storedId(baseline) ?? (await this.#train('fullData', baseline))?.id;
			if (id !== undefined) await this.lab.chooseGhost(id);
		});
	}
	async cancel(): Promise<void> {
		this.#isCancelled = true;
		await this.lab.stopInBackground();
	}

	/** undefined: the visitor cancelled it. */
	async #train(kind: ComparisonKind, experiment: Experiment): Promise<RunState | undefined> {
		if (this.#isCancelled) return undefined;
		const run = await this.lab.runInBackground(
			experiment,
			(started) => (this.current = { kind, run: started }),
		);
		if (run.status.kind === 'failed') throw new Error(run.failure?.message);
		return run.status.kind === 'finished' && !this.#isCancelled ? run : undefined;
	}
	async #attempt(failure: string, task: () => Promise<void>): Promise<void> {
		this.#isCancelled = false;
		await this.lab.attempt(failure, task, words.notices.nothingLost);
		this.current = null;
	}
}
