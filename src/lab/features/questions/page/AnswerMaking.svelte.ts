/** Answers by the lab's models: the chosen runs, the progress and the cancelling. */
import type { RunRecord } from '#lab/run/stores.ts';
import type { RequestTo } from '#lab/worker/lab.ts';
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

	/** The run on the workbench, if it has a step. */
	readonly onWorkbench = $derived.by(() => this.runs.filter(({ id }) => id === this.lab.run?.id));

	/** Answers by the run on the workbench, and by its base model. */
	async answerNow(): Promise<void> {
		await this.make(this.onWorkbench, true);
	}
	/**
	 * A failure keeps the earlier sets. `base`: base models too; without runs, the workbench's.
	 * `best`: also the best checkpoints of the runs that have an earlier one.
	 */
	async make(runs: readonly RunRecord[], base: boolean, best = false): Promise<void> {
		const questions = this.questions.chosen?.sha256;
		if (questions === undefined || this.busy) return;
		this.#cancelled = false;
		const total = this.count(runs, base, best);
		let done = 0;
		this.busy = { done, of: total };
		await this.questions.attempt(questionWords.cannot.answer, async () => {
			for (const { run, models } of this.#jobs(runs, base, best)) {
				if (this.#cancelled) break;
				const runId = (run ?? (await this.lab.ensureRun())).id;
				await this.lab.client['answer.make']({ task: answerTask, questions, runId, models });
				this.busy = { done: (done += models.length), of: total };
			}
		});
		this.busy = null;
		await this.questions.refresh();
	}
	async cancel(): Promise<void> {
		this.#cancelled = true;
		await this.lab.client['task.cancel']({ task: answerTask });
	}

	/** The number of models that `make` lets answer. */
	count(runs: readonly RunRecord[], base: boolean, best: boolean): number {
		return this.#jobs(runs, base, best).reduce((sum, { models }) => sum + models.length, 0);
	}

	/** Each base model answers only once, also over several calls: its answers would be the same. */
	#jobs(runs: readonly RunRecord[], base: boolean, best: boolean): Job[] {
		const hasAnswered = (sha256: string | undefined) =>
			this.questions.answers.some(({ by }) => by.kind === 'base' && by.sha256 === sha256);
		if (runs.length === 0) {
			if (!base || hasAnswered(this.lab.experiment?.model.sha256)) return [];
			return [{ models: ['base'] }];
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
			return { run, models };
		});
	}
}
/** The best checkpoint is another one than the last. */
export const hasEarlierBest = ({ best, step }: RunRecord): boolean =>
	best !== undefined && best.step !== step;

/** Without `run`: the one of the workbench. */
type Job = Pick<RequestTo<'answer.make'>, 'models'> & { readonly run?: RunRecord };
