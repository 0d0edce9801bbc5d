/** What the dialogs need of the bench: the narrow door that keeps them apart. */
import type { Experiment } from '#experiment/experiment.ts';

export interface Bench {
	/** The experiment on the page. */
	readonly experiment: Experiment;
	/** The run on the page; null before there is one. */
	readonly runId: string | null;
	/** Steps of it that are done. */
	readonly step: number;
	/** Makes a new run of `experiment` and shows it. The run before it stays in the list of runs. */
	open(experiment: Experiment): Promise<void>;
}
