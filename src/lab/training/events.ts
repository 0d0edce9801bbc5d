/**
 * Events of a run: append-only plain data for the page, the storage and the command line. One
 * schema gives their types and checks the events of a run file.
 */
import * as v from 'valibot';
import { say } from '#engine/core/message.ts';
import {
	anyObject,
	between,
	mustBe,
	number,
	object,
	oneOf,
	text,
	toIssue,
	whole,
} from '#engine/core/fields.ts';
import { measureIds } from '#engine/core/measureKinds.ts';
import type { MessageOf, Statement } from '#engine/core/message.ts';
import type { Messages } from '#languages/messages.ts';
import type { Explanation, PolicyMessage } from '#mixing/index.ts';

export type { Evaluation, SkillScore } from '#engine/training/evaluateSkills.ts';

/** Far more than one event needs. */
const maxList = 10_000;
const finite = v.pipe(v.number(mustBe(say('a number'))), v.finite(mustBe(say('a finite number'))));
const orNull = v.nullable(finite);
const atLeast0 = number(say('a number of 0 or more'), (value) => value >= 0 && value < Infinity);
const share = between(0, 1);
const count = whole(0, Number.MAX_SAFE_INTEGER);
const anyText = v.string(mustBe(say('text')));
const yesOrNo = v.boolean(mustBe(say('true or false')));
const sha256 = text(64);
const hexText = v.pipe(text(maxList), v.regex(/^[0-9a-f]+$/, mustBe(say('hex digits'))));

const listOf = <const T extends v.GenericSchema>(item: T) => {
	const message = toIssue(say('must be a list of at most {max} items.', { max: maxList }));
	// Checks the number before the entries.
	const few = v.pipe(v.array(v.unknown(), message), v.maxLength(maxList, message));
	return v.pipe(few, v.array(item, message), v.readonly());
};

/** A list with an entry for each of the experiment's skills. */
export const listForSkills = <const T extends v.GenericSchema>(skills: number, item: T) => {
	const message = toIssue(
		say('must be a list of {skills} values, one for each skill.', { skills }),
	);
	return v.pipe(v.array(item, message), v.length(skills, message), v.readonly());
};

/** The scores of an evaluation. */
export const scoreFields = (skills: number) => ({
	skills: listForSkills(
		skills,
		object({
			/** Mean over held-out examples of the mean nats per answer token. */
			loss: finite,
			/** Share of what `measure` counts (SkillScore.exact); null for raw text. */
			exact: v.nullable(share),
			/** Missing: the exact match, or the rule of a built-in skill. */
			measure: v.exactOptional(oneOf(measureIds)),
			/** Share of answer tokens that are the argmax under teacher forcing. */
			tokenAccuracy: share,
			examples: count,
			/** The first prompts, which the model answered, if the measure reads its answers. */
			written: v.exactOptional(count),
			fields: v.exactOptional(object({ valid: share, keys: share, fields: share })),
			confused: v.exactOptional(
				listOf(object({ right: anyText, chosen: anyText, count: whole(1, maxList) })),
			),
			/** bitText(): which prompts are right, in their order. Missing in old runs. */
			right: v.exactOptional(hexText),
			/** The loss of each example to six digits, in their order. Missing in old runs. */
			losses: v.exactOptional(listOf(finite)),
			/** The share of right next tokens of each example, if `exact` counts these. */
			hits: v.exactOptional(listOf(share)),
		}),
	),
	/** Mean of `exact` over the trained skills; null if they count different things. */
	averageExact: v.nullable(share),
	worstExact: v.nullable(object({ skill: whole(0, skills - 1), exact: share })),
});

/**
 * `skills`: the number of the experiment's skills. Lists by skill are indexed like
 * Experiment.skills. `lastStep`: the last possible step. `isReadable`: the lab has the words.
 */
