/** Fields of a study, from a file or from a study value (study.ts), whose axes are one object. */
import type { InputError } from '#core/errors.ts';
import { shown } from '#core/shown.ts';
import { isObject, type Fields } from '#lab/run/versions.ts';

type Wrong = (field: string, what: string) => InputError;

/** Unchecked fields of a file of version 1. Throws InputError for other versions and other values. */
export function studyFields(value: unknown, wrong: Wrong): Fields {
	if (!isObject(value))
		throw wrong('the study', 'must be an object, like the files in studies/. Correct it.');
	if (value.version !== 1)
		throw wrong(
			'version',
			`this lab reads version 1, not ${shown(value.version)}. Open it in the lab that made it.`,
		);
	return value.axes === undefined ? value : flattenAxes(value, wrong);
}

/** Moves the axes of a study value to the fields of a file. */
function flattenAxes({ axes, ...others }: Fields, wrong: Wrong): Fields {
	if (!isObject(axes)) throw wrong('axes', 'must be an object of lists. Correct it.');
	const { model, epochs, learningRate, domainShare, ...stray } = axes;
	const [unknown] = Object.keys(stray);
	if (unknown !== undefined)
		throw wrong(
			`axes.${unknown}`,
			'is not an axis. The axes are model, epochs, learningRate, domainShare.',
		);
	return {
		...others,
		...(model !== undefined && { models: model }),
		...(epochs !== undefined && { epochs }),
		...(learningRate !== undefined && { learningRates: learningRate }),
		...(domainShare !== undefined && { domainShares: domainShare }),
	};
}
