/** The state of stored runs on the page: search, comparison, curves and summaries. */
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { runsByGroup } from '#lab/run/runGroups.ts';
import type { RunSummary } from '#lab/run/runSummary.ts';
import type { RunDescription, RunRecord } from '#lab/run/stores.ts';
import { createMutex } from '#lab/run/turns.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { RunState } from '#lab/page/state/RunState.svelte.ts';
import { mixStyle } from '#lab/page/charts/palette.ts';
import { mixTitles } from '#lab/page/words/mixTitles.ts';
import { words } from '#lab/page/words/words.ts';
import * as format from '#languages/format.ts';
import { runWords } from '../words.ts';

/** Line style of a compared run. */
type RunStyle = Readonly<ReturnType<typeof mixStyle>>;

/** A compared run. It keeps the index of its line style while it is compared. */
interface Chosen {
	readonly id: string;
	readonly style: number;
}
export type Compared = RunsState['compared'][number];

export class RunsState {
	query = $state('');
	/** Value of the chart's metric: see metrics.ts. Null: the usual one of the compared runs. */
	metric = $state<string | null>(null);
	/** The tag that the visitor chose. */
	#tag: string | null = $state(null);
	opened: string | null = $state(null);
	/** The ticked runs; null until the visitor's first tick. */
	#marked: readonly Chosen[] | null = $state.raw(null);
	/** By run id. A summary is read again when `state`, the run's end and step, has changed. */
	readonly #summaries = new SvelteMap<
		string,
		{ readonly state: string; readonly summary: RunSummary }
	>();
	/** The curves of compared runs, by id. They are read again as summaries are. */
	readonly #curves = new Map<string, { readonly state: string; readonly run: RunState }>();
	/** Those that the comparison draws. */
	#drawn: ReadonlyMap<string, RunState> = $state.raw(new Map());
	/** Curves that are read and not drawn yet. */
	#undrawn = 0;
	#readingCurves = 0;
	#readingSummaries = 0;
	readonly #inTurn = createMutex();

