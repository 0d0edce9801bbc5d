/** Reads artefacts of preparations, which may come from a file. */
import * as v from 'valibot';
import { checkedBy, mustBe, openObject, toIssue, wrong } from '#engine/core/fields.ts';
import type { Json } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import type { MixSkill } from './policy.ts';

/** Throws an InputError that names the field. */
export const readArtefact = <T extends v.GenericSchema>(schema: T, artefact: Json) =>
	checkedBy(schema, artefact, 'artefact', (field, message) =>
		wrong(field, sentence`${message} Let the policy prepare again, or choose another file.`),
	);

export const withFields = <const T extends v.ObjectEntries>(fields: T) =>
	openObject(fields, toIssue(sentence`is missing.`));
/** An object with an `entry` for each skill of the run, by id. */
export const bySkill = <const T extends v.GenericSchema>(
	skills: readonly Pick<MixSkill, 'id'>[],
	entry: T,
) => withFields<Record<string, T>>(Object.fromEntries(skills.map(({ id }) => [id, entry])));

export const finite = v.pipe(v.number(mustBe('a number')), v.finite(mustBe('a finite number')));
/** null: the skill has no rows, or its loss is not finite. */
export const loss = v.nullable(finite);
