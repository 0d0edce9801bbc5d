/**
 * Schema of a run's events in a run file. It is strict, because the page draws the events and the
 * database stores them.
 */
import * as v from 'valibot';
import type { Statement } from '#core/message.ts';
import { list, mustBe, number, object, oneOf, text, whole } from '#core/fields.ts';
import { isReadable } from '#lab/run/words.en.ts';

const maxSteps = 1_000_000;
/** Far more than one event needs. */
const maxList = 10_000;
const finite = v.pipe(v.number(mustBe('a number')), v.finite(mustBe('a finite number')));
const orNull = v.nullable(finite);
const atLeast0 = number('a number of 0 or more', (value) => value >= 0 && value < Infinity);
const share = number('a number from 0 to 1', (value) => value >= 0 && value <= 1);
const anyText = v.string(mustBe('text'));
const yesOrNo = v.boolean(mustBe('true or false'));
const sha256 = text(64);

/**
 * `skills`: the number of the experiment's skills, the length of every list by skill. `steps`: the
 * last possible step.
 */
export function runEventSchema(skills: number, steps: number) {
	const step = whole(0, steps);
	const skill = whole(0, skills - 1);
	const count = whole(0, Number.MAX_SAFE_INTEGER);
	const bySkill = <T extends v.GenericSchema>(item: T) => {
		const message = `must be a list of ${skills} values, one for each skill.`;
		return v.pipe(v.array(item, message), v.length(skills, message));
	};
	const labelled = <T extends v.ObjectEntries>(entries: T) =>
		object({ label: anyText, ...entries });
	const listOf = <T extends v.GenericSchema>(item: T) => {
		const message = `must be a list of at most ${maxList}.`;
		// Checks the number before the entries.
		const few = v.pipe(v.array(v.unknown(), message), v.maxLength(maxList, message));
		return v.pipe(few, v.array(item, message));
	};
	const message = object({
		id: text(100),
		values: v.record(v.string(), v.unknown(), mustBe('an object of values')),
	});
	const words = mustBe('text or a message that this lab can show');
	const statement = v.pipe(
		v.union([anyText, message, listOf(v.union([anyText, message], words))], words),
		v.check((value) => isReadable(value as Statement), words),
	);
	const explanation = object({
		weights: bySkill(finite),
		sentence: statement,
		traces: listOf(labelled({ values: bySkill(orNull) })),
		matrices: v.exactOptional(
			listOf(labelled({ about: statement, rows: bySkill(bySkill(orNull)) })),
		),
		influences: v.exactOptional(
			labelled({ about: statement, values: listOf(labelled({ value: finite })) }),
		),
		warnings: v.exactOptional(listOf(statement)),
	});
	return v.variant(
		'type',
		[
			object({
				type: v.literal('step'),
				step: whole(1, steps),
				loss: finite,
				skillLoss: bySkill(orNull),
				weights: bySkill(atLeast0),
				drawn: bySkill(count),
				tokens: bySkill(count),
				learningRate: atLeast0,
				gradientNorm: v.nullable(atLeast0),
				noisy: v.exactOptional(bySkill(count)),
				chosen: v.exactOptional(
					listOf(object({ skill, row: count, class: v.exactOptional(count), noisy: yesOrNo })),
				),
				milliseconds: atLeast0,
				probeMilliseconds: v.exactOptional(atLeast0),
			}),
			object({
				type: v.literal('prepared'),
				step,
				id: text(100),
				artefact: v.nullable(sha256),
				updates: count,
				measured: count,
				milliseconds: atLeast0,
			}),
			object({
				type: v.literal('evaluation'),
				step,
				skills: bySkill(
					object({
						loss: finite,
						exact: v.nullable(share),
						tokenAccuracy: share,
						examples: count,
					}),
				),
				averageExact: v.nullable(share),
				worstExact: v.nullable(object({ skill, exact: share })),
				milliseconds: atLeast0,
			}),
			object({
				type: v.literal('samples'),
				step,
				samples: listOf(
					object({
						skill,
						prompt: anyText,
						answer: anyText,
						expected: anyText,
						right: v.nullable(yesOrNo),
					}),
				),
			}),
			object({ type: v.literal('memory'), step: v.literal(0, mustBe('0')), bytes: count }),
			object({ type: v.literal('explained'), step, explanation }),
			object({
				type: v.literal('policySwitched'),
				step,
				id: text(100),
				settings: v.record(v.string(), v.unknown(), mustBe('an object of settings')),
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
		mustBe('one of the events that this lab knows'),
	);
}

export const runHead = {
	id: text(200),
	startedAt: whole(0, 8.64e15),
	backend: oneOf(['webgpu', 'wasm']),
	device: v.exactOptional(text(100)),
	engine: v.exactOptional(whole(1, maxSteps)),
	end: oneOf(['running', 'finished', 'stopped', 'failed']),
	step: whole(0, maxSteps),
	name: v.exactOptional(text(120)),
	tags: v.exactOptional(list(text(40), 'tags', 20)),
	notes: v.exactOptional(text(20_000)),
} as const;
