/**
 * Repeats of an experiment over several seeds: trains the missing ones and holds each final
 * evaluation.
 */
import { createContext } from 'svelte';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Evaluation, RunEvent } from '#training/events.ts';
import { words } from '#page/words/words.ts';
import { explainWords } from '../words.en.ts';
import { apartFromSeed, withoutStop } from '#page/state/experiments.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import type { RunState } from '#page/state/RunState.svelte.ts';

interface Final {
	readonly group: string;
	readonly seed: number;
	readonly evaluation: Evaluation;
}

export class SeedRepeats {
	readonly #lab: LabState;
	/** By run id. */
	#finals: ReadonlyMap<string, Final> = $state.raw(new Map());
	#current: RunState | null = $state.raw(null);
	#cancelled = false;

	constructor(lab: LabState) {
		this.#lab = lab;
	}

	/** The repeat that trains now as a background run. */
	get current() {
		return this.#current;
	}
	/** Final evaluations of the experiment, by seed. */
	of(experiment: Experiment): ReadonlyMap<number, Evaluation> {
		const group = apartFromSeed(experiment);
		const finals = [...this.#finals.values()].filter((final) => final.group === group);
		return new Map(finals.map(({ seed, evaluation }) => [seed, evaluation]));
	}

	/**
	 * Reads the final evaluations of all stored runs that differ from `experiment` only in the seed.
	 */
	async load(experiment: Experiment): Promise<void> {
		const group = apartFromSeed(experiment);
		const fresh = (this.#lab.info?.runs ?? []).filter(
			(record) =>
				record.end === 'finished' &&
				!this.#finals.has(record.id) &&
				apartFromSeed(record.experiment) === group,
		);
		for (const record of fresh) {
			const events = await this.#lab.client['run.events']({ runId: record.id });
			const evaluation = lastEvaluation(events);
			if (!evaluation) continue;
			const final = { group, seed: record.experiment.seed, evaluation };
			this.#finals = new Map(this.#finals).set(record.id, final);
		}
	}

	/**
	 * Trains the missing seeds one after another: `count` seeds, counted up from the experiment's
	 * own.
	 */
	async repeat(experiment: Experiment, count: number): Promise<void> {
		this.#cancelled = false;
		try {
			for (let seed = experiment.seed; this.of(experiment).size < count; seed++) {
				if (this.of(experiment).has(seed)) continue;
				await this.#lab.runInBackground(
					{ ...withoutStop(experiment), seed },
					(run) => (this.#current = run),
				);
				if (this.#cancelled) return;
				if (this.#current?.status.kind !== 'finished')
					throw new Error(this.#current?.failure?.message);
				await this.load(experiment);
			}
		} catch (error) {
			this.#lab.notices.fail(explainWords.results.repeatFailed, error, words.notices.nothingLost);
		} finally {
			this.#current = null;
		}
	}

	async cancel(): Promise<void> {
		this.#cancelled = true;
		await this.#current?.stop();
	}
}

const lastEvaluation = (events: readonly RunEvent[]) =>
	events.findLast((event) => event.type === 'evaluation');

export const [getRepeats, setRepeats] = createContext<SeedRepeats>();
