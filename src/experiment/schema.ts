/** Checks that a value from a link, a file or another thread is an experiment, and names the field if it is not. */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import type { JsonObject } from '#core/json.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import type { Experiment, SkillRef } from './experiment.ts';

/** Versions of the schema that this lab reads. */
const knownVersions = [1] as const;

const shown = (value: unknown): string => {
	if (value === undefined) return 'nothing';
	const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
	return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};
const mustBe = (what: string) => (issue: v.BaseIssue<unknown>) =>
	`must be ${what}, not ${shown(issue.input)}.`;

const number = (what: string, holds: (value: number) => boolean) =>
	v.pipe(v.number(mustBe(what)), v.check(holds, mustBe(what)));
const between = (min: number, max: number) =>
	number(`a number from ${min} to ${max}`, (value) => value >= min && value <= max);
const above0 = (max: number) =>
	number(`a number above 0, at most ${max}`, (value) => value > 0 && value <= max);
const share = number('a number from 0 to below 1', (value) => value >= 0 && value < 1);
const whole = (min: number, max: number) =>
	number(
		`a whole number from ${min} to ${max}`,
		(value) => Number.isSafeInteger(value) && value >= min && value <= max,
	);
const text = (maxLength: number) => {
	const what = `text of 1 to ${maxLength} characters`;
	return v.pipe(
		v.string(mustBe(what)),
		v.check((value) => value.length >= 1 && value.length <= maxLength, mustBe(what)),
	);
};
const oneOf = <const T extends readonly string[]>(options: T) =>
	v.picklist(options, mustBe(`one of ${options.join(', ')}`));
const sha256 = v.pipe(
	v.string(mustBe('a SHA-256')),
	v.regex(/^[0-9a-f]{64}$/, mustBe('a SHA-256 of 64 hex digits in lower case')),
);
const object = <const T extends v.ObjectEntries>(entries: T) =>
	v.strictObject(entries, (issue) => {
		if (issue.expected === 'never')
			return `is no field here. Known ones: ${Object.keys(entries).join(', ')}.`;
		return issue.received === 'undefined' ? 'is missing. Add it.' : mustBe('an object')(issue);
	});
const list = <const T extends v.GenericSchema>(item: T, what: string, max: number) => {
	const message = `must be a list of 1 to ${max} ${what}.`;
	return v.pipe(v.array(item, message), v.minLength(1, message), v.maxLength(max, message));
};

const maxSteps = 1_000_000;

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
			duplicates: whole(0, 1_000_000),
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
 * A policy's settings come back complete: defaults are written out, so that the experiment means the same when a default
 * changes. Precision and activations are left out where they are as they always were: links from before stay as they are.
 * Throws InputError for the first wrong field, by its path (`policy[1].fromStep: …`).
 */
export function parseExperiment(value: unknown): Experiment {
	checkVersion(value);
	const result = v.safeParse(experiment, value, { abortEarly: true });
	if (!result.success) throw wrong(pathOf(result.issues[0]), result.issues[0].message);
	const { precision, activations, ...parsed } = result.output;
	checkSkills(parsed.skills);
	if (parsed.optimizer.accumulation > parsed.batching.size)
		throw wrong(
			'optimizer.accumulation',
			`must be at most the batch size, ${parsed.batching.size}, not ${parsed.optimizer.accumulation}.`,
		);
	// The settings are unknown to valibot; checkedPolicy reads each by its policy's own specs.
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

function checkVersion(value: unknown): void {
	if (value === null || typeof value !== 'object' || Array.isArray(value))
		throw wrong('experiment', mustBe('an object')({ input: value } as v.BaseIssue<unknown>));
	const version = (value as { version?: unknown }).version;
	if (!knownVersions.some((known) => known === version))
		throw wrong(
			'version',
			`this lab reads version ${knownVersions.join(', ')}, not ${shown(version)}. Open it in the lab that made it, or in a newer one.`,
		);
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

const wrong = (field: string, message: string) => new InputError(`${field}: ${message}`, { field });

/** `policy[1].settings.tau`. */
const pathOf = (issue: v.BaseIssue<unknown>): string =>
	(issue.path ?? [])
		.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
		.join('')
		.replace(/^\./, '');
