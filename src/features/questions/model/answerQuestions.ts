/** A run's models answer a question set: greedily, question by question, so that it shows progress and can be ended. */
import { InputError } from '#core/errors.ts';
import { sha256OfJson } from '#core/hash.ts';
import type { Json } from '#core/json.ts';
import type { Answer, Answerer, Question } from './questions.ts';
import type { ActiveRun } from '#lab/run/activeRun.ts';
import type { RunRecord } from '#lab/run/stores.ts';

export const defaultAnswerTokens = 200;

export interface Answering {
	/** The run, open and not training; asked before each question, since it may have been closed. */
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

/** Throws InputError when the run trains meanwhile: its answers would be of several models. */
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
					'This run trains: pause it and let it answer then, so that all answers are of one model.',
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

/** Who answered, in words and by hash. `modelName`: the base model's. */
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
		...{ sha256, runId: id, step, policy, seed },
		experiment: sha256OfJson(unseeded as unknown as Json),
	};
}
