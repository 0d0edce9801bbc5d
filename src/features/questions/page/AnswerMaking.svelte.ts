/** Answers by the lab's models: the chosen runs, the progress and the cancelling. */
import type { AnswerSetInfo } from '../model/types.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { Lab } from '#lab/worker/protocol.ts';
import { questionWords } from '../words.en.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

/** The part of the lab that answering needs. */
export interface AnsweringLab {
	readonly client: Pick<Lab, 'answer.make' | 'task.cancel'>;
	readonly experiment: Experiment | null;
	readonly run: { readonly id: string } | null;
	/** The run on the workbench. It is created if there is none. */
	ensureRun(): Promise<{ readonly id: string; readonly experiment: Experiment }>;
	readonly info: { readonly runs: readonly RunRecord[] } | null;
}

export const answerTask = 'questions.answers';

export class AnswerMaking {
	readonly #lab: AnsweringLab;
	readonly #questions: QuestionsState;
	/** The base model answers too: that of the chosen runs, or of the workbench. */
	base = $state(true);
	#runs: ReadonlySet<string> = $state.raw(new Set());
	/** Progress over the models. null: no model is answering. */
	busy: { readonly done: number; readonly of: number } | null = $state.raw(null);
	#cancelled = false;

	constructor(lab: AnsweringLab, questions: QuestionsState) {
		this.#lab = lab;
		this.#questions = questions;
	}

	/** Runs with at least one step, newest first. */
	readonly runs = $derived.by(() => (this.#lab.info?.runs ?? []).filter(({ step }) => step > 0));
	readonly chosen = $derived.by(() => this.runs.filter(({ id }) => this.#runs.has(id)));
	readonly count = $derived.by(() => this.chosen.length + Number(this.base));
	isChosen(id: string): boolean {
		return this.#runs.has(id);
	}
	choose(id: string, wanted: boolean): void {
		const next = new Set(this.#runs);
		if (wanted) next.add(id);
		else next.delete(id);
		this.#runs = next;
	}

	/** Answers by the run on the workbench, and by its base model if that has not answered. */
	async now(): Promise<void> {
		const { run, experiment } = this.#lab;
		const sha256 = experiment?.model.sha256;
		const known = ({ by }: AnswerSetInfo) => by.kind === 'base' && by.sha256 === sha256;
		const trained = this.runs.some(({ id }) => id === run?.id);
		this.#runs = new Set(run && trained ? [run.id] : []);
		this.base = !trained || !this.#questions.answers.some(known);
		await this.make();
		this.base = true;
	}
	/** Makes one answer set after the other. A failure keeps the earlier sets. */
	async make(): Promise<void> {
		const questions = this.#questions.chosen?.sha256;
		if (questions === undefined || this.busy || this.count === 0) return;
		this.#cancelled = false;
		this.busy = { done: 0, of: this.count };
		await this.#questions.attempt(questionWords.cannot.answer, async () => {
			for (const { runId, models } of await this.#jobs()) {
				if (this.#cancelled) break;
				await this.#lab.client['answer.make']({ task: answerTask, questions, runId, models });
				this.busy = { ...this.busy!, done: this.busy!.done + models.length };
			}
		});
		this.busy = null;
		this.#runs = new Set();
		await this.#questions.refresh();
		if (this.#questions.answers.length > 0) this.#questions.view = 'report';
	}
	async cancel(): Promise<void> {
		this.#cancelled = true;
		await this.#lab.client['task.cancel']({ task: answerTask });
	}

	/** Each base model answers only once. */
	async #jobs(): Promise<readonly { runId: string; models: readonly ('base' | 'tuned')[] }[]> {
		if (this.chosen.length === 0)
			return [{ runId: (await this.#lab.ensureRun()).id, models: ['base'] }];
		const asked = new Set<string>();
		return this.chosen.map(({ id, experiment }) => {
			const { sha256 } = experiment.model;
			const first = this.base && !asked.has(sha256);
			asked.add(sha256);
			return { runId: id, models: first ? ['base', 'tuned'] : ['tuned'] };
		});
	}
}
