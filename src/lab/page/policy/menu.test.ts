import { expect, test } from 'vitest';
import { policyEntries, findPreset, withPreset } from './menu.ts';
import { readDefault, type ParameterSpecs } from '#engine/core/parameters.ts';

test('every policy is in the menu once, group by group', () => {
	const policy = (id: string, group: 'fixed' | 'adaptive' | 'examples') => ({
		id,
		group,
		title: id.toUpperCase(),
		summary: '',
	});
	const entries = policyEntries([
		policy('raise', 'examples'),
		policy('mos', 'adaptive'),
		policy('uniform', 'fixed'),
		policy('odm', 'adaptive'),
	]);
	expect(entries.map(({ value }) => value)).toEqual(['uniform', 'mos', 'odm', 'raise']);
	expect(new Set(entries.map(({ group }) => group)).size).toBe(3);
});

const number = { kind: 'number', min: 0, max: 100, label: '', help: '' } as const;
const parameters: ParameterSpecs = {
	target: { kind: 'skill', label: '', help: '' },
	interval: { ...number, default: 10 },
	rate: { ...number, default: 0.5 },
};
const policy = {
	parameters,
	presets: [
		{ id: 'lab', title: 'Lab', about: '', settings: {} },
		{ id: 'paper', title: 'Paper', about: '', settings: { interval: 100 } },
		{ id: 'code', title: 'Code', about: '', settings: { interval: 100, rate: 0.1 } },
	],
};

test('settings are the preset that has the same values; other settings are no preset', () => {
	expect(findPreset(policy, {})?.id).toBe('lab');
	expect(findPreset(policy, { interval: 100 })?.id).toBe('paper');
	expect(findPreset(policy, { interval: 100, rate: 0.1, target: 'add' })?.id).toBe('code');
	expect(findPreset(policy, { interval: 11 })).toBeUndefined();
	expect(findPreset({ parameters }, {})).toBeUndefined();
});

test('a chosen preset sets every setting that presets set, and keeps the target', () => {
	const settings = { target: 'add', interval: 7, rate: 0.2 };
	for (const preset of policy.presets) {
		const picked = withPreset(policy, settings, preset);
		expect(findPreset(policy, picked)?.id).toBe(preset.id);
		expect(picked['target']).toBe('add');
	}
});

test('each kind of setting has a default', () => {
	expect(readDefault(parameters['rate'])).toBe(0.5);
	expect(readDefault(parameters['target'])).toBe('');
	expect(readDefault({ kind: 'skills', label: '', help: '' })).toEqual([]);
	expect(readDefault({ kind: 'ratios', label: '', help: '' })).toEqual({});
});
