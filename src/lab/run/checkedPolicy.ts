/** Checks the policy segments of an experiment: ids, settings, and the skills in shares. */
import { fieldError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import {
	readDefault,
	fieldPath,
	parseParameters,
	type Ratios,
	type Timetable,
} from '#engine/core/parameters.ts';
import { truncate } from '#engine/core/text.ts';
import { hasLeft, policyById, sharesFromRatios, splitSettings } from '#mixing/index.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import type { SkillRef } from './experiment.ts';

/** How an experiment is checked. */
export interface CheckOptions {
	/** Nothing is trained: a policy that left passes, with its settings as they are. */
	readonly toLookAt?: boolean | undefined;
}

/** The segments with all settings written out. Throws InputError with the field of a segment. */
export function checkedPolicy(
	segments: readonly PolicySegment[],
	skills: readonly SkillRef[],
	toField = (i: number): string => `policy[${i}]`,
	{ toLookAt = false }: CheckOptions = {},
): PolicySegment[] {
	return segments.map((segment, i) => {
		const where = toField(i);
		const { fromStep } = segment;
		const last = segments[i - 1]?.fromStep;
		if (last === undefined ? fromStep !== 0 : fromStep <= last) {
			const demand =
				last === undefined
					? say('the first policy must start at step 0')
					: say('must be above {last}', { last });
			throw fieldError(`${where}.fromStep`, say('{demand}, not {fromStep}.', { demand, fromStep }));
		}
		if (toLookAt && hasLeft(segment.id)) return segment;
		return { ...segment, settings: checkedSettings(segment, skills, where) };
	});
}

/** `where`: the path of the segment, for errors. */
export function checkedSettings(
	{ id, settings, artefact }: Omit<PolicySegment, 'fromStep'>,
	skills: readonly SkillRef[],
	where: string,
): JsonObject {
	const policy = policyById(id, `${where}.id`);
	const { parameters } = policy;
	if (artefact !== undefined && !policy.prepare)
		throw fieldError(
			`${where}.artefact`,
			say('the policy "{id}" prepares nothing. Leave it out.', { id }),
		);
	const { policySettings, common } = splitSettings(settings, `${where}.settings`);
	const all: JsonObject = parseParameters(parameters, policySettings, `${where}.settings`);
	const written = Object.entries(all).filter(
		([name, value]) => !(parameters[name].added && value === readDefault(parameters[name])),
	);
	const values: JsonObject = { ...Object.fromEntries(written), ...common };
	for (const [name, spec] of Object.entries(parameters)) {
		if (values[name] === undefined) continue;
		const field = `${where}.settings.${name}`;
		// '' means: the policy chooses.
		if (spec.kind === 'skill' && values[name] !== '')
			checkTrained([values[name] as string], skills, field);
		if (spec.kind === 'skills') checkTrained(values[name] as string[], skills, field);
		if (spec.kind === 'ratios') checkRatios(values[name] as Ratios, skills, field);
		if (spec.kind === 'timetable')
			(values[name] as unknown as Timetable).forEach(({ ratios }, i) =>
				checkRatios(ratios, skills, `${field}[${i}].ratios`),
			);
	}
	return values;
}

/** A target must be trained: nothing is drawn from a watched skill. */
function checkTrained(ids: readonly string[], skills: readonly SkillRef[], field: string): void {
	const trained = skills.filter(({ use }) => use === 'train').map(({ id }) => id);
	const stray = ids.find((id) => !trained.includes(id));
	if (stray !== undefined)
		throw fieldError(
			field,
			say('the experiment trains no skill "{stray}". Choose one of {trained}.', {
				stray: truncate(stray, 100),
				trained: trained.join(', '),
			}),
		);
}

/** A watched skill may keep a share until it is trained again. An unknown skill is an error. */
function checkRatios(ratios: Ratios, skills: readonly SkillRef[], field: string): void {
	const unknown = Object.keys(ratios).find((id) => !skills.some((skill) => skill.id === id));
	if (unknown !== undefined)
		throw fieldError(
			fieldPath(field, unknown),
			say('the experiment has no skill "{unknown}". Leave it out, or name one of {skills}.', {
				unknown: truncate(unknown, 100),
				skills: skills.map((skill) => skill.id).join(', '),
			}),
		);
	const trained = skills.filter(({ use }) => use === 'train');
	sharesFromRatios(ratios, trained, field);
}
