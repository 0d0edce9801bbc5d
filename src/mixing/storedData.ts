/**
 * Reads what policies stored: the state of a mixer in a checkpoint, the progress of a preparation,
 * and artefacts. All may come from a file. The types of a policy's stored data follow from its
 * schema, so that nothing is believed without a check.
 */
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { checkedBy, mustBe, toIssue } from '#engine/core/fields.ts';
import { isObject, type Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { PolicyStatement } from './messages.ts';
import type { MixSkill } from './policy.ts';
import { fromBase64, toBase64 } from '#engine/core/bytes.ts';

/** Throws an InputError that names the field of the artefact. */
export const readArtefact = <T extends v.GenericSchema>(
	schema: T,
	artefact: Json,
): v.InferOutput<T> =>
	checkedBy(schema, artefact, 'artefact', (field, message) =>
		fieldError(
			field,
			say('{message} Let the policy prepare again, or choose another file.', { message }),
		),
	);

/** Reads the state of a mixer, or the progress of a preparation. Throws an InputError. */
export const readState = <T extends v.GenericSchema>(schema: T, saved: Json): v.InferOutput<T> =>
	checkedBy(schema, saved, 'state', (field, message) =>
		fieldError(
			field,
			say('{message} The stored state of the policy is damaged: start a new run.', { message }),
		),
	);

/** An object with these fields. Reading leaves out other ones, which other versions may have. */
export const objectOf = <const T extends v.ObjectEntries>(fields: T) =>
	v.object(fields, (issue) =>
		issue.received === 'undefined' ? toIssue(say('is missing.')) : mustBe(say('an object'))(issue),
	);
/** An object with an `entry` for each skill of the run, by id. */
export const bySkill = <const T extends v.GenericSchema>(
	skills: readonly Pick<MixSkill, 'id'>[],
	entry: T,
) => objectOf<Record<string, T>>(Object.fromEntries(skills.map(({ id }) => [id, entry])));

export const finite = v.pipe(
	v.number(mustBe(say('a number'))),
	v.finite(mustBe(say('a finite number'))),
);
export const count = v.pipe(
	v.number(mustBe(say('a number'))),
	v.check(
		(value) => Number.isSafeInteger(value) && value >= 0,
		mustBe(say('a whole number of 0 or more')),
	),
);
export const flag = v.boolean(mustBe(say('true or false')));
export const text = v.string(mustBe(say('text')));
export const listOf = <const T extends v.GenericSchema>(item: T) =>
	v.pipe(v.array(item, mustBe(say('a list'))), v.readonly());
/** Numbers in double precision, which JSON has as a list. */
export const floats = v.pipe(
	v.array(finite, mustBe(say('a list of numbers'))),
	v.transform((values): Float64Array => Float64Array.from(values)),
);

/** Words of a policy. Text, or an unknown id, is shown as it is. */
export const statement = v.custom<PolicyStatement>(isStatement, mustBe(say('a message')));

function isStatement(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isStatement);
	return (
		typeof value === 'string' ||
		(isObject(value) && typeof value['id'] === 'string' && isObject(value['values']))
	);
}

export const encodeFloats = (values: ArrayLike<number>): string =>
	toBase64(new Uint8Array(Float32Array.from(values).buffer));

/** The inverse of encodeFloats. Throws DOMException on invalid text. */
export function decodeFloats(text: string): Float64Array {
	const { buffer, length } = fromBase64(text);
	return Float64Array.from(new Float32Array(buffer, 0, Math.floor(length / 4)));
}
