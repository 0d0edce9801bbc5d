/** The counters of a checkpoint. They are validated, since a checkpoint may come from any file. */
import { InputError } from '#core/errors.ts';
import { quote } from '#core/text.ts';
import type { TimelineState } from './policyTimeline.ts';
import type { Spent } from './runEnd.ts';
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
	/** Present in mixed precision. */
	readonly lossScale?: readonly number[];
}

/**
 * Reads the counters of a checkpoint of a model with `parameters` numbers and `trained` trained
 * skills. Throws InputError if the checkpoint is damaged or belongs to another model or other
 * skills. It does not check the policies' own states.
 */
export function readCounters(
	{ counters, ...arrays }: TrainerState,
	{ parameters, trained }: { readonly parameters: number; readonly trained: number },
): Counters {
	for (const name of ['weights', 'firstMoments', 'secondMoments'] as const)
		if (arrays[name].length !== parameters)
			throw wrong(
				name,
				`must have ${parameters} numbers, as the run's model, not ${arrays[name].length}`,
			);
	const { drawn, timeline, announced, warned, spent, lossScale } = objectAt(counters, 'counters');
	if (!isListOf(isCount, drawn) || drawn.length !== trained)
		throw wrong('counters.drawn', `must be ${trained} counts, one for each trained skill`);
	for (const [name, kept] of Object.entries(objectAt(timeline, 'counters.timeline')))
		for (const [key, value] of Object.entries(objectAt(kept, `counters.timeline.${name}`)))
			if (name !== 'artefacts') objectAt(value, `counters.timeline.${name}.${key}`);
	if (!isCount(announced))
		throw wrong('counters.announced', `must be a step, not ${quote(announced)}`);
	if (warned !== undefined && !isListOf((text) => typeof text === 'string', warned))
		throw wrong('counters.warned', `must be a list of warnings, not ${quote(warned)}`);
	if (spent !== undefined)
		for (const name of ['tokens', 'milliseconds'] as const) {
			const amount = objectAt(spent, 'counters.spent')[name];
			if (!isAmount(amount))
				throw wrong(`counters.spent.${name}`, `must be 0 or more, not ${quote(amount)}`);
		}
	if (lossScale !== undefined && !(isListOf(isAmount, lossScale) && lossScale.length > 0))
		throw wrong('counters.lossScale', `must be a list of numbers, not ${quote(lossScale)}`);
	return counters as unknown as Counters;
}

const isAmount = (value: unknown): value is number =>
	typeof value === 'number' && value >= 0 && value < Infinity;
const isCount = (value: unknown): value is number => isAmount(value) && Number.isSafeInteger(value);
const isListOf = (is: (item: unknown) => boolean, value: unknown): value is readonly unknown[] =>
	Array.isArray(value) && value.every(is);

function objectAt(value: unknown, field: string): Readonly<Record<string, unknown>> {
	if (value === null || typeof value !== 'object' || Array.isArray(value))
		throw wrong(field, `must be an object, not ${quote(value)}`);
	return value as Readonly<Record<string, unknown>>;
}

const wrong = (field: string, what: string) =>
	new InputError(
		`checkpoint.${field}: ${what}: the run cannot resume from it. ` +
			'Press Reset and train it again: the same seed gives the same curve.',
		{ field: `checkpoint.${field}` },
	);
