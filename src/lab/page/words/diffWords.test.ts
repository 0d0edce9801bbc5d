import { afterEach, expect, test } from 'vitest';
import { english, followLanguage } from '#languages/language.ts';
import type { ShownPolicy } from '#lab/page/state/LabConnection.svelte.ts';
import { fieldWords, nameSkills, valueWords } from './diffWords.ts';

afterEach(() => followLanguage(() => english));

const number = {
	kind: 'number',
	label: 'Temperature τ',
	help: '',
	default: 3,
	min: 1,
	max: 100,
} as const;
const policies = (id: string) =>
	id === 'temperature'
		? ({ title: 'Temperature', parameters: { tau: number } } as Pick<
				ShownPolicy,
				'title' | 'parameters'
			>)
		: undefined;
const names = nameSkills([
	{
		skills: [
			{ id: 'file:4f42f6a0534f', name: 'My rows' },
			{ id: 'tr', name: 'translate' },
		],
	},
] as unknown as Parameters<typeof nameSkills>[0]);
const segments = [
	{ fromStep: 0, id: 'temperature', settings: { tau: 3 } },
	{ fromStep: 1200, id: 'fixed', settings: { ratios: { add: 1 } } },
];

test.each([
	['seed', undefined, 'Seed'],
	['optimizer.learningRate', undefined, 'Learning rate'],
	['something.new', undefined, 'something.new'],
	['policy[0]', undefined, 'Policy'],
	['policy[3]', undefined, 'Switch 3'],
	['policy[0].settings.tau', undefined, 'Temperature: Temperature τ'],
	['policy[1].settings.ratios.add', undefined, 'fixed from step 1,200: ratios, add'],
	[
		'policy[1].settings.ratios.file:4f42f6a0534f',
		undefined,
		'fixed from step 1,200: ratios, My rows',
	],
	['policy[1].artefact', undefined, 'fixed from step 1,200: preparation'],
	['skills.add', 'Addition', 'Addition'],
	['skills.add.noise.wrongShare', 'Addition', 'Addition: wrong answers'],
])('%s is “%s %s”', (path, skill, expected) => {
	const field = { path, ...(skill !== undefined && { skill }) };
	expect(fieldWords(field, segments, policies, names)).toBe(expected);
});

test.each([
	['seed', undefined, '–'],
	['seed', 1234, '1,234'],
	['optimizer.learningRate', 0.003, '0.003'],
	['optimizer.epsilon', 1e-8, '1e-8'],
	['skills.add', true, 'in it'],
	['skills.add.use', 'watch', 'watched'],
	['skills.add.sha256', 'abcdef0123456789', 'abcdef01'],
	['skills.add.noise.wrongShare', 0.5, '50 %'],
	['skills', ['a', 'b'], 'a, b'],
	['skills', ['tr', 'file:4f42f6a0534f'], 'translate, My rows'],
	['policy[1].settings.targets', ['tr'], 'translate'],
	['policy[1].settings.ratios', { tr: 0.12125, add: 0.87875 }, 'translate 12.1 %, add 87.9 %'],
	['policy[1].settings.ratios', { tr: 3, add: 1 }, 'translate 75 %, add 25 %'],
	['policy[1].settings.ratios', { tr: 0 }, 'translate 0'],
	['policy[0]', segments[0], 'Temperature'],
	['policy[0]', { ...segments[0], settings: { tau: 10 } }, 'Temperature (Temperature τ 10)'],
	['policy[1]', segments[1], 'fixed from step 1,200 (ratios add 100 %)'],
	['policy[1].settings.points', [{ step: 2, ratios: { add: 1 } }], 'step 2, ratios add 100 %'],
])('%s: %j is “%s”', (path, value, expected) =>
	expect(valueWords({ path, values: [value] }, value, policies, names)).toBe(expected),
);

test('models of one name show their hash, others their name alone', () => {
	const [a, b, c] = [
		['m', 'aa'],
		['m', 'bb'],
		['n', 'cc'],
	].map(([id, hash]) => ({ id, sha256: hash.repeat(32) }));
	const difference = { path: 'model', values: [a, b, c] };
	expect(valueWords(difference, a, policies, names)).toBe('m (aaaaaaaa)');
	expect(valueWords(difference, c, policies, names)).toBe('n');
});

test('a built-in skill has its name in the language of the page, a file has its own', () => {
	const stored = new Map([['addition', '加法']]);
	followLanguage(() => ({ ...english, tag: 'zh-CN', stored }));
	const skills = [
		{ id: 'addition', name: 'addition' },
		{ id: 'file:1', name: 'addition' },
	];
	const known = nameSkills([{ skills }] as unknown as Parameters<typeof nameSkills>[0]);
	const name = (id: string) =>
		fieldWords({ path: `skills.${id}`, skill: 'addition' }, segments, policies, known);
	expect([name('addition'), name('file:1')]).toEqual(['加法', 'addition']);
	const path = 'policy[1].settings.ratios.addition';
	expect(fieldWords({ path }, segments, policies, known)).toContain('加法');
});
