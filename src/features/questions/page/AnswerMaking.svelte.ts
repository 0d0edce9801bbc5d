/** Answers by models of the lab: which runs are chosen, and the making of their answers, with progress and cancel. */
import type { AnswerSetInfo } from '../model/questions.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { questionWords } from '../words.en.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

/** What making answers needs of the bench. */
export interface AnsweringBench {
	readonly client: Pick<Lab, 'answer.make' | 'task.cancel'>;
	readonly experiment: Experiment | null;
	readonly run: { readonly id: string } | null;
	/** The run on the bench; made now if there is none. */
	ensureRun(): Promise<{ readonly id: string; readonly experiment: Experiment }>;
	readonly info: { readonly runs: readonly RunRecord[] } | null;
}

export const answerTask = 'questions.answers';

export class AnswerMaking {
	readonly #bench: AnsweringBench;
	readonly #questions: QuestionsState;
	/** Zero-shot: the base model of the first run that is chosen, or of the experiment on the bench. */
	base = $state(true);
	#runs: ReadonlySet<string> = $state.raw(new Set());
	#busy: { readonly done: number; readonly of: number } | null = $state.raw(null);
	#cancelled = false;

	constructor(bench: AnsweringBench, questions: QuestionsState) {
		this.#bench = bench;
		this.#questions = questions;
	}

	/** Runs with at least one step, newest first. */
	readonly runs = $derived.by(() => (this.#bench.info?.runs ?? []).filter(({ step }) => step > 0));
	readonly chosen = $derived.by(() => this.runs.filter(({ id }) => this.#runs.has(id)));
	readonly count = $derived.by(() => this.chosen.length + Number(this.base));
	/** Of the sets that are being made; null: none is. */
	get busy() {
		return this.#busy;
	}
	isChosen(id: string): boolean {
		return this.#runs.has(id);
	}
	choose(id: string, wanted: boolean): void {
		const next = new Set(this.#runs);
		if (wanted) next.add(id);
		else next.delete(id);
		this.#runs = next;
	}

	/** What one click makes: zero-shot, unless that model has answered already, beside the run on the bench. */
	async now(): Promise<void> {
		const { run, experiment } = this.#bench;
		const sha256 = experiment?.model.sha256;
		const known = ({ by }: AnswerSetInfo) => by.kind === 'base' && by.sha256 === sha256;
		const trained = this.runs.some(({ id }) => id === run?.id);
		this.#runs = new Set(run && trained ? [run.id] : []);
		this.base = !trained || !this.#questions.answers.some(known);
		await this.make();
		this.base = true;
	}
	/** One set of answers after the other; each that is made is kept, whatever becomes of the next. */
	async make(): Promise<void> {
		const questions = this.#questions.chosen?.sha256;
		if (questions === undefined || this.#busy || this.count === 0) return;
		this.#cancelled = false;
		this.#busy = { done: 0, of: this.count };
		await this.#questions.attempt(questionWords.cannot.answer, async () => {
			for (const { runId, models } of await this.#jobs()) {
				if (this.#cancelled) break;
				await this.#bench.client['answer.make']({ task: answerTask, questions, runId, models });
				this.#busy = { ...this.#busy!, done: this.#busy!.done + models.length };
			}
		});
		this.#busy = null;
		this.#runs = new Set();
		await this.#questions.refresh();
		if (this.#questions.answers.length > 0) this.#questions.view = 'report';
	}
	async cancel(): Promise<void> {
		this.#cancelled = true;
		await this.#bench.client['task.cancel']({ task: answerTask });
	}

	/** The base model answers once for each model that the runs began from. */
	async #jobs(): Promise<readonly { runId: string; models: readonly ('base' | 'tuned')[] }[]> {
		if (this.chosen.length === 0)
			return [{ runId: (await this.#bench.ensureRun()).id, models: ['base'] }];
		const asked = new Set<string>();
		return this.chosen.map(({ id, experiment }) => {
			const { sha256 } = experiment.model;
			const first = this.base && !asked.has(sha256);
			asked.add(sha256);
			return { runId: id, models: first ? ['base', 'tuned'] : ['tuned'] };
		});
	}
}
