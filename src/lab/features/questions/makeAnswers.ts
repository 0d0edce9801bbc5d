/** Answers to a question set by the models of a run, greedy, several questions at a time. */
import { InputError } from '#engine/core/errors.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import { englishText, say } from '#engine/core/message.ts';
import { newId } from '#engine/core/secureContext.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { answerers, id, listOf, oneOf, type RequestOf } from '#lab/worker/calls.ts';
import { findPolicy } from '#mixing/index.ts';
import type { Answer, Answerer, AnswerSet, QuestionSet } from './model/types.ts';

/** The limit for questions without their own, in tokens. */
const tokenLimit = 200;
/** Questions per pass. After a pass the run can be closed, and progress is reported. */
const questionsAtOnce = 8;

export const answersRequest = {
	task: id,
	questions: id,
	runId: id,
	models: listOf(oneOf(answerers)),
};

/** The questions as a model is asked. */
export const toPrompts = (questions: QuestionSet['questions']) =>
	questions.map(({ prompt, form, maxTokens = tokenLimit }) => ({ prompt, form, maxTokens }));

/** Throws InputError if the run trains in between: the answers would come from two models. */
export async function makeAnswers(
	{ control, models: library, tasks }: OpenLab,
	{ questions }: QuestionSet,
	request: RequestOf<typeof answersRequest>,
	signal: AbortSignal,
): Promise<AnswerSet[]> {
	const { task, runId, models } = request;
	const label = { id: 'questions.answering', values: {} } as const;
	tasks.report(task, label, 0);
	// Each pass opens the run again, because it can be closed between two passes.
	const openRun = () => control.forAnswer(runId, signal);
	const { record } = await openRun();
	const { model: base } = record.experiment;
	const info = (await library.list()).find(({ sha256 }) => sha256 === base.sha256);
	const sets: AnswerSet[] = [];
	let done = 0;
	for (const model of models) {
		const best = model === 'best' ? await control.bestWeights(runId) : undefined;
		const answers: Answer[] = [];
		for (let from = 0; from < questions.length; from += questionsAtOnce) {
			signal.throwIfAborted();
			const run = await openRun();
			if (run.training || run.record.step !== record.step)
				throw new InputError(
					say('This run is training. Pause it first, so that all answers come from one model.'),
				);
			const batch = questions.slice(from, from + questionsAtOnce);
			const made = await run.generateAll(
				toPrompts(batch),
				best?.weights ?? (model === 'base' ? 'base' : 'tuned'),
				signal,
			);
			made.forEach(({ text, ended }, i) =>
				answers.push({ id: batch[i].id, text, ...(!ended && { cut: true as const }) }),
			);
			done += batch.length;
			tasks.report(task, label, done / (models.length * questions.length));
		}
		const by = toAnswerer(best?.record ?? record, model, info?.name ?? base.id);
		sets.push(newAnswerSet(request.questions, by, { kind: 'lab' }, answers));
	}
	return sets;
}

export const newAnswerSet = (
	questions: string,
	by: Answerer,
	origin: AnswerSet['origin'],
	answers: readonly Answer[],
): AnswerSet => ({ id: newId(), questions, by, origin, madeAt: Date.now(), answers });

/** The policies that trained up to `step`, in their order: ids, or what `name` makes of them. */
export const policyCourse = (
	{ policy }: Pick<Experiment, 'policy'>,
	step: number,
	name = (id: string) => id,
): string =>
	policy
		.filter(({ fromStep }) => fromStep === 0 || fromStep < step)
		.map(({ id }) => name(id))
		.join(' → ');

/** The data of a run in a name: one or two skills, else their number. */
export function trainedData({ skills }: Pick<Experiment, 'skills'>): string {
	const names = skills.filter(({ use }) => use === 'train').map(({ name }) => name);
	return names.length <= 2 ? names.join(' and ') : `${names.length} skills`;
}

/** The answerer by name and by hash. `modelName`: the name of the base model. */
function toAnswerer(
	{ id, experiment, step }: RunRecord,
	model: 'base' | 'tuned' | 'best',
	modelName: string,
): Answerer {
	const { sha256 } = experiment.model;
	if (model === 'base') return { kind: 'base', name: `${modelName}, zero-shot`, sha256 };
	const policy = policyCourse(experiment, step);
	const titles = policyCourse(experiment, step, (id) => englishText(findPolicy(id)?.title ?? id));
	const { seed, ...unseeded } = experiment;
	const steps = `${model === 'best' ? 'best of ' : ''}${step} steps`;
	return {
		kind: 'tuned',
		name: `${modelName}, ${trainedData(experiment)}, ${titles}, ${steps}, seed ${seed}`,
		sha256,
		runId: id,
		step,
		policy,
		seed,
		experiment: sha256OfJson(unseeded),
	};
}
