/**
 * Older versions of what is kept for ever (experiments, run files) in today's: one step for each version, applied in
 * order. A step that was released is never edited; a new version is one more at the end, with a test.
 */
import { shown } from '#core/shown.ts';
import { wrong } from './fields.ts';

export type Fields = Readonly<Record<string, unknown>>;
export interface VersionStep {
	/** The version that it reads; it gives the next. */
	readonly from: number;
	readonly apply: (fields: Fields) => Fields;
}

/**
 * An experiment's. Fields that came since version 1 (precision, activations, auxiliary, artefact, rows, part, budget) may
 * be left out and then mean what was before there was a choice: no step is needed for them.
 */
export const experimentSteps: readonly VersionStep[] = [];

/** Fields of the newest version, not checked yet. Throws InputError for a version that this lab does not read. */
export function upgraded(value: unknown, steps: readonly VersionStep[], what: string): Fields {
	if (!isObject(value)) throw wrong(what, `must be an object, not ${shown(value)}.`);
	const known = [1, ...steps.map(({ from }) => from + 1)];
	const { version } = value;
	if (!known.some((number) => number === version))
		throw wrong(
			'version',
			`this lab reads version ${known.join(', ')}, not ${shown(version)}. Open it in the lab that made it, or in a newer one.`,
		);
	return steps.reduce(
		(fields, { from, apply }) =>
			fields['version'] === from ? { ...apply(fields), version: from + 1 } : fields,
		value,
	);
}

export const isObject = (value: unknown): value is Fields =>
	value !== null && typeof value === 'object' && !Array.isArray(value);
