/** Every wrong field of an experiment gets an error that names it. */
import { expect, test } from 'vitest';
import type { Experiment } from './experiment.ts';
import { sampleExperiment } from '../../../tests/support/sample.ts';
import { parseExperiment } from './schema.ts';

/** The sample with one field set to anything; undefined takes it away. */
function withField(path: string, value: unknown): unknown {
	const draft = structuredClone(sampleExperiment);
	const keys = path.match(/[^.[\]]+/g)!;
	const last = keys.pop()!;
	const target = keys.reduce<unknown>(
		(inner, key) => (inner as Record<string, unknown>)[key],
		draft,
	);
	if (value === undefined) Reflect.deleteProperty(target as object, last);
	else Reflect.set(target as object, last, value);
	return draft;
}
const expectInputError = (value: unknown, message: string | RegExp) => {
	expect(() => parseExperiment(value)).toThrow(
		expect.objectContaining({
			code: 'input',
			message: (typeof message === 'string'
				? expect.stringContaining(message)
				: expect.stringMatching(message)) as string,
		}),
	);
};

const hash = 'a'.repeat(64);

test('a valid one comes back equal', () => {
	expect(parseExperiment(sampleExperiment)).toEqual(sampleExperiment);
});

test('default values of activations are left out', () => {
	const usual = { ...sampleExperiment, activations: 'kept' };
	expect(parseExperiment(usual)).toEqual(sampleExperiment);
	const other = { ...sampleExperiment, activations: 'recomputed' };
	expect(parseExperiment(other)).toEqual(other);
});

test('an adapter’s fields with default values are left out', () => {
	const adapter = { rank: 4, alpha: 8, targets: 'all-linear', rankPattern: { q_proj: 2 } };
	const usual = { ...adapter, dropout: 0, dora: false, rankStabilised: false };
	expect(parseExperiment({ ...sampleExperiment, adapter: usual }).adapter).toEqual(adapter);
	const other = { ...adapter, dropout: 0.1, dora: true, rankStabilised: true };
	expect(parseExperiment({ ...sampleExperiment, adapter: other }).adapter).toEqual(other);
});

test.each<[string, object, object]>([
	['the policy’s own target', { id: 'mospec', settings: {} }, { target: '' }],
	['a target', { id: 'mospec', settings: { target: 'extraction' } }, { target: 'extraction' }],
	['no targets, which are all', { id: 'skill-it', settings: {} }, { targets: [] }],
	[
		'targets, and an artefact of a policy that prepares',
		{ id: 'skill-it', settings: { targets: ['extraction', 'addition'] }, artefact: hash },
		{ targets: ['extraction', 'addition'] },
	],
])('%s may be named', (_what, segment, settings) => {
	const value = withField('policy[0]', { fromStep: 0, ...segment });
	expect(parseExperiment(value).policy[0]).toMatchObject({ ...segment, settings });
});

test('settings come back with their defaults written out', () => {
	const value = withField('policy[1].settings', {});
	expect(parseExperiment(value).policy[1].settings).toEqual({ tau: 3 });
});

