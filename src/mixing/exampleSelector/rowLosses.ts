/** A number for each training row, such as its loss: an artefact with base64 floats by skill id. */
import { InputError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import type { MixSkill } from '../policy.ts';
import { decodeFloats, encodeFloats } from '../storedData.ts';

export const rowLossesToJson = (
	skills: readonly MixSkill[],
	losses: readonly ArrayLike<number>[],
): JsonObject => Object.fromEntries(skills.map(({ id }, i) => [id, encodeFloats(losses[i])]));

/** `counts`: rows by skill. `part`: of the artefact. Throws an InputError that names the field. */
export function rowLossesFromJson(
	json: JsonObject,
	skills: readonly MixSkill[],
	counts: readonly number[],
	part: 'losses' | 'scores' = 'losses',
): Float64Array[] {
	return skills.map(({ id, name }, i) => {
		const text = json[id];
		const losses = typeof text === 'string' ? decode(text) : undefined;
		if (losses?.length === counts[i]) return losses;
		const field = `artefact.${part}.${id}`;
		const values = { field, name };
		throw new InputError(
			part === 'losses'
				? say(
						'{field}: the losses of {name} are missing or are of other rows. Let the policy prepare again, or choose another file.',
						values,
					)
				: say(
						'{field}: the scores of {name} are missing or are of other rows. Let the policy prepare again, or choose another file.',
						values,
					),
			{ field },
		);
	});
}

function decode(text: string): Float64Array | undefined {
	try {
		return decodeFloats(text);
	} catch {
		return undefined;
	}
}
