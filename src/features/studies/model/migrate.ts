/** Older files of studies, and studies as values, in the form of today's file. */
import type { InputError } from '#core/errors.ts';
import { isObject, type Fields } from '#lab/run/versions.ts';

type Wrong = (field: string, what: string) => InputError;

const known = 1;

/** The fields of a file of version 1, not checked yet. Throws InputError on what is none, or is of another version. */
export function upgraded(value: unknown, wrong: Wrong): Fields {
	if (!isObject(value))
		throw wrong('the study', 'must be an object, as the files in studies/ are. Mend it.');
	if (value.version === undefined) return fromUnversioned(value, wrong);
	if (value.version !== known)
		throw wrong(
			'version',
			`this lab reads version ${known}, not ${JSON.stringify(value.version)}. Open it in the lab that made it, or in a newer one.`,
		);
	return value.axes === undefined ? value : fromValue(value, wrong);
}

/** Before there were versions a study had `steps` instead of a budget. */
function fromUnversioned({ steps, ...others }: Fields, wrong: Wrong): Fields {
	if (steps === undefined) return { version: 1, ...others };
	if (others.budget !== undefined)
		throw wrong('steps', 'is what budget.updates says now. Leave one out.');
	return { version: 1, ...others, budget: { updates: steps } };
}

/** A study as the lab holds it (study.ts): its axes stand in an object of their own. */
function fromValue({ axes, ...others }: Fields, wrong: Wrong): Fields {
	if (!isObject(axes)) throw wrong('axes', 'must be an object of lists. Mend it.');
	const { model, epochs, learningRate, domainShare, ...stray } = axes;
	const [unknown] = Object.keys(stray);
	if (unknown !== undefined)
		throw wrong(
			`axes.${unknown}`,
			'is no axis. Known ones: model, epochs, learningRate, domainShare.',
		);
	return {
		...others,
		...(model !== undefined && { models: model }),
		...(epochs !== undefined && { epochs }),
		...(learningRate !== undefined && { learningRates: learningRate }),
		...(domainShare !== undefined && { domainShares: domainShare }),
	};
}
