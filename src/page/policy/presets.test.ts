import { expect, test } from 'vitest';
import { defaultOf, type ParameterSpecs } from '#core/parameters.ts';
import { presetOf, withPreset } from './presets.ts';

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
	expect(presetOf(policy, {})?.id).toBe('lab');
	expect(presetOf(policy, { interval: 100 })?.id).toBe('paper');
	expect(presetOf(policy, { interval: 100, rate: 0.1, target: 'add' })?.id).toBe('code');
	expect(presetOf(policy, { interval: 11 })).toBeUndefined();
	expect(presetOf({ parameters }, {})).toBeUndefined();
});

test('a chosen preset sets every setting that presets set, and keeps the target', () => {
	const own = { target: 'add', interval: 7, rate: 0.2 };
	for (const preset of policy.presets) {
		const picked = withPreset(policy, own, preset);
		expect(presetOf(policy, picked)?.id).toBe(preset.id);
		expect(picked['target']).toBe('add');
	}
});

test('each kind of setting has a default', () => {
	expect(defaultOf(parameters['rate'])).toBe(0.5);
	expect(defaultOf(parameters['target'])).toBe('');
	expect(defaultOf({ kind: 'skills', label: '', help: '' })).toEqual([]);
	expect(defaultOf({ kind: 'ratios', label: '', help: '' })).toEqual({});
});
