/** Checks that a value from a link, a file or a thread is an experiment. Names the wrong field. */
import * as v from 'valibot';
import { checkedPolicy } from './checkedPolicy.ts';
import { maxSteps, modelRef, skillRef, type Experiment, type SkillRef } from './experiment.ts';
import {
	above0,
	anyObject,
	between,
	checkedBy,
	list,
	mustBe,
	object,
	oneOf,
	sha256,
	text,
	whole,
	wrong,
} from '#core/fields.ts';
import { sentence, type Message } from '#core/message.ts';
import { experimentSteps, upgraded } from './versions.ts';

const experiment = object({
	version: v.literal(1),
	model: modelRef,
	auxiliary: v.exactOptional(modelRef),
	skills: list(skillRef, 'skills', 64),
	policy: list(
		object({
			fromStep: whole(0, maxSteps),
			id: text(100),
			settings: anyObject('an object of settings'),
			artefact: v.exactOptional(sha256),
		}),
		'policies',
		1000,
	),
	steps: whole(1, maxSteps),
	seed: whole(0, Number.MAX_SAFE_INTEGER),
	batching: object({
		size: whole(1, 1024),
		context: whole(16, 4096),
		layout: oneOf(['packed', 'padded']),
	}),
	optimizer: object({
		learningRate: above0(1),
		// Beyond, 32 bits round 1 − β by more than 0.3 %.
		beta1: between(0, 0.99999),
		beta2: between(0, 0.99999),
		epsilon: above0(0.1),
		weightDecay: between(0, 10),
		clip: above0(1e6),
		accumulation: whole(1, 1024),
	}),
	schedule: object({
		kind: oneOf(['linear', 'cosine', 'constant']),
		warmup: between(0, 1),
		floor: between(0, 1),
	}),
	evaluation: object({
		every: whole(1, maxSteps),
		examples: whole(1, 100_000),
		finalExamples: whole(1, 100_000),
		samples: whole(0, 100),
		part: v.exactOptional(oneOf(['validation'])),
	}),
	checkpointEvery: whole(1, maxSteps),
	precision: v.exactOptional(oneOf(['single', 'mixed'])),
	activations: v.exactOptional(oneOf(['kept', 'recomputed'])),
	budget: v.exactOptional(
		v.variant(
			'kind',
			[
				object({ kind: v.literal('tokens'), tokens: whole(1, 1e12) }),
				object({
					kind: v.literal('seconds'),
					seconds: above0(1e6),
					stopped: v.exactOptional(whole(1, maxSteps)),
				}),
			],
			mustBe('one of tokens, seconds'),
		),
	),
});

/**
 * Writes out the policies' default settings, so that a new default changes no experiment. Leaves
 * out precision and activations with their first values, so that old links stay equal. Throws
 * InputError for the first wrong field, with its path: `policy[1].id: …`.
 */
export function parseExperiment(value: unknown): Experiment {
	const current = upgraded(value, experimentSteps, 'experiment');
	const { precision, activations, ...parsed } = checkedBy(experiment, current);
	checkSkills(parsed.skills);
	if (parsed.optimizer.accumulation > parsed.batching.size)
		throw wrong(
			'optimizer.accumulation',
			sentence`must be at most the batch size, ${parsed.batching.size}, not
				${parsed.optimizer.accumulation}.`,
		);
	const { budget, steps } = parsed;
	if (budget?.kind === 'seconds' && budget.stopped !== undefined && budget.stopped > steps)
		throw wrong(
			'budget.stopped',
			sentence`must be at most the steps, ${steps}, not ${budget.stopped}.`,
		);
	return {
		...parsed,
		...(precision === 'mixed' && { precision }),
		...(activations === 'recomputed' && { activations }),
		policy: checkedPolicy(parsed.policy, parsed.skills),
	};
}

function checkSkills(skills: readonly SkillRef[]): void {
	skills.forEach(({ id, version, noise, recipe }, i) => {
		const fault = (field: string, message: Message) => wrong(`skills[${i}].${field}`, message);
		if (skills.findIndex((other) => other.id === id) < i)
			throw fault('id', sentence`"${id}" is there twice; name each skill once.`);
		const isFile = id.startsWith('file:');
		if (isFile && version !== 0)
			throw fault('version', sentence`must be 0 for a skill from a file, not ${version}.`);
		if (!isFile && version === 0)
			throw fault('version', sentence`must be 1 or more for a built-in skill, not 0.`);
		if (isFile && noise)
			throw fault('noise', sentence`is for built-in skills only; leave it out for a file.`);
		if (!isFile && recipe)
			throw fault('recipe', sentence`is for files only; leave it out for a built-in skill.`);
	});
	if (!skills.some(({ use }) => use === 'train'))
		throw wrong('skills', sentence`none is trained; set "use" of at least one to "train".`);
}