export function runEventSchema(
	skills: number,
	lastStep: number,
	isReadable: (words: Statement) => boolean,
) {
	/** Number of finished steps; 0: before the first one. */
	const step = whole(0, lastStep);
	const skill = whole(0, skills - 1);
	const bySkill = <const T extends v.GenericSchema>(item: T) => listForSkills(skills, item);
	const words = mustBe(say('text or a message that this lab can show'));
	const message = object({ id: text(100), values: anyObject(say('an object of values')) });
	const statement = v.pipe(
		v.union([anyText, message, listOf(v.union([anyText, message], words))], words),
		v.check((value) => isReadable(value), words),
	) as v.GenericSchema<unknown> as v.GenericSchema<unknown, Statement>;
	const labelled = <T extends v.ObjectEntries>(entries: T) =>
		object({ label: anyText, ...entries });
	const explanation = object({
		weights: bySkill(finite),
		sentence: statement,
		traces: listOf(labelled({ values: bySkill(orNull) })),
		/** Of runs before 1.0; not shown. */
		matrices: v.exactOptional(v.unknown()),
		influences: v.exactOptional(v.unknown()),
		law: v.exactOptional(v.unknown()),
		warnings: v.exactOptional(listOf(statement)),
	}) as v.GenericSchema<unknown> as v.GenericSchema<unknown, Explanation>;
	return v.variant(
		'type',
		[
			object({
				type: v.literal('step'),
				step: whole(1, lastStep),
				/** Mean over the batch's examples of the mean nats per answer token. */
				loss: finite,
				/** A watched skill has weight 0 and no training loss. */
				skillLoss: bySkill(orNull),
				weights: bySkill(atLeast0),
				/** Examples of each skill in this batch. */
				drawn: bySkill(count),
				/** Tokens of each skill in this batch, without padding. */
				tokens: bySkill(count),
				learningRate: atLeast0,
				/** Global norm before clipping. null: a half-precision overflow changed nothing. */
				gradientNorm: v.nullable(atLeast0),
				/** Examples of each skill with a known wrong answer. Present if a trained skill has any. */
				noisy: v.exactOptional(bySkill(count)),
				/** Runs before December 2026 could weigh the losses by skill. */
				lossWeights: v.exactOptional(bySkill(atLeast0)),
				/** The examples of the batch in its order, one list per fact. Missing in old runs. */
				batch: v.exactOptional(
					object({
						skills: listOf(skill),
						/** Indices of training examples. */
						rows: listOf(count),
						/** Thousandths of a nat per answer token, before the update. */
						losses: listOf(finite),
					}),
				),
				/** Rows that the policy chose itself, in the batch's order. */
				chosen: v.exactOptional(
					listOf(
						object({
							skill,
							/** Index of the training example. */
							row: count,
							/** The class from which the policy chose it. */
							class: v.exactOptional(count),
							/** The answer is known to be wrong. The policy does not see this. */
							noisy: yesOrNo,
						}),
					),
				),
				/** Wall time of the step. Wall times differ between runs of equal seeds. */
				milliseconds: atLeast0,
				/** Wall time of the policy's probes after the step, and before its first step. */
				probeMilliseconds: v.exactOptional(atLeast0),
			}),
			/** A policy's work before its first step: a preparation or a survey. */
			object({
				type: v.literal('prepared'),
				step,
				id: text(100),
				/** SHA-256 of the preparation's result; null if the policy only surveyed the data. */
				artefact: v.nullable(sha256),
				/** Optimizer steps of the roll-outs. */
				updates: count,
				/** Measured examples; each is one forward pass. */
				measured: count,
				milliseconds: atLeast0,
			}),
			/**
			 * `skills`: over `evaluation.examples` rows of each skill, at the end over `finalExamples`.
			 * The hash of the curve reads these.
			 */
			object({
				type: v.literal('evaluation'),
				step,
				...scoreFields(skills),
				/** What the written answers took; `tokens`: at most. Missing if no measure reads any. */
				writing: v.exactOptional(object({ tokens: count, milliseconds: atLeast0 })),
				/**
				 * The same weights on the other number of rows: at step 0 and at the end, so that both have
				 * scores of the same rows. Missing if the numbers are equal, and in old runs.
				 */
				also: v.exactOptional(object(scoreFields(skills))),
				milliseconds: atLeast0,
			}),
			/** The measure of `evaluation.best` on the validation rows, after an evaluation. */
			object({ type: v.literal('validated'), step, value: finite, milliseconds: atLeast0 }),
			object({
				type: v.literal('samples'),
				step,
				samples: listOf(
					object({
						skill,
						prompt: anyText,
						/** From greedy decoding. */
						answer: anyText,
						expected: anyText,
						/** null for raw text, which has no answer to match. */
						right: v.nullable(yesOrNo),
					}),
				),
			}),
			/** Emitted before the first step: device memory that the run holds until its end. */
			object({
				type: v.literal('memory'),
				step: whole(0, 0),
				bytes: count,
				/** Milliseconds that the cost model expects of a step. Only on a hardware GPU. */
				expectedStep: v.optional(atLeast0),
				/** The most tokens of an evaluation's written answers; missing: it has none. */
				answerTokens: v.exactOptional(count),
			}),
			object({ type: v.literal('explained'), step, explanation }),
			object({
				type: v.literal('policySwitched'),
				step,
				id: text(100),
				settings: anyObject(say('an object of settings')),
				artefact: v.exactOptional(sha256),
			}),
			object({ type: v.literal('checkpoint'), step }),
			object({ type: v.literal('warning'), step, message: statement }),
			object({ type: v.literal('finished'), step }),
			object({
				type: v.literal('failed'),
				step,
				message: statement,
				suggestedLearningRate: v.exactOptional(atLeast0),
			}),
		],
		mustBe(say('one of the events that this lab knows')),
	);
}

export type RunEvent = Readonly<v.InferOutput<ReturnType<typeof runEventSchema>>>;
type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { readonly type: Type }>;
export type StepEvent = EventOf<'step'>;
export type PreparedEvent = EventOf<'prepared'>;
export type EvaluationEvent = EventOf<'evaluation'>;
export type SampleEvent = EventOf<'samples'>;
export type ChosenExample = NonNullable<StepEvent['chosen']>[number];

export type TrainingMessage = MessageOf<
	Pick<Messages, 'activations.recomputed' | 'run.comparing' | 'run.evaluating' | 'run.sampling'>
>;
export type TrainingStatement = Statement<TrainingMessage | PolicyMessage>;
