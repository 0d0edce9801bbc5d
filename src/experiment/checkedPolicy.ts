/** The policy part of an experiment, checked against the registry: ids, settings, and the skills that shares name. */
import { InputError } from '#core/errors.ts';
import type { JsonObject } from '#core/json.ts';
import { parseParameters, type Ratios, type Timetable } from '#core/parameters.ts';
import { policyById } from '#mixing/registry.ts';
import { sharesOf } from '#mixing/shares.ts';
import type { PolicySegment } from '#training/settings.ts';
import type { SkillRef } from './experiment.ts';

/** The segments with every setting written out. Throws InputError that names the field. */
export function checkedPolicy(
	segments: readonly PolicySegment[],
	skills: readonly SkillRef[],
): PolicySegment[] {
	let last = -1;
	return segments.map((segment, i) => {
		const where = `policy[${i}]`;
		const field = `${where}.fromStep`;
		const { fromStep } = segment;
		if (i === 0 ? fromStep !== 0 : fromStep <= last) {
			const mend = i === 0 ? 'the first policy must start at step 0' : `must be above ${last}`;
			throw new InputError(`${field}: ${mend}, not ${fromStep}.`, { field });
		}
		last = fromStep;
		return { ...segment, settings: checkedSettings(segment, skills, where) };
	});
}

function checkedSettings(
	{ id, settings }: PolicySegment,
	skills: readonly SkillRef[],
	where: string,
): JsonObject {
	const { parameters } = policyById(id, `${where}.id`);
	const values = parseParameters(parameters, settings, `${where}.settings`);
	for (const [name, spec] of Object.entries(parameters)) {
		const field = `${where}.settings.${name}`;
		if (spec.kind === 'ratios') checkRatios(values[name] as Ratios, skills, field);
		if (spec.kind === 'timetable')
			(values[name] as Timetable).forEach(({ ratios }, i) =>
				checkRatios(ratios, skills, `${field}[${i}].ratios`),
			);
	}
	return values;
}

/** A share of a skill that is only watched may stay, for when it is trained again; of one that is not there it is a slip. */
function checkRatios(ratios: Ratios, skills: readonly SkillRef[], field: string): void {
	for (const id of Object.keys(ratios))
		if (!skills.some((skill) => skill.id === id))
			throw new InputError(
				`${field}.${id}: the experiment has no skill "${id}". Leave it out, or name one of ` +
					`${skills.map((skill) => skill.id).join(', ')}.`,
				{ field: `${field}.${id}` },
			);
	const trained = skills.filter((skill) => skill.use === 'train').map((skill) => skill.id);
	sharesOf(ratios, trained, field);
}
