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
/** The error names the field in its text and in its data. */
const expectRefused = (value: unknown, field: string) => {
	expect(() => parseExperiment(value)).toThrow(
		expect.objectContaining({
			code: 'input',
			message: expect.stringContaining(field) as string,
			data: expect.objectContaining({ field }) as object,
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
	const adapter = { rank: 4, alpha: 8, targets: 'all-linear' };
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

test.each<[path: string, value: unknown, field?: string]>([
	['version', 2],
	['version', undefined],
	['model.sha256', 'abc'],
	['model.id', ''],
	['model', null],
	['steps', 0],
	['steps', '300'],
	['seed', 2 ** 53],
	['colour', 'red'],
	['batching.rows', 3],
	['batching.size', 1025],
	['batching.context', 8],
	['batching.layout', 'loose'],
	['optimizer.learningRate', 0],
	['optimizer.beta2', 0.9999999],
	['optimizer.epsilon', -1e-8],
	['optimizer.weightDecay', Infinity],
	['optimizer.clip', 0],
	['optimizer.accumulation', 33],
	['precision', 'mixed'],
	['activations', true],
	['adapter', 8],
	['adapter', { rank: 8 }, 'adapter.alpha'],
	['adapter', { rank: 1, alpha: 1, dropout: 1 }, 'adapter.dropout'],
	['adapter', { rank: 1, alpha: 1, targets: 5 }, 'adapter.targets'],
	['schedule.kind', 'step'],
	['schedule.warmup', 2],
	['schedule.floor', null],
	['evaluation.every', 0],
	['evaluation.samples', -1],
	['checkpointEvery', 0],
	['skills', []],
	['skills', { addition: 1 }],
	['skills[1].use', 'both'],
	['skills[1].noise.wrongShare', 1.1],
	['skills[1].noise.duplicates', 1_000_000],
	['skills[1].noise', true],
	['skills[1].noise.rows', 0],
	['auxiliary', 'skillet-1m'],
	['auxiliary', { id: 'skillet-1m', sha256: 'A' }, 'auxiliary.sha256'],
	['policy[0].artefact', 'graph'],
	['policy[0].artefact', hash],
	[
		'policy[0]',
		{ fromStep: 0, id: 'mospec', settings: { target: 'ad' } },
		'policy[0].settings.target',
	],
	[
		'policy[0]',
		{ fromStep: 0, id: 'mospec', settings: { target: 'stories' } },
		'policy[0].settings.target',
	],
	[
		'policy[0]',
		{ fromStep: 0, id: 'skill-it', settings: { targets: ['addition', 'stories'] } },
		'policy[0].settings.targets',
	],
	[
		'policy[0]',
		{ fromStep: 0, id: 'skill-it', settings: { targets: [''] } },
		'policy[0].settings.targets',
	],
	[
		'policy[0]',
		{ fromStep: 0, id: 'skill-it', settings: { targets: ['addition', 'addition'] } },
		'policy[0].settings.targets',
	],
	['skills[2].noise', { wrongShare: 0, duplicates: 0 }],
	['skills[2].version', 1],
	['skills[0].version', 0],
	['skills[3].id', 'addition'],
	['skills', sampleExperiment.skills.map((skill) => ({ ...skill, use: 'watch' }))],
	['policy', []],
	['policy[0].fromStep', 5],
	['policy[2].fromStep', 100],
	['policy[1].fromStep', 1.5],
	['policy[1].id', 'hot'],
	['policy[1].settings', 3],
	['policy[1].settings.tau', 0],
	['policy[1].settings.heat', 1],
	['policy[2].settings.ratios.add', -1],
	['policy[2].settings.ratios.ad', 1],
	['policy[2].settings.ratios', { stories: 1 }],
	['policy[3].settings.points[1].ratios', { addition: 0 }],
	['policy[3].settings.points[1].step', 200],
])('%s: %j is refused', (path, value, field = path) => {
	expectRefused(withField(path, value), field);
});

test.each([[null], [undefined], [3], ['{}'], [[]]])('%j is not an experiment', (value) => {
	expectRefused(value, 'experiment');
});

test('no field of an experiment can be left out', () => {
	for (const field of Object.keys(sampleExperiment) as (keyof Experiment)[])
		expectRefused(withField(field, undefined), field);
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
test.each<[field: string, value: unknown]>([
	['recipe.heldOutShare', { ...recipe, heldOutShare: 1 }],
	['recipe.maskPrivate', { ...recipe, maskPrivate: 1 }],
	['recipe.seed', { ...recipe, seed: -1 }],
	['recipe.mapping.kind', { ...recipe, mapping: { kind: 'code' } }],
	['recipe.mapping.answer', { ...recipe, mapping: { ...recipe.mapping, answer: [] } }],
])('%s of a file is checked', (field, value) => {
	expectRefused(withFile(value), `skills[4].${field}`);
});
test('a built-in skill has no recipe', () => {
	expectRefused(withField('skills[0].recipe', recipe), 'skills[0].recipe');
});

test.each([
	{ kind: 'tokens', tokens: 200_000 },
	{ kind: 'seconds', seconds: 0.5 },
	{ kind: 'seconds', seconds: 60, stopped: 300 },
])('budget %j', (budget) => {
	expect(parseExperiment({ ...sampleExperiment, budget })).toEqual({ ...sampleExperiment, budget });
});
test.each<[field: string, value: unknown]>([
	['budget.kind', { kind: 'updates', updates: 5 }],
	['budget.tokens', { kind: 'tokens', tokens: NaN }],
	['budget.seconds', { kind: 'seconds', seconds: 0 }],
	['budget.stopped', { kind: 'seconds', seconds: 9, stopped: 301 }],
])('%s is checked', (field, value) => {
	expectRefused({ ...sampleExperiment, budget: value }, field);
});
