/** Checks that a value from a link, a file or a thread is an experiment. Names the wrong field. */
import { isObject } from '#engine/core/json.ts';
import { isOfTexts } from '#engine/core/measureKinds.ts';
import { quote } from '#engine/core/text.ts';
import { checkedPolicy, type CheckOptions } from './checkedPolicy.ts';
import { experimentSchema, type Experiment, type SkillRef } from './experiment.ts';
import { fieldError } from '#engine/core/errors.ts';
import { checkedBy } from '#engine/core/fields.ts';
import { withoutDefaults } from '#engine/core/schemaFields.ts';
import { say, type Message } from '#engine/core/message.ts';

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The unchecked fields of an experiment or a file, all of which have version 1. Optional fields
 * that came later need no new version: a missing one means the old behaviour. `what` names the
 * value in an error. Throws InputError.
 */
export function fieldsOfVersion1(value: unknown, what: string | Message): Fields {
	if (!isObject(value))
		throw fieldError(what, say('must be an object, not {value}.', { value: quote(value) }));
	const { version } = value;
	if (version !== 1)
		throw fieldError(
			'version',
			version === undefined
				? say('is missing. Add it.')
				: say(
						'this lab reads version {known}, not {version}. Open it in the lab that made it, or in a newer one.',
						{ known: '1', version: quote(version) },
					),
		);
	return value;
}

/**
 * Writes out the policies' default settings, so that a new default changes no experiment. Leaves
 * out optional fields that have their defaults, so that old links stay equal. Throws InputError for
 * the first wrong field, with its path: `policy[1].id: …`.
 */
export function parseExperiment(value: unknown, options: CheckOptions = {}): Experiment {
	const current = fieldsOfVersion1(value, 'experiment');
	if ('precision' in current)
		throw fieldError(
			'precision',
			say('is from before 1.0: every run computes in 32 bits. Leave it out.'),
		);
	const parsed = withoutDefaults(experimentSchema, checkedBy(experimentSchema, current));
	checkSkills(parsed.skills);
	if (parsed.optimizer.accumulation > parsed.batching.size)
		throw fieldError(
			'optimizer.accumulation',
			say('must be at most the batch size, {size}, not {accumulation}.', {
				size: parsed.batching.size,
				accumulation: parsed.optimizer.accumulation,
			}),
		);
	const { best, bestSkill } = parsed.evaluation;
	if (best === 'skill' ? !parsed.skills.some(({ id }) => id === bestSkill) : bestSkill)
		throw fieldError(
			'evaluation.bestSkill',
			best === 'skill'
				? say('must be one of {skills}.', { skills: parsed.skills.map(({ id }) => id).join(', ') })
				: say('is only for the measure "skill". Leave it out.'),
		);
	const { budget, steps } = parsed;
	checkStretches(parsed);
	if (budget?.kind === 'seconds' && budget.stopped !== undefined && budget.stopped > steps)
		throw fieldError(
			'budget.stopped',
			say('must be at most the steps, {steps}, not {stopped}.', { steps, stopped: budget.stopped }),
		);
	return { ...parsed, policy: checkedPolicy(parsed.policy, parsed.skills, undefined, options) };
}

function checkStretches({ schedule: { stretches = [] }, steps, budget }: Experiment): void {
	const fault = (field: string, message: Message) =>
		fieldError(`schedule.stretches${field}`, message);
	if (budget && stretches.length > 0)
		throw fault('', say('are for runs without a budget. Leave them out.'));
	stretches.forEach(({ until, steps: planned }, i) => {
		const next = stretches[i + 1]?.until ?? steps;
		if (until >= next)
			throw fault(`[${i}].until`, say('must be below {next}, not {until}.', { next, until }));
		if (until > planned)
			throw fault(
				`[${i}].until`,
				say('must be at most the planned steps, {planned}, not {until}.', { planned, until }),
			);
	});
}

function checkSkills(skills: readonly SkillRef[]): void {
	skills.forEach(({ id, version, noise, recipe, measure }, i) => {
		const fault = (field: string, message: Message) => fieldError(`skills[${i}].${field}`, message);
		if (skills.findIndex((other) => other.id === id) < i)
			throw fault('id', say('"{id}" is there twice; name each skill once.', { id }));
		const isFile = id.startsWith('file:');
		if (isFile && version !== 0)
			throw fault('version', say('must be 0 for a skill from a file, not {version}.', { version }));
		if (!isFile && version === 0)
			throw fault('version', say('must be 1 or more for a built-in skill, not 0.'));
		if (isFile && noise)
			throw fault('noise', say('is for built-in skills only; leave it out for a file.'));
		if (!isFile && recipe)
			throw fault('recipe', say('is for files only; leave it out for a built-in skill.'));
		if (measure && isOfTexts(measure))
			throw fault('measure', say('{kind} is a measure of texts; leave it out.', measure));
	});
	if (!skills.some(({ use }) => use === 'train'))
		throw fieldError('skills', say('none is trained; set "use" of at least one to "train".'));
}
