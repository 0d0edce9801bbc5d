/** Checks that a value from a link, a file or a thread is an experiment. Names the wrong field. */
import { isObject } from '#engine/core/json.ts';
import { quote } from '#engine/core/text.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import { experimentSchema, type Experiment, type SkillRef } from './experiment.ts';
import { fieldError } from '#engine/core/errors.ts';
import { checkedBy } from '#engine/core/fields.ts';
import { withoutDefaults } from '#engine/core/schemaFields.ts';
import { sentence, type Message } from '#engine/core/message.ts';

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The unchecked fields of an experiment or a file, all of which have version 1. Optional fields
 * that came later (precision, auxiliary, rows, adapter) need no new version: a missing one means
 * the old behaviour. `what` names the value in an error. Throws InputError.
 */
export function fieldsOfVersion1(value: unknown, what: string | Message): Fields {
	if (!isObject(value))
		throw fieldError(what, sentence('lab.run.mustBeObject', { value: quote(value) }));
	const { version } = value;
	if (version !== 1)
		throw fieldError(
			'version',
			version === undefined
				? sentence('engine.core.isMissingAdd')
				: sentence('lab.run.labReadsVersionNotOpen', { known: '1', version: quote(version) }),
		);
	return value;
}

/**
 * Writes out the policies' default settings, so that a new default changes no experiment. Leaves
 * out optional fields that have their defaults, so that old links stay equal. Throws InputError for
 * the first wrong field, with its path: `policy[1].id: …`.
 */
export function parseExperiment(value: unknown): Experiment {
	const current = fieldsOfVersion1(value, 'experiment');
	const parsed = withoutDefaults(experimentSchema, checkedBy(experimentSchema, current));
	checkSkills(parsed.skills);
	if (parsed.optimizer.accumulation > parsed.batching.size)
		throw fieldError(
			'optimizer.accumulation',
			sentence('lab.run.mustBeAtMostBatch', {
				batching: parsed.batching.size,
				accumulation: parsed.optimizer.accumulation,
			}),
		);
	const { best, bestSkill } = parsed.evaluation;
	if (best === 'skill' ? !parsed.skills.some(({ id }) => id === bestSkill) : bestSkill)
		throw fieldError(
			'evaluation.bestSkill',
			best === 'skill'
				? sentence('lab.run.mustBeOne', { skills: parsed.skills.map(({ id }) => id).join(', ') })
				: sentence('lab.run.isOnlyForMeasureSkill'),
		);
	const { budget, steps } = parsed;
	if (budget?.kind === 'seconds' && budget.stopped !== undefined && budget.stopped > steps)
		throw fieldError(
			'budget.stopped',
			sentence('lab.run.mustBeAtMostSteps', { steps, stopped: budget.stopped }),
		);
	return { ...parsed, policy: checkedPolicy(parsed.policy, parsed.skills) };
}

function checkSkills(skills: readonly SkillRef[]): void {
	skills.forEach(({ id, version, noise, recipe }, i) => {
		const fault = (field: string, message: Message) => fieldError(`skills[${i}].${field}`, message);
		if (skills.findIndex((other) => other.id === id) < i)
			throw fault('id', sentence('lab.run.isThereTwiceNameEach', { id }));
		const isFile = id.startsWith('file:');
		if (isFile && version !== 0)
			throw fault('version', sentence('lab.run.mustBe0ForSkill', { version }));
		if (!isFile && version === 0) throw fault('version', sentence('lab.run.mustBe1OrMore'));
		if (isFile && noise) throw fault('noise', sentence('lab.run.isForBuiltInSkills'));
		if (!isFile && recipe) throw fault('recipe', sentence('lab.run.isForFilesOnlyLeave'));
	});
	if (!skills.some(({ use }) => use === 'train'))
		throw fieldError('skills', sentence('lab.run.noneIsTrainedSetUse'));
}
