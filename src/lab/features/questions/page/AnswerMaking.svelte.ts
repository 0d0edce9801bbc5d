/** Answers by the lab's models: the chosen runs, the progress and the cancelling. */
import type { RunRecord } from '#lab/run/stores.ts';
import type { Calls } from '#lab/worker/protocol.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { questionWords } from '../words.ts';
import type { QuestionsState } from './QuestionsState.svelte.ts';

export const answerTask = 'questions.answers';

export class AnswerMaking {
	/** Progress over the models. null: no model is answering. */
	busy: { readonly done: number; readonly of: number } | null = $state.raw(null);
	#cancelled = false;

	constructor(
		private readonly lab: LabState,
		private readonly questions: QuestionsState,
	) {}

	/** Runs with at least one step, newest first. */
	readonly runs = $derived.by(() => (this.lab.info?.runs ?? []).filter(({ step }) => step > 0));

	/** Answers by the run on the workbench, and by its base model. */
	async answerNow(): Promise<void> {
		const { run } = this.lab;
		await this.make(
			this.runs.filter(({ id }) => id === run?.id),
			true,
		);
	}
	/**
	 * A failure keeps the earlier sets. `base`: base models too; without runs, the workbench's.
	 * `best`: also the best checkpoints of the runs that have an earlier one.
	 */
	async make(runs: readonly RunRecord[], base: boolean, best = false): Promise<void> {
		const questions = this.questions.chosen?.sha256;
		if (questions === undefined || this.busy) return;
		this.#cancelled = false;
		this.busy = { done: 0, of: Math.max(1, runs.length) };
		await this.questions.attempt(questionWords.cannot.answer, async () => {
			const jobs = await this.#jobs(runs, base, best);
			const total = jobs.reduce((sum, { models }) => sum + models.length, 0);
			this.busy = { done: 0, of: total };
			for (const { runId, models } of jobs) {
				if (this.#cancelled) break;
				await this.lab.client['answer.make']({ task: answerTask, questions, runId, models });
				this.busy = { done: this.busy.done + models.length, of: total };
			}
		});
		this.busy = null;
		await this.questions.refresh();
		if (this.questions.answers.length > 0) this.questions.view = 'report';
	}
	async cancel(): Promise<void> {
		this.#cancelled = true;
		await this.lab.client['task.cancel']({ task: answerTask });
	}

	/** Each base model answers only once, also over several calls: its answers would be the same. */
	async #jobs(runs: readonly RunRecord[], base: boolean, best: boolean): Promise<Job[]> {
		const hasAnswered = (sha256: string | undefined) =>
			this.questions.answers.some(({ by }) => by.kind === 'base' && by.sha256 === sha256);
		if (runs.length === 0) {
			if (!base || hasAnswered(this.lab.experiment?.model.sha256)) return [];
			return [{ runId: (await this.lab.ensureRun()).id, models: ['base'] }];
		}
		const sameModel = (a: RunRecord) => (b: RunRecord) =>
			a.experiment.model.sha256 === b.experiment.model.sha256;
		return runs.map((run) => {
			const isFirst =
				base && !hasAnswered(run.experiment.model.sha256) && runs.find(sameModel(run)) === run;
			const models: Job['models'] = [
				...(isFirst ? (['base'] as const) : []),
				'tuned',
				...(best && hasEarlierBest(run) ? (['best'] as const) : []),
			];
			return { runId: run.id, models };
		});
	}
}
/** The best checkpoint is another one than the last. */
export const hasEarlierBest = ({ best, step }: RunRecord): boolean =>
	best !== undefined && best.step !== step;

type Job = Pick<Calls['answer.make']['request'], 'runId' | 'models'>;
