import { expect, test } from 'vitest';
import { serverCases } from '../../../../../tests/golden/serverCases.ts';
import { aboutRun } from './aboutRun.ts';
import { dataflex } from './dataflex/folder.ts';
import { serverRun, type ServerRunParts, findHubId } from './serverRun.ts';

const [{ record, ...others }] = Object.values(serverCases);
const makeRun = (
	changed: Partial<ServerRunParts['record']['experiment']>,
	parts: Partial<ServerRunParts> = {},
) =>
	serverRun({
		...others,
		record: { ...record, experiment: { ...record.experiment, ...changed } },
		...parts,
	});

test('shares are millionths that sum to 1 and have no zero', () => {
	const names = Array.from({ length: 11 }, (_, i) => `s${i}`);
	const skills = names.map((name) => ({ ...record.experiment.skills[0], id: name, name }));
	const shares = names.map(() => 1 / 11);
	const { skills: serverSkills } = makeRun(
		{ skills },
		{ shares: { kind: 'requested', shares }, rows: names.map(() => undefined) },
	);
	expect(serverSkills.map(({ share }) => share)).toEqual([
		0.09091,
		...shares.slice(1).map(() => 0.090909),
	]);
	expect(serverSkills.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
});

test('a trained skill stays in a run of few examples, and goes if it is hardly drawn', () => {
	const shares = { kind: 'requested', shares: [0.6, 0.39, 0.01, 0] } as const;
	expect(makeRun({ steps: 1 }, { shares }).leftOut).toEqual([]);
	expect(makeRun({}, { shares: { ...shares, shares: [0.6, 0.4, 0, 0] } }).leftOut).toEqual([
		'Rare',
	]);
});

test('no more rows of a skill than the run can draw', () => {
	expect(makeRun({}).skills.map(({ maxRows }) => maxRows)).toEqual([561, undefined]);
	expect(makeRun({ steps: 1000 }).skills.map(({ maxRows }) => maxRows)).toEqual([
		undefined,
		undefined,
	]);
});

test('a reward that DataFlex’s folder does not have is named, and its default stands', () => {
	const settings = { reward: 'alignment', beta: 0.5 };
	const files = dataflex(makeRun({ policy: [{ fromStep: 0, id: 'mos', settings }] }));
	const text = (end: string) => files.find(({ name }) => name.endsWith(end))!.text;
	expect(text('components.yaml')).not.toContain('alignment');
	expect(text('components.yaml')).toMatch(/reward: "difficulty"\n +average: true\n +beta: 0\.5/);
	expect(text('README.md')).toContain('Not carried over: reward "alignment".');
});

test('DataFlex’s README says where the model goes, and which policy of several it names', () => {
	const uniform = { fromStep: 50, id: 'uniform', settings: {} };
	const policy = [{ fromStep: 0, id: 'mos', settings: {} }, uniform];
	const readme = (parts: Partial<ServerRunParts>) =>
		dataflex(makeRun({ policy }, parts)).find(({ name }) => name.endsWith('README.md'))!.text;
	const local = readme({ hubId: null, modelName: 'my model', template: '{{ messages }}' });
	expect(local).toMatch(/Put the folder of my model at `\.\.\/my-model`.*chat_template\.jinja/);
	expect(local).toContain(
		"Of the run's policies (mos, uniform), config.yaml names the last one in policies.py, mos.",
	);
	expect(readme({ hubId: 'owner/model' })).toContain('The model is owner/model on the hub.');
});

test('a budget ends at the steps that the run did', () => {
	const budget = { kind: 'seconds', seconds: 60 } as const;
	const shares = { ...others.shares, kind: 'achieved', steps: 40, changed: false } as const;
	expect(makeRun({ budget }, { shares }).steps).toBe(40);
	expect(makeRun({}, { shares }).steps).toBe(100);
});

test('the comments name what a trainer does not take from an adapter', () => {
	const from = 'd'.repeat(64);
	const adapter = { rank: 4, alpha: 8, base: 'int8', from } as const;
	const text = aboutRun(makeRun({ adapter })).join('\n');
	expect(text).toContain('Frozen weights in 8 bits: the trainers do not compress them.');
	expect(text).toContain(`SHA-256 ${from}: a trainer begins with a new one.`);
	expect(aboutRun(makeRun({})).join('\n')).not.toMatch(/begins with|Frozen/);
});

const config = (path: string) => `{ "model_type": "qwen2", "_name_or_path": "${path}" }`;
const card = `---
base_model: Qwen/Qwen2.5-0.5B
---
# Qwen2.5-0.5B-Instruct

A tuned form of Qwen/Qwen2.5-0.5B and docs/guide.
model = AutoModel.from_pretrained("Qwen/Qwen2.5-0.5B-Instruct")
`;

test.each<[string, string, string, string | null]>([
	['folder', config('HuggingFaceTB/SmolLM2-135M'), '', 'HuggingFaceTB/SmolLM2-135M'],
	['folder', config('/home/me/model'), card, 'Qwen/Qwen2.5-0.5B-Instruct'],
	['Qwen2.5-0.5B', '{}', card.replace('# Qwen', '# About Qwen'), 'Qwen/Qwen2.5-0.5B'],
	['folder', '{}', card.replace(/from_pretrained.*/, ''), null],
	['folder', config('model'), '# folder\n', null],
	['folder', config('./x/y'), '', null],
	['foo', config('models/foo'), 'Put it at "models/foo" or "./models/foo".', null],
	['folder', config('qwen-lora/checkpoint-500'), '', null],
])('%s, %s: %s', (name, text, readme, id) => {
	expect(findHubId(name, text, readme)).toBe(id);
});

test('a model of the visitor has its own name, not its hash', () => {
	const run = makeRun({}, { modelName: 'My model 1' });
	expect(run.model).toBe('./My-model-1');
	expect(aboutRun(run).join(' ')).toContain('put the folder of My model 1 at ./My-model-1');
});
