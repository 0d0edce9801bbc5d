/** Each setting's path in an experiment. */
import { expect, test } from 'vitest';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { parseNumber } from '#lab/page/components/forms.ts';
import { numberFormats } from '#languages/format.ts';
import { experimentSettings } from '#lab/run/settings.ts';
import {
	matters,
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

test('a budget can be set, changed and removed; its number is used only while it is set', () => {
	const none = exampleExperiment;
	expect([settingAt(none, 'budget.kind'), matters(none, 'budget.tokens')]).toEqual([
		'steps',
		false,
	]);
	const tokens = withSetting(none, 'budget.kind', 'tokens');
	expect(tokens.budget).toEqual({ kind: 'tokens', tokens: 200_000 });
	expect(matters(tokens, 'budget.tokens')).toBe(true);
	expect(withSetting(tokens, 'budget.seconds', 5)).toEqual(tokens);
	expect(withSetting(tokens, 'budget.tokens', 5).budget).toEqual({ kind: 'tokens', tokens: 5 });
	expect(withSetting(tokens, 'budget.kind', 'steps')).toEqual(none);
	const stopped = { ...none, budget: { kind: 'seconds', seconds: 9, stopped: 7 } } as const;
	expect(withSetting(stopped, 'budget.seconds', 9)).toEqual(stopped);
	expect(withSetting(stopped, 'budget.seconds', 8).budget).toEqual({ kind: 'seconds', seconds: 8 });
});

test('an adapter can be chosen, changed and removed; the other fields stay', () => {
	const all = exampleExperiment;
	expect([settingAt(all, 'adapter.kind'), matters(all, 'adapter.rank')]).toEqual([
		'weights',
		false,
	]);
	const lora = withSetting(all, 'adapter.kind', 'lora');
	expect(lora.adapter).toEqual({ rank: 8, alpha: 8 });
	expect(matters(lora, 'adapter.rank')).toBe(true);
	const small = withSetting(lora, 'adapter.base', 'int8');
	expect(parseExperiment(small).adapter).toEqual({ rank: 8, alpha: 8, base: 'int8' });
	expect(settingAt(small, 'adapter.base')).toBe('int8');
	expect(withSetting(small, 'adapter.base', 'f32')).toEqual(lora);
	const smallest = withSetting(lora, 'adapter.base', 'nf4');
	expect(parseExperiment(smallest).adapter).toEqual({ rank: 8, alpha: 8, base: 'nf4' });
	// DoRA computes with the matrices in 32 bits.
	const lengths = withSetting(small, 'adapter.kind', 'dora');
	expect([lengths.adapter?.base, matters(lengths, 'adapter.base')]).toEqual([undefined, false]);
	const adapter = { rank: 4, alpha: 2 };
	const changed = [
		['adapter.kind', 'dora'],
		['adapter.dropout', 0.1],
		['adapter.rankStabilised', 'true'],
		['adapter.targets', 'q_proj, mlp.up_proj'],
	] as const;
	let dora: Experiment = { ...all, adapter: adapter };
	for (const [path, value] of changed) dora = withSetting(dora, path, value);
	expect(parseExperiment(dora).adapter).toEqual({
		...adapter,
		dora: true,
		dropout: 0.1,
		rankStabilised: true,
		targets: ['q_proj', 'mlp.up_proj'],
	});
	for (const [path, value] of changed) expect(settingAt(dora, path)).toBe(value);
	expect(withSetting(dora, 'adapter.kind', 'weights')).toEqual(all);
	// The first values are left out.
	const plain = { ...adapter, dora: false, dropout: 0, rankStabilised: false, base: 'f32' };
	expect(parseExperiment({ ...all, adapter: plain }).adapter).toEqual(adapter);
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
