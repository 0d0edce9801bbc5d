/** The full-data baseline of a run: one epoch, proportional mix, same seed. */
import type { Experiment } from '#lab/run/experiment.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../words.en.ts';
import { sameExperiment } from '#page/state/experiments.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';

/** The baseline has no budget: it trains on all data. */
export function fullDataExperiment(experiment: Experiment, steps: number): Experiment {
	const whole = { ...experiment, steps };
	delete whole.budget;
	return { ...whole, policy: [{ fromStep: 0, id: 'proportional', settings: {} }] };
}

export class FullDataRun {
	readonly #lab: LabState;
	#current: RunState | null = $state.raw(null);

	constructor(lab: LabState) {
		this.#lab = lab;
	}

	/** The baseline while it trains as a background run. */
	get current() {
		return this.#current;
	}
	/** The id of the stored baseline, if it finished earlier. */
	storedId(baseline: Experiment): string | undefined {
		return this.#lab.info?.runs.find(
			({ end, experiment }) => end === 'finished' && sameExperiment(experiment, baseline),
		)?.id;
	}
	isCompared(baseline: Experiment): boolean {
		const { ghost } = this.#lab;
		return ghost !== null && sameExperiment(ghost.experiment, baseline);
	}

	/** Trains the baseline if it is not stored, and draws it behind the current run. */
	async compare(baseline: Experiment): Promise<void> {
		try {
			const id = this.storedId(baseline) ?? (await this.#train(baseline));
			if (id !== null) await this.#lab.chooseGhost(id);
		} catch (error) {
			this.#lab.notices.fail(explainWords.cost.failed, error, words.notices.nothingLost);
		} finally {
			this.#current = null;
		}
	}
	async cancel(): Promise<void> {
		await this.#current?.stop();
	}

	/** The baseline's id; null if it was stopped before its last step. */
	async #train(baseline: Experiment): Promise<string | null> {
		const run = await this.#lab.runInBackground(baseline, (started) => (this.#current = started));
		if (run.status.kind === 'failed') throw new Error(run.failure?.message);
		return run.status.kind === 'finished' ? run.id : null;
	}
}
