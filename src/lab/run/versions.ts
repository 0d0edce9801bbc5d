/**
 * Converts older versions of experiments and run files to the current one, step by step. Never edit
 * a released step. A new version adds a step at the end, and a test.
 */
import { isObject } from '#core/json.ts';
import { quote } from '#core/text.ts';
import { wrong } from '#core/fields.ts';
import { sentence } from '#core/message.ts';

export type Fields = Readonly<Record<string, unknown>>;
export interface VersionStep {
	/** The version that it reads. Its result has the next one. */
	readonly from: number;
	readonly apply: (fields: Fields) => Fields;
}

/**
 * Steps for experiments. Optional fields that came after version 1 (precision, activations,
 * auxiliary, artefact, rows, part, budget, adapter) need no step: a missing one means the old
 * behaviour.
 */
export const experimentSteps: readonly VersionStep[] = [];

/** Unchecked fields in the newest version. Throws InputError for an unknown version. */
export function upgraded(value: unknown, steps: readonly VersionStep[], what: string): Fields {
	if (!isObject(value)) throw wrong(what, sentence`must be an object, not ${quote(value)}.`);
	const known = [1, ...steps.map(({ from }) => from + 1)];
	const { version } = value;
	if (!known.some((number) => number === version))
		throw wrong(
			'version',
			sentence`this lab reads version ${known.join(', ')}, not ${quote(version)}. Open it in the
				lab that made it, or in a newer one.`,
		);
	return steps.reduce(
		(fields, { from, apply }) =>
			fields['version'] === from ? { ...apply(fields), version: from + 1 } : fields,
		value,
	);
}
