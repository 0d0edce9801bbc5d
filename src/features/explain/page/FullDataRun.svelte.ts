/** The run on all data that stands beside one on a choice of it: one epoch, in proportion, the same seed. */
import type { Experiment } from '#lab/run/experiment.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../words.en.ts';
import { sameExperiment } from '#page/state/experiments.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';

/** All data is all data: without a budget. */
export function fullDataOf(experiment: Experiment, steps: number): Experiment {
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

	/** The run that trains now, beside the one on the bench. */
	get current() {
		return this.#current;
	}
	/** Its id, if it was trained to its end before. */
	storedOf(experiment: Experiment, steps: number): string | undefined {
		const wanted = fullDataOf(experiment, steps);
		return this.#lab.info?.runs.find(
			({ end, experiment: stored }) => end === 'finished' && sameExperiment(stored, wanted),
		)?.id;
	}
	isCompared(experiment: Experiment, steps: number): boolean {
		const { ghost } = this.#lab;
		return ghost !== null && sameExperiment(ghost.experiment, fullDataOf(experiment, steps));
	}

	/** Trains it where it is not stored, and draws it behind the run on the bench. */
	async compare(experiment: Experiment, steps: number): Promise<void> {
		try {
			const stored = this.storedOf(experiment, steps) ?? (await this.#train(experiment, steps));
			if (stored !== null) await this.#lab.chooseGhost(stored);
		} catch (error) {
			this.#lab.notices.fail(explainWords.cost.failed, error, words.notices.nothingLost);
		} finally {
			this.#current = null;
		}
	}
	async cancel(): Promise<void> {
		await this.#current?.stop();
	}

	/** Its id; null: it was ended before its last step. */
	async #train(experiment: Experiment, steps: number): Promise<string | null> {
		const started = (run: RunState) => (this.#current = run);
		const run = await this.#lab.runInBackground(fullDataOf(experiment, steps), started);
		if (run.status.kind === 'failed') throw new Error(run.failure?.message);
		return run.status.kind === 'finished' ? run.id : null;
	}
}
