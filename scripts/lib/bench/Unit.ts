/** Runs the cells of a unit in sequence on one page. */
import type { Experiment } from '#lab/run/experiment.ts';
import { type Cell, cellExperiment } from '#lab/study/cells.ts';
import { type CellResult, toResult } from '#lab/study/result.ts';
import type { Study } from '#lab/study/study.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { Progress } from '../runReport.ts';
import { cellName } from './groups.ts';
import type { CellReport } from './messages.ts';
import { plainError } from './pageError.ts';
import type { RunStore, StoredRun } from './store.ts';

/** A lab that trains cells: a page, or Node. */
export interface CellLab {
	readonly info: { readonly device: { readonly backend: string; readonly name: string } };
	/** Trains one run to its end. */
	run(
		experiment: Experiment,
		listen?: (report: {
			readonly events: readonly RunEvent[];
			readonly progress?: { readonly label: string } | null;
		}) => void,
	): Promise<readonly RunEvent[]>;
}

export interface UnitSetup {
	readonly study: Study;
	/** Opens the lab on the first call: stored cells need none. */
	readonly lab: () => Promise<CellLab>;
	readonly store: RunStore;
	readonly fresh: boolean;
	/** Keep the events of each run. */
	readonly events: boolean;
	/** Called several times per second. */
	readonly progress: (cell: string, line: string) => void;
}

export interface CellOutcome {
	readonly report: CellReport;
	readonly events?: StoredRun['events'];
}

export class Unit {
	readonly #setup: UnitSetup;
	readonly #results = new Map<string, CellResult>();

	constructor(setup: UnitSetup) {
		this.#setup = setup;
	}

	/** Never throws: the outcome reports a failure, and the next cell can run. */
	async run(cell: Cell): Promise<CellOutcome> {
		const { key, factors } = cell;
		const name = cellName(this.#setup.study, factors);
		try {
			const experiment = cellExperiment(cell, this.#results);
			const { run, stored } = await this.#runOrLoad({ ...cell, experiment }, name);
			// Another cell with the same experiment can have produced the run.
			const result = { ...run.result, factors };
			this.#results.set(key, result);
			return {
				report: { key, stored, result, device: run.device },
				...(run.events && { events: run.events }),
			};
		} catch (error) {
			return { report: { key, stored: false, failed: plainError(error) } };
		}
	}

	async #runOrLoad(cell: Cell, name: string): Promise<{ run: StoredRun; stored: boolean }> {
		const { store, fresh, events: wanted, progress } = this.#setup;
		const { experiment, keepsSchedule } = cell;
		const stored = fresh ? null : store.get(experiment);
		const isWhole =
			stored && (stored.events || !wanted) && (stored.result.schedule || !keepsSchedule);
		if (isWhole) return { run: stored, stored: true };
		const lab = await this.#setup.lab();
		const shown = new Progress(experiment);
		const began = performance.now();
		progress(name, 'begins');
		const events = await lab.run(experiment, (batch) => {
			shown.add(batch.events);
			progress(name, batch.events.length > 0 ? shown.line : (batch.progress?.label ?? shown.line));
		});
		const total = performance.now() - began;
		const { backend, name: device } = lab.info.device;
		const result = toResult(cell, events, total, { backend, device });
		const run = { result, device, ...(wanted && { events }) };
		store.put(experiment, run);
		return { run, stored: false };
	}
}

/** Tokens that a cell reads at most: what a scheduler can expect of its time. */
export const cellCost = ({ experiment: { steps, batching } }: Cell): number =>
	steps * batching.size * batching.context;

/**
 * Keys of the cells that one process must train in this order: a mean mix after its source. Units
 * are independent of each other.
 */
export function listUnits(cells: readonly Cell[]): string[][] {
	const units = new Map<string, string[]>();
	const unitOfCell = new Map<string, string>();
	for (const { key, replays } of cells) {
		const unit = (replays && unitOfCell.get(replays.cell)) ?? key;
		unitOfCell.set(key, unit);
		units.set(unit, [...(units.get(unit) ?? []), key]);
	}
	return [...units.values()];
}