	readonly #texts = $derived.by(
		() =>
			new Map(
				this.all.map((run) => {
					const policies = this.lab.policyTitles(run.experiment);
					return [run.id, searchText(run, `${this.titleOf(run)}\n${policies}`)];
				}),
			),
	);
	readonly listed = $derived.by((): readonly RunRecord[] =>
		this.all.filter(
			(run) =>
				matches(this.#texts.get(run.id) ?? '', this.query) &&
				(this.tag === null || run.tags?.includes(this.tag)),
		),
	);
	readonly tags = $derived.by((): readonly string[] => allTags(this.all));
	/** The ticked runs that are still stored. */
	readonly marked = $derived.by((): readonly string[] => {
		const stored = new Set(this.all.map(({ id }) => id));
		return (this.#marked ?? []).map(({ id }) => id).filter((id) => stored.has(id));
	});
	/** The runs to compare: those that are ticked, and before the first tick the two newest. */
	readonly #chosen = $derived.by((): readonly Chosen[] => {
		if (this.#marked) return this.#marked.filter(({ id }) => this.marked.includes(id));
		const trained = this.all.filter(({ step }) => step > 0);
		return trained.slice(0, 2).map(({ id }, style) => ({ id, style }));
	});
	readonly chosen = $derived.by((): readonly string[] => this.#chosen.map(({ id }) => id));
	/** Chosen runs whose curves are read, in the order in which they were ticked. */
	readonly compared = $derived.by(() =>
		this.#chosen.flatMap(({ id, style }) => {
			const record = this.all.find((run) => run.id === id);
			const run = this.lab.run?.id === id ? this.lab.run : this.#drawn.get(id);
			return record && run
				? [{ record, title: this.titleOf(record), run, style: mixStyle(style) }]
				: [];
		}),
	);

	constructor(private readonly lab: LabState) {}

	/** null: runs with any tag, or none. A tag that no run has any more does not count. */
	get tag(): string | null {
		return this.#tag !== null && this.tags.includes(this.#tag) ? this.#tag : null;
	}
	set tag(tag: string | null) {
		this.#tag = tag;
	}

	get all(): readonly RunRecord[] {
		return this.lab.info?.runs ?? [];
	}

	/** By run id. The lanes of a race differ in their mix. */
	readonly #laneTitles = $derived.by(() => {
		const titles = runsByGroup(this.all).flatMap((lanes) => {
			const mixes = mixTitles(
				lanes.map(({ experiment }) => experiment),
				this.lab,
			);
			const day = format.day(lanes[0].startedAt);
			return lanes.map(({ id }, i) => [id, runWords.ofRace({ policy: mixes[i], day })] as const);
		});
		return new Map(titles);
	});
	/** By run id. Runs with one name are numbered, the oldest first. */
	readonly #titles = $derived.by(() => {
		const taken = new Map<string, number>();
		const titles = this.all.toReversed().map(({ id, name, experiment }) => {
			const title =
				name ??
				this.#laneTitles.get(id) ??
				runWords.unnamed({ policies: this.lab.policyTitles(experiment), seed: experiment.seed });
			const number = (taken.get(title) ?? 0) + 1;
			taken.set(title, number);
			return [id, number === 1 ? title : runWords.numbered({ title, number })] as const;
		});
		return new Map(titles);
	});
	/** Empty if the run is not stored. */
	titleOf({ id }: Pick<RunRecord, 'id'>): string {
		return this.#titles.get(id) ?? '';
	}

	styleOf(id: string): RunStyle | undefined {
		const chosen = this.#chosen.find((each) => each.id === id);
		return chosen && mixStyle(chosen.style);
	}
	/** The first tick replaces the two newest runs. */
	mark(id: string, isMarked: boolean): void {
		const before = isMarked ? (this.#marked ?? []) : this.#chosen;
		const others = before.filter((chosen) => chosen.id !== id);
		const taken = new Set(others.map(({ style }) => style));
		const free = others.findIndex((_, i) => !taken.has(i));
		const style = free < 0 ? others.length : free;
		this.#marked = isMarked ? [...others, { id, style }] : others;
	}
	markListed(): void {
		for (const { id } of this.listed) if (!this.marked.includes(id)) this.mark(id, true);
	}
	unmarkAll(): void {
		this.#marked = [];
	}

	/** Reads the curves of chosen runs that are new or have changed. A later call cancels it. */
	async readCurves(): Promise<void> {
		const turn = ++this.#readingCurves;
		const { chosen } = this;
		for (const id of this.#curves.keys()) if (!chosen.includes(id)) this.#curves.delete(id);
		for (const id of chosen) {
			const record = this.all.find((run) => run.id === id);
			if (!record || id === this.lab.run?.id) continue;
			const state = stateOf(record);
			if (this.#curves.get(id)?.state === state) continue;
			const read = async () => {
				this.#curves.set(id, { state, run: await this.lab.readRun(id) });
				this.#undrawn++;
			};
			if (!(await this.lab.attempt(words.notices.cannotOpenRun, read))) this.mark(id, false);
			if (turn !== this.#readingCurves) return;
			// Each drawing costs as much as there are runs: draw when their number has doubled.
			if (this.#undrawn > this.#drawn.size) this.#draw();
		}
		if (this.#undrawn > 0) this.#draw();
	}
	#draw(): void {
		this.#drawn = new Map([...this.#curves].map(([id, { run }]) => [id, run]));
		this.#undrawn = 0;
	}

	summaryOf(id: string): RunSummary | undefined {
		return this.#summaries.get(id)?.summary;
	}
	/** Reads the summaries of listed runs that are new or have changed. A later call cancels it. */
	async readSummaries(): Promise<void> {
		const turn = ++this.#readingSummaries;
		for (const record of this.listed) {
			if (turn !== this.#readingSummaries) return;
			const { id } = record;
			const state = stateOf(record);
			if (this.#summaries.get(id)?.state === state) continue;
			const summary = await this.lab.client['run.summary']({ runId: id }).catch(() => null);
			if (summary) this.#summaries.set(id, { state, summary });
		}
	}

	async describe(id: string, change: RunDescription): Promise<void> {
		await this.lab.attempt(
			runWords.cannotDescribe,
			() => this.lab.client['run.describe']({ runId: id, ...change }),
			words.notices.nothingLost,
		);
		await this.lab.refreshRuns();
	}
	/** In turn: each change begins with the tags that the one before has left. */
	changeTags(id: string, change: (tags: readonly string[]) => readonly string[]): Promise<void> {
		return this.#inTurn(async () => {
			const { tags = [] } = this.all.find((run) => run.id === id) ?? {};
			await this.describe(id, { tags: change(tags) });
		});
	}
	async delete(ids: readonly string[]): Promise<void> {
		this.#marked = this.#marked?.filter(({ id }) => !ids.includes(id)) ?? null;
		await this.lab.deleteRuns(ids);
	}
}

/** Changes with what is stored of the run. */
const stateOf = ({ end, step }: RunRecord): string => `${end} ${step}`;

export function searchText(
	{ name, tags, notes, experiment, end, backend }: RunRecord,
	titles: string,
): string {
	const skills = experiment.skills.flatMap(({ id, name }) => [id, name]);
	const { model, seed, policy } = experiment;
	const described = [name, ...(tags ?? []), notes, runWords.ends[end], backend];
	const used = [titles, ...policy.map(({ id }) => id), ...skills, model.id];
	return [...described, ...used, runWords.seed({ seed })]
		.filter((part) => part !== undefined)
		.join('\n')
		.toLowerCase();
}

/** Whether every word of the query occurs, in any order and case. */
export const matches = (text: string, query: string): boolean =>
	query
		.toLowerCase()
		.split(/\s+/)
		.every((word) => text.includes(word));

/** The tags of a typed list. Chinese keyboards have commas of their own. */
export const readTags = (typed: string): string[] =>
	typed
		.split(/[,，、]/)
		.map((tag) => tag.trim())
		.filter((tag) => tag !== '');

/** The tags of all runs, sorted, each once. */
export const allTags = (runs: readonly Pick<RunRecord, 'tags'>[]): string[] =>
	[...new Set(runs.flatMap(({ tags }) => tags ?? []))].sort((a, b) => a.localeCompare(b, 'en'));

export const [getRuns, setRuns] = createContext<RunsState>();
