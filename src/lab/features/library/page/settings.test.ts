/** Each setting's path in an experiment. */
import { expect, test } from 'vitest';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { parseNumber } from '#lab/page/components/forms.ts';
import { numberFormats } from '#languages/format.ts';
import { experimentSettings } from '#lab/run/settings.ts';
import {
	settingAt,
	settingGroups,
	settingPaths,
	toSpec,
	withSetting,
	type SettingPath,
} from './settings.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';

test('each setting has the bounds of its own field in the experiment', () => {
	const checks = (path: SettingPath, value: number) => {
		const budgeted = withSetting(
			{ ...exampleExperiment, batching: { ...exampleExperiment.batching, size: 1024 } },
			'budget.kind',
			path === 'budget.seconds' ? 'seconds' : 'tokens',
		);
		const adapted = withSetting(budgeted, 'adapter.kind', 'lora');
		try {
			parseExperiment(withSetting(adapted, path, value));
			return true;
		} catch {
			return false;
		}
	};
	for (const path of settingPaths) {
		const spec = toSpec(path);
		if (spec.kind !== 'number') continue;
		const { min, max, aboveMin = false } = spec;
		for (const limit of [min, max])
			expect(parseNumber(numberFormats.exact(limit), spec.integer), path).toBe(limit);
		const step = spec.integer ? 1 : 1e-9;
		const values = [min - step, min, max, spec.integer ? max + 1 : max * 1.001];
		const accepted = values.map((value) => checks(path, value));
		expect([path, ...accepted]).toEqual([path, false, !aboveMin, true, false]);
	}
});

test('changing a setting changes nothing else', () => {
	const changed = withSetting(exampleExperiment, 'optimizer.learningRate', 0.01);
	expect(settingAt(changed, 'optimizer.learningRate')).toBe(0.01);
	expect({ ...changed, optimizer: exampleExperiment.optimizer }).toEqual(exampleExperiment);
	expect(withSetting(exampleExperiment, 'steps', 7)).toEqual({ ...exampleExperiment, steps: 7 });
});

test('every setting appears once in the form', () => {
	const shown = settingGroups.flatMap(({ paths }) => paths);
	expect(shown.sort()).toEqual([...settingPaths].sort());
});

test('the default of each setting is its value in the default experiment', () => {
	const experiment = defaultExperiment([], { id: 'base', sha256: '0'.repeat(64) });
	for (const path of settingPaths)
		expect([path, toSpec(path).default]).toEqual([path, settingAt(experiment, path)]);
});

test('a choice has a label for each value that an experiment can have', () => {
	for (const path of settingPaths) {
		const spec = toSpec(path);
		if (spec.kind !== 'choice') continue;
		const labels = spec.options.map(({ value }) => value);
		const { options = [] } = experimentSettings.get(path) ?? {};
		expect(labels, path).toEqual(expect.arrayContaining([...options]));
		expect(labels, path).toContain(spec.default);
	}
});

test('each field of an experiment that is a number or a choice is in the form', () => {
	const others = ['version', 'budget.stopped', 'evaluation.part', 'adapter.dora'];
	const inForm = (path: string) =>
		others.includes(path) ||
		path.includes('.about.') ||
		settingPaths.some((known) => known === path);
	const fields = [...experimentSettings.values()].filter(
		({ path, kind }) => (kind === 'number' || kind === 'choice') && !path.includes('[]'),
	);
	expect(fields.filter(({ path }) => !inForm(path))).toEqual([]);
});

test.each([
	['', undefined],
	['All-linear', 'all-linear'],
	['c_attn', ['c_attn']],
	['a.b, c', ['a.b', 'c']],
	['a.b，c、d', ['a.b', 'c', 'd']],
])('layers %j', (text, targets) => {
	const lora = withSetting(exampleExperiment, 'adapter.kind', 'lora');
	const changed = withSetting(lora, 'adapter.targets', text);
	expect(changed.adapter?.targets).toEqual(targets);
	const shown = settingAt(changed, 'adapter.targets') as string;
	expect(withSetting(lora, 'adapter.targets', shown)).toEqual(changed);
});