test.each<[string, string, unknown]>([
	['version: this lab reads version 1, not 2. Open', 'version', 2],
	['version: is missing. Add it', 'version', undefined],
	['model.sha256: must be a SHA-256 of 64 hex digits', 'model.sha256', 'abc'],
	['model.id: must be text of 1 to 100', 'model.id', ''],
	['model: must be an object, not null', 'model', null],
	['steps: must be a whole number from 1 to 1000000, not 0.', 'steps', 0],
	['steps: must be a whole number from 1 to 1000000, not "300"', 'steps', '300'],
	[
		'seed: must be a whole number from 0 to 9007199254740991, not 9007199254740992',
		'seed',
		2 ** 53,
	],
	['colour: is not a field here. Known ones: version, model,', 'colour', 'red'],
	['batching.rows: is not a field here', 'batching.rows', 3],
	['batching.size: must be a whole number from 1 to 1024, not 1025', 'batching.size', 1025],
	['batching.context: must be a whole number from 16 to 4096, not 8', 'batching.context', 8],
	['batching.layout: must be one of packed, padded, not "loose"', 'batching.layout', 'loose'],
	[
		'optimizer.learningRate: must be a number above 0, at most 1, not 0.',
		'optimizer.learningRate',
		0,
	],
	[
		'optimizer.beta2: must be a number from 0 to 0.99999, not 0.9999999.',
		'optimizer.beta2',
		0.9999999,
	],
	['optimizer.epsilon: must be', 'optimizer.epsilon', -1e-8],
	['optimizer.weightDecay: must be', 'optimizer.weightDecay', Infinity],
	['optimizer.clip: must be', 'optimizer.clip', 0],
	[
		'optimizer.accumulation: must be at most the batch size, 32, not 33',
		'optimizer.accumulation',
		33,
	],
	[
		'precision: is from before 1.0: every run computes in 32 bits. Leave it out.',
		'precision',
		'mixed',
	],
	['activations: must be one of kept, recomputed, not true', 'activations', true],
	['adapter: must be an object', 'adapter', 8],
	['adapter.alpha: is missing', 'adapter', { rank: 8 }],
	[
		'adapter.dropout: must be a number from 0 to 0.99',
		'adapter',
		{ rank: 1, alpha: 1, dropout: 1 },
	],
	['adapter.targets: must be names', 'adapter', { rank: 1, alpha: 1, targets: 5 }],
	[
		'adapter.rankPattern.q: must be a whole',
		'adapter',
		{ rank: 1, alpha: 1, rankPattern: { q: 0 } },
	],
	['schedule.kind: must be one of linear, cosine, constant', 'schedule.kind', 'step'],
	['schedule.warmup: must be a number from 0 to 1, not 2', 'schedule.warmup', 2],
	['schedule.floor: must be', 'schedule.floor', null],
	['evaluation.every: must be', 'evaluation.every', 0],
	['evaluation.samples: must be', 'evaluation.samples', -1],
	['checkpointEvery: must be', 'checkpointEvery', 0],
	['skills: must be a list of 1 to 64 skills', 'skills', []],
	['skills: must be a list of 1 to 64 skills', 'skills', { addition: 1 }],
	['skills[1].use: must be one of train, watch', 'skills[1].use', 'both'],
	[
		'skills[1].noise.wrongShare: must be a number from 0 to 1, not 1.1',
		'skills[1].noise.wrongShare',
		1.1,
	],
	[
		'skills[1].noise.duplicates: must be a whole number from 0 to 10000, not 1000000',
		'skills[1].noise.duplicates',
		1_000_000,
	],
	['skills[1].noise: must be an object, not true', 'skills[1].noise', true],
	[
		'skills[1].noise.rows: must be a whole number from 1 to 1000000, not 0',
		'skills[1].noise.rows',
		0,
	],
	['auxiliary: must be an object, not "skillet-1m"', 'auxiliary', 'skillet-1m'],
	['auxiliary.sha256: must be a SHA-256', 'auxiliary', { id: 'skillet-1m', sha256: 'A' }],
	['policy[0].artefact: must be a SHA-256', 'policy[0].artefact', 'graph'],
	['policy[0].artefact: the policy "uniform" prepares nothing. Leave', 'policy[0].artefact', hash],
	[
		'policy[0].settings.target: the experiment trains no skill "ad". Choose one of addition',
		'policy[0]',
		{ fromStep: 0, id: 'mospec', settings: { target: 'ad' } },
	],
	[
		'policy[0].settings.target: the experiment trains no skill "stories"',
		'policy[0]',
		{ fromStep: 0, id: 'mospec', settings: { target: 'stories' } },
	],
	[
		'policy[0].settings.targets: the experiment trains no skill "stories"',
		'policy[0]',
		{ fromStep: 0, id: 'skill-it', settings: { targets: ['addition', 'stories'] } },
	],
	[
		'policy[0].settings.targets: the experiment trains no skill ""',
		'policy[0]',
		{ fromStep: 0, id: 'skill-it', settings: { targets: [''] } },
	],
	[
		'policy[0].settings.targets: must be a list of skill ids, each once',
		'policy[0]',
		{ fromStep: 0, id: 'skill-it', settings: { targets: ['addition', 'addition'] } },
	],
	[
		'skills[2].noise: is for built-in skills only',
		'skills[2].noise',
		{ wrongShare: 0, duplicates: 0 },
	],
	['skills[2].version: must be 0 for a skill from a file', 'skills[2].version', 1],
	['skills[0].version: must be 1 or more', 'skills[0].version', 0],
	['skills[3].id: "addition" is there twice', 'skills[3].id', 'addition'],
	[
		'skills: none is trained',
		'skills',
		sampleExperiment.skills.map((skill) => ({ ...skill, use: 'watch' })),
	],
	['policy: must be a list', 'policy', []],
	['policy[0].fromStep: the first policy must start at step 0, not 5', 'policy[0].fromStep', 5],
	['policy[2].fromStep: must be above 100, not 100', 'policy[2].fromStep', 100],
	['policy[1].fromStep: must be a whole number', 'policy[1].fromStep', 1.5],
	['policy[1].id: there is no mixing policy "hot"', 'policy[1].id', 'hot'],
	['policy[1].settings: must be an object', 'policy[1].settings', 3],
	['policy[1].settings.tau: must be a number from 1 to 100, not 0', 'policy[1].settings.tau', 0],
	['policy[1].settings.heat is not a setting here', 'policy[1].settings.heat', 1],
	[
		'policy[2].settings.ratios.add: a share must be a number of 0 or more',
		'policy[2].settings.ratios.add',
		-1,
	],
	[
		'policy[2].settings.ratios.ad: the experiment has no skill "ad"',
		'policy[2].settings.ratios.ad',
		1,
	],
	[
		'policy[2].settings.ratios: every trained skill has share 0',
		'policy[2].settings.ratios',
		{ stories: 1 },
	],
	[
		'policy[3].settings.points[1].ratios: every trained skill',
		'policy[3].settings.points[1].ratios',
		{ addition: 0 },
	],
	[
		'policy[3].settings.points[1].step: must be a whole number above 200',
		'policy[3].settings.points[1].step',
		200,
	],
])('%s', (message, path, value) => {
	expectInputError(withField(path, value), message);
});

