/** The state of stored runs on the page: search, ticks and summaries. */
import { createContext } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { RunSummary } from '#lab/run/runSummary.ts';
import type { RunDescription, RunRecord } from '#lab/run/stores.ts';
import { createMutex } from '#lab/run/turns.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { words } from '#lab/page/words/words.ts';
import { runWords } from '../words.ts';

export class RunsState {
	query = $state('');
	/** The tag that the visitor chose. */
	#tag: string | null = $state(null);
	opened: string | null = $state(null);
	/** The ids of the ticked runs. */
	#marked: readonly string[] = $state.raw([]);
	/** By run id. A summary is read again when `state`, the run's end and step, has changed. */
	readonly #summaries = new SvelteMap<
		string,
		{ readonly state: string; readonly summary: RunSummary }
	>();
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
	/** The ticked runs that are still stored, in the order of the ticks. */
	readonly marked = $derived.by((): readonly string[] => {
		const stored = new Set(this.all.map(({ id }) => id));
		return this.#marked.filter((id) => stored.has(id));
	});

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

	/** By run id. Runs with one name are numbered, the oldest first. */
	readonly #titles = $derived.by(() => {
		const taken = new Map<string, number>();
		const titles = this.all.toReversed().map(({ id, name, experiment }) => {
			const title =
				name ??
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

	mark(id: string, isMarked: boolean): void {
		const others = this.#marked.filter((other) => other !== id);
		this.#marked = isMarked ? [...others, id] : others;
	}
	markListed(): void {
		for (const { id } of this.listed) if (!this.marked.includes(id)) this.mark(id, true);
	}
	unmarkAll(): void {
		this.#marked = [];
	}

	/** Compare shows the ticked runs. */
	compare(): void {
		this.lab.comparedRuns = this.marked.map((id) => ({ id, title: this.titleOf({ id }) }));
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
		this.#marked = this.#marked.filter((id) => !ids.includes(id));
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
