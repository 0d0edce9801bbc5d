/** The evaluation of a run at one step: its scores, its validation measure, and its samples. */
import {
	evaluateSkills,
	selectionScore,
	selectionSkills,
	type MeasuredEvaluation,
} from '#engine/training/evaluateSkills.ts';
import type { Training } from '#engine/training/openTraining.ts';
import { continuationSamples } from '#engine/training/continuations.ts';
import { sampleSkills } from '#engine/training/samples.ts';
import { writtenSamples } from '#engine/training/writtenAnswers.ts';
import type { RunEvent } from './events.ts';
import type { TrainerOptions } from './trainer.ts';

type Options = Pick<TrainerOptions, 'model' | 'skills' | 'settings' | 'onProgress'>;
interface Opened extends Pick<Training, 'decoder'> {
	readonly learner: Pick<Training['learner'], 'weights'>;
}
type HeldTexts = Pick<MeasuredEvaluation, 'continued' | 'answered'>;

export class RunEvaluation {
	/** The skills whose scores choose the best checkpoint; undefined: the run chooses none. */
	readonly #selected: readonly number[] | undefined;

	/** Throws InputError if no skill has the measure of the best checkpoint. */
	constructor(private readonly options: Options) {
		const { settings, skills } = options;
		const { evaluation } = settings;
		this.#selected = evaluation.best && selectionSkills(evaluation, skills);
	}

	/** `examples`: of each skill, at most. `also`: another number of them to score. */
	async run(
		opened: Opened,
		step: number,
		{ examples, also }: { readonly examples: number; readonly also?: number },
		signal?: AbortSignal,
	): Promise<RunEvent[]> {
		const { model, skills, settings, onProgress } = this.options;
		const { part, generated } = settings.evaluation;
		const weights = opened.learner.weights;
		const { continued, answered, ...scores } = await evaluateSkills(
			opened.decoder,
			weights,
			skills,
			{
				tokenizer: model.tokenizer,
				examples,
				also,
				generated,
				part,
				onProgress: (fraction) => onProgress?.({ id: 'run.evaluating', values: {} }, fraction),
				...(signal && { signal }),
			},
		);
		const events: RunEvent[] = [{ type: 'evaluation', step, ...scores }];
		if (this.#selected) events.push(await this.#validate(opened, this.#selected, step, signal));
		// Samples are of held-out rows.
		const held = part === 'validation' ? { continued: [], answered: [] } : { continued, answered };
		if (settings.evaluation.samples > 0)
			events.push(await this.#sample(opened, step, held, signal));
		return events;
	}

	/** Measures the same number of rows at each evaluation, so that scores are comparable. */
	async #validate(
		{ decoder, learner }: Opened,
		selected: readonly number[],
		step: number,
		signal: AbortSignal | undefined,
	): Promise<RunEvent> {
		const { model, skills, settings } = this.options;
		const { evaluation } = settings;
		const scores = await evaluateSkills(decoder, learner.weights, skills, {
			tokenizer: model.tokenizer,
			examples: evaluation.examples,
			generated: evaluation.generated,
			part: 'validation',
			...(signal && { signal }),
		});
		const value = selectionScore(evaluation, scores, selected);
		return { type: 'validated', step, value, milliseconds: scores.milliseconds };
	}

	/** `held`: the texts that the model wrote for the scores of held-out rows. */
	async #sample(
		{ decoder, learner }: Opened,
		step: number,
		{ continued, answered }: HeldTexts,
		signal: AbortSignal | undefined,
	): Promise<RunEvent> {
		const { model, skills, settings, onProgress } = this.options;
		onProgress?.({ id: 'run.sampling', values: {} }, null);
		const { samples: perSkill } = settings.evaluation;
		const { weights } = learner;
		const { tokenizer } = model;
		const samples = [
			...(await sampleSkills(decoder, weights, tokenizer, skills, perSkill, signal)),
			...continuationSamples(continued, perSkill),
			...writtenSamples(answered, skills, perSkill),
		];
		return { type: 'samples', step, samples: samples.sort((a, b) => a.skill - b.skill) };
	}
}
