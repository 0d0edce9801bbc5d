/**
 * The version of experiments, studies and run files. Optional fields that came after version 1
 * (precision, activations, auxiliary, artefact, rows, part, budget) need no new version: a missing
 * one means the old behaviour. Another change needs a conversion here of the versions before.
 */
import { isObject } from '#core/json.ts';
import { quote } from '#core/text.ts';
import { wrong } from '#core/fields.ts';
import { sentence } from '#core/message.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const newestVersion = 1;

/** Unchecked fields in the newest version. Throws InputError for an unknown version. */
export function versioned(value: unknown, what: string): Fields {
	if (!isObject(value)) throw wrong(what, sentence`must be an object, not ${quote(value)}.`);
	const { version } = value;
	if (version === newestVersion) return value;
	throw wrong(
		'version',
		sentence`this lab reads version ${String(newestVersion)}, not ${quote(version)}. Open it in the
			lab that made it, or in a newer one.`,
	);
}
