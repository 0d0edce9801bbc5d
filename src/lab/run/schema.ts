/**
 * Checks that a value from a link, a file or another thread is an experiment, and names the wrong
 * field.
 */
import * as v from 'valibot';
import type { JsonObject } from '#core/json.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import type { Experiment, SkillRef } from './experiment.ts';
import {
	above0,
	between,
	checkedBy,
	list,
	mustBe,
	number,
	object,
	oneOf,
	sha256,
	share,
	text,
	whole,
	wrong,
} from '#core/fields.ts';
import { experimentSteps, upgraded } from './versions.ts';

export const maxSteps = 1_000_000;
/**
 * More examples than any built-in skill has. A million examples of nine skills would take minutes
 * to generate.
 */
const maxDuplicates = 10_000;

const paths = (min: number) => {
	const message = `must be a list of ${min} to 100 columns.`;
	return v.pipe(v.array(text(500), message), v.minLength(min, message), v.maxLength(100, message));
};
const mapping = v.variant(
	'kind',
	[
		object({ kind: v.literal('shape'), shape: text(100) }),
		object({ kind: v.literal('columns'), prompt: paths(0), answer: paths(1) }),
	],
	mustBe('one of shape, columns'),
);
const recipe = object({
	mapping,
	heldOutShare: number('a number above 0 and below 1', (value) => value > 0 && value < 1),
	seed: whole(0, Number.MAX_SAFE_INTEGER),
	maskPrivate: v.boolean(mustBe('true or false')),
});

const skill = object({
	id: text(100),
	name: text(200),
	version: whole(0, maxSteps),
	sha256,
	use: oneOf(['train', 'watch']),
	recipe: v.exactOptional(recipe),
	noise: v.exactOptional(
		object({
			wrongShare: between(0, 1),
			duplicates: whole(0, maxDuplicates),
			rows: v.exactOptional(whole(1, 1_000_000)),
		}),
	),
});

const modelRef = object({ id: text(100), sha256 });

const experiment = object({
	version: v.literal(1),
	model: modelRef,
	auxiliary: v.exactOptional(modelRef),
	skills: list(skill, 'skills', 64),
	policy: list(
		object({
			fromStep: whole(0, maxSteps),
			id: text(100),
			settings: v.record(v.string(), v.unknown(), mustBe('an object of settings')),
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
		beta1: share,
		beta2: share,
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
 * Writes out all default settings of the policies, so that an experiment keeps its meaning when a
 * default changes. Leaves out precision and activations with their first values, so that old links
 * stay equal. Throws InputError for the first wrong field, with its path, as in `policy[1].id: …`.
 */
export function parseExperiment(value: unknown): Experiment {
	const current = upgraded(value, experimentSteps, 'experiment');
	const { precision, activations, ...parsed } = checkedBy(experiment, current);
	checkSkills(parsed.skills);
	if (parsed.optimizer.accumulation > parsed.batching.size)
		throw wrong(
			'optimizer.accumulation',
			`must be at most the batch size, ${parsed.batching.size}, ` +
				`not ${parsed.optimizer.accumulation}.`,
		);
	const { budget, steps } = parsed;
	if (budget?.kind === 'seconds' && budget.stopped !== undefined && budget.stopped > steps)
		throw wrong('budget.stopped', `must be at most the steps, ${steps}, not ${budget.stopped}.`);
	// valibot does not know the settings. checkedPolicy() checks them by the policy's own specs.
	const segments = parsed.policy.map((segment) => ({
		...segment,
		settings: segment.settings as JsonObject,
	}));
	return {
		...parsed,
		...(precision === 'mixed' && { precision }),
		...(activations === 'recomputed' && { activations }),
		policy: checkedPolicy(segments, parsed.skills),
	};
}

function checkSkills(skills: readonly SkillRef[]): void {
	skills.forEach(({ id, version, noise, recipe }, i) => {
		if (skills.findIndex((other) => other.id === id) < i)
			throw wrong(`skills[${i}].id`, `"${id}" is there twice; name each skill once.`);
		const isFile = id.startsWith('file:');
		if (isFile !== (version === 0))
			throw wrong(
				`skills[${i}].version`,
				isFile
					? `must be 0 for a skill from a file, not ${version}.`
					: 'must be 1 or more for a built-in skill, not 0.',
			);
		if (isFile && noise)
			throw wrong(`skills[${i}].noise`, 'is for built-in skills only; leave it out for a file.');
		if (!isFile && recipe)
			throw wrong(`skills[${i}].recipe`, 'is for files only; leave it out for a built-in skill.');
	});
	if (!skills.some(({ use }) => use === 'train'))
		throw wrong('skills', 'none is trained; set "use" of at least one to "train".');
}
