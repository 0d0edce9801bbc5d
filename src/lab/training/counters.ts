/** The counters of a checkpoint. They are validated, since a checkpoint may come from any file. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, number, openObject, recordOf, whole, wholly } from '#engine/core/fields.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { TimelineState } from './PolicyTimeline.ts';
import type { Spent } from '#engine/training/RunEnd.ts';
import type { TrainerState } from './trainer.ts';

/** Everything but weights, moments and the step that a run needs to resume. */
export interface Counters {
	/** Examples drawn from each trained skill. */
	readonly drawn: readonly number[];
	readonly timeline: TimelineState;
	/** The last step at which a policy switch was reported. */
	readonly announced: number;
	/** Policy warnings that were reported, as canonical JSON. */
	readonly warned?: readonly string[];
	/** Present under a budget. */
	readonly spent?: Spent;
}

const count = whole(0, Number.MAX_SAFE_INTEGER);
const amount = number(say('a number of 0 or more'), (value) => value >= 0 && value < Infinity);
const objects = recordOf(recordOf(v.unknown()));

const countersSchema = (trained: number) =>
	openObject({
		drawn: wholly(
			v.pipe(v.array(count), v.length(trained)),
			say('{trained} counts, one for each trained skill', { trained }),
		),
		timeline: openObject({
			mixers: objects,
			artefacts: v.exactOptional(recordOf(v.unknown())),
			costs: v.exactOptional(objects),
			unfinished: v.exactOptional(objects),
		}),
		announced: wholly(count, say('a step')),
		warned: v.exactOptional(wholly(v.array(v.string()), say('a list of warnings'))),
		spent: v.exactOptional(openObject({ tokens: amount, milliseconds: amount })),
	});

/**
 * Reads the counters of a checkpoint. Throws InputError if it is damaged or belongs to another
 * model or other skills. The policies check their own states.
 */
export function readCounters(
	{ counters, ...arrays }: TrainerState,
	{ parameters, trained }: { readonly parameters: number; readonly trained: number },
): Counters {
	for (const name of ['weights', 'firstMoments', 'secondMoments'] as const)
		if (arrays[name].length !== parameters)
			throw unusable(
				`checkpoint.${name}`,
				say("must have {parameters} numbers, as the run's model has, not {found}.", {
					parameters,
					found: arrays[name].length,
				}),
			);
	const schema = countersSchema(trained);
	return checkedBy(schema, counters, 'checkpoint.counters', unusable) as unknown as Counters;
}

const unusable = (field: string, message: Message) =>
	new InputError(
		say(
			'{field}: {message} The run cannot resume from it. Press Reset and train it again: the same seed gives the same curve.',
			{ field, message },
		),
		{ field },
	);
