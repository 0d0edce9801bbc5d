/** The runs of a study that take turns: one for each cell of a seed, with what happens in it. */
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import { cellRunId } from '../../Comparisons.ts';
import { progressOf, type OpenStudy } from '../OpenStudy.svelte.ts';

export class Lanes {
	readonly #lab: Pick<LabState, 'client' | 'newRun' | 'restoredRun'>;
	/** By key of the cell. */
	runs: ReadonlyMap<string, RunState> = $state.raw(new Map());
	#reading = 0;

	constructor(lab: Pick<LabState, 'client' | 'newRun' | 'restoredRun'>) {
		this.#lab = lab;
	}

	/** Hears what happens in the runs, until the returned function is called. */
	listen(): () => void {
		return this.#lab.client.subscribe((event) => this.runs.forEach((run) => run.hear(event)));
	}

	/** Reads the runs of the study's lanes. Those that are deleted stay as they were shown last. */
	async read({ record, lanes, runs, trained, status }: OpenStudy): Promise<void> {
		const turn = ++this.#reading;
		for (const { key, experiment } of lanes) {
			const stored = runs.find(({ group }) => group?.key === key);
			if (!stored && !trained.includes(key)) continue;
			const runId = stored?.id ?? cellRunId(record.id, key);
			// Messages come in order: the reply has what was said before it, and `hear` the rest.
			const events = await this.#lab.client['run.events']({ runId });
			if (turn !== this.#reading) return;
			const run = stored
				? this.#lab.restoredRun(stored, events)
				: this.#lab.newRun(experiment, runId);
			if (!stored) for (const event of events) run.receive(event);
			if (progressOf(status)[key])
				run.receiveStatus({ kind: 'running', step: run.step, pace: { kind: 'full' } });
			this.runs = new Map(this.runs).set(key, run);
		}
	}
}