test.each([[null], [undefined], [3], ['{}'], [[]]])('%j is not an experiment', (value) => {
	expectInputError(value, /^experiment: must be an object/);
});

test('the error’s data has the field too', () => {
	const value = withField('optimizer.beta1', 1);
	expect(() => parseExperiment(value)).toThrow(
		expect.objectContaining({ data: { field: 'optimizer.beta1' } }),
	);
});

test('no field of an experiment can be left out', () => {
	for (const field of Object.keys(sampleExperiment) as (keyof Experiment)[])
		expectInputError(withField(field, undefined), new RegExp(`^${field}: `));
});

const recipe = {
	mapping: { kind: 'columns', prompt: ['Body', 'Question'], answer: ['Answer'] },
	heldOutShare: 0.1,
	seed: 0,
	maskPrivate: false,
};
const withFile = (recipe: unknown) => ({
	...sampleExperiment,
	skills: [
		...sampleExperiment.skills,
		{
			id: 'file:ba9876543210',
			name: 'svamp',
			version: 0,
			sha256: 'a'.repeat(64),
			use: 'train',
			recipe,
		},
	],
});
test('a file has its import settings', () => {
	const value = withFile(recipe);
	expect(parseExperiment(value).skills.at(-1)).toEqual(value.skills.at(-1));
});
test.each<[string, unknown]>([
	[
		'recipe.heldOutShare: must be a number above 0 and below 1, not 1',
		{ ...recipe, heldOutShare: 1 },
	],
	['recipe.maskPrivate: must be true or false, not 1', { ...recipe, maskPrivate: 1 }],
	['recipe.seed: must be a whole number', { ...recipe, seed: -1 }],
	['recipe.mapping.kind: must be one of shape, columns', { ...recipe, mapping: { kind: 'code' } }],
	[
		'recipe.mapping.answer: must be a list of 1 to 100 columns',
		{ ...recipe, mapping: { ...recipe.mapping, answer: [] } },
	],
])('a recipe is checked: %s', (message, value) => {
	expectInputError(withFile(value), message);
});
test('a built-in skill has no recipe', () => {
	expectInputError(withField('skills[0].recipe', recipe), 'skills[0].recipe: is for files only');
});

test.each([
	{ kind: 'tokens', tokens: 200_000 },
	{ kind: 'seconds', seconds: 0.5 },
	{ kind: 'seconds', seconds: 60, stopped: 300 },
])('budget %j', (budget) => {
	expect(parseExperiment({ ...sampleExperiment, budget })).toEqual({ ...sampleExperiment, budget });
});
test.each<[string, unknown]>([
	['budget.kind: must be one of tokens, seconds', { kind: 'updates', updates: 5 }],
	['budget.tokens: must be a whole number', { kind: 'tokens', tokens: NaN }],
	['budget.seconds: must be a number above 0', { kind: 'seconds', seconds: 0 }],
	['budget.stopped: must be at most the steps, 300', { kind: 'seconds', seconds: 9, stopped: 301 }],
])('%s', (message, budget) => {
	expectInputError({ ...sampleExperiment, budget }, message);
});
