/** The curves of the stored runs that the visitor compares. */
import { mixStyle } from '#lab/page/charts/palette.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import { words } from '#lab/page/words/words.ts';
import type { RunRecord } from '#lab/run/stores.ts';

/** A run of a comparison. */
export interface Compared {
	readonly id: string;
	readonly title: string;
	/** Its name at the end of its curve; absent: the legend has it. */
	readonly short?: string;
	readonly run: RunState;
	readonly style: ReturnType<typeof mixStyle>;
}

export class RunCurves {
	/** By run id. Read again when `state`, the run's end and step, has changed. */
	readonly #curves = new Map<string, { readonly state: string; readonly run: RunState }>();
	/** Those that the comparison draws. */
	#drawn: ReadonlyMap<string, RunState> = $state.raw(new Map());
	/** Curves that are read and not drawn yet. */
	#undrawn = 0;
	#reading = 0;

	constructor(private readonly lab: LabState) {}

	/** The chosen runs whose curves are read, in the order in which they were ticked. */
	readonly compared = $derived.by(() =>
		this.lab.comparedRuns.flatMap(({ id, title }, i) => {
			const record = this.#recordOf(id);
			const run = this.lab.run?.id === id ? this.lab.run : this.#drawn.get(id);
			return record && run ? [{ id, title, record, run, style: mixStyle(i) }] : [];
		}),
	);
	#recordOf(id: string): RunRecord | undefined {
		return this.lab.info?.runs.find((run) => run.id === id);
	}

	remove(id: string): void {
		this.lab.comparedRuns = this.lab.comparedRuns.filter((run) => run.id !== id);
	}

	/** Reads the curves of runs that are new or have changed. A later call cancels it. */
	async read(): Promise<void> {
		const turn = ++this.#reading;
		const wanted = new Set(this.lab.comparedRuns.map(({ id }) => id));
		for (const id of this.#curves.keys()) if (!wanted.has(id)) this.#curves.delete(id);
		for (const { id } of this.lab.comparedRuns) {
			const record = this.#recordOf(id);
			if (!record || id === this.lab.run?.id) continue;
			const state = `${record.end} ${record.step}`;
			if (this.#curves.get(id)?.state === state) continue;
			const read = async () => {
				this.#curves.set(id, { state, run: await this.lab.readRun(id) });
				this.#undrawn++;
			};
			if (!(await this.lab.attempt(words.notices.cannotOpenRun, read))) this.remove(id);
			if (turn !== this.#reading) return;
			// Each drawing costs as much as there are runs: draw when their number has doubled.
			if (this.#undrawn > this.#drawn.size) this.#draw();
		}
		if (this.#undrawn > 0) this.#draw();
	}
	#draw(): void {
		this.#drawn = new Map([...this.#curves].map(([id, { run }]) => [id, run]));
		this.#undrawn = 0;
	}
}
