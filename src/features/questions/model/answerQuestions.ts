/** Answers to a question set by the models of a run, greedy, one question at a time. */
import { InputError } from '#core/errors.ts';
import { sha256OfJson } from '#core/hash.ts';
import type { Json } from '#core/json.ts';
import type { Answer, Answerer, Question } from './types.ts';
import type { ActiveRun } from '#lab/run/activeRun.ts';
import type { RunRecord } from '#lab/run/stores.ts';

export const defaultAnswerTokens = 200;

export interface Answering {
	/** Opens the run. Called before each question, since the run can be closed in between. */
	readonly openRun: () => Promise<ActiveRun>;
	readonly models: readonly ('base' | 'tuned')[];
	readonly maxTokens: number;
	readonly onProgress: (done: number, of: number) => void;
	readonly signal: AbortSignal;
}
export interface Answered {
	readonly model: 'base' | 'tuned';
	readonly answers: readonly Answer[];
	readonly record: RunRecord;
}

/** Throws InputError if the run trains in between: the answers would come from two models. */
export async function answerQuestions(
	questions: readonly Question[],
	{ openRun, models, maxTokens, onProgress, signal }: Answering,
): Promise<Answered[]> {
	const { record } = await openRun();
	const answered: Answered[] = [];
	let done = 0;
	for (const model of models) {
		const answers: Answer[] = [];
		for (const question of questions) {
			signal.throwIfAborted();
			const run = await openRun();
			if (run.training || run.record.step !== record.step)
				throw new InputError(
					'This run is training. Pause it first, so that all answers come from one model.',
					{ runId: record.id },
				);
			const limit = question.maxTokens ?? maxTokens;
			const { text, ended } = await run.generate(
				question.prompt,
				model,
				limit,
				question.form ?? 'question',
				signal,
			);
			answers.push({ id: question.id, text, ...(!ended && { cut: true as const }) });
			onProgress(++done, models.length * questions.length);
		}
		answered.push({ model, answers, record });
	}
	return answered;
}

/** The answerer by name and by hash. `modelName`: the name of the base model. */
export function answererOf(
	{ id, experiment, step }: RunRecord,
	model: 'base' | 'tuned',
	modelName: string,
): Answerer {
	const { sha256 } = experiment.model;
	if (model === 'base') return { kind: 'base', name: `${modelName}, zero-shot`, sha256 };
	const policy = experiment.policy.findLast(({ fromStep }) => fromStep <= step)?.id ?? '';
	const { seed, ...unseeded } = experiment;
	return {
		kind: 'tuned',
		name: `${modelName}, ${policy}, ${step} steps, seed ${seed}`,
		sha256,
		runId: id,
		step,
		policy,
		seed,
		experiment: sha256OfJson(unseeded as unknown as Json),
	};
}
