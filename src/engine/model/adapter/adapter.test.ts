import { expect, test } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { llama } from '../architectures/llama.ts';
import { gpt2 } from '../architectures/gpt2.ts';
import { gptNeoX } from '../architectures/gptNeoX.ts';
import { tensorSpecs, type Architecture } from '../architecture.ts';
import { collectWeights } from '../folder.ts';
import { config } from '../../../../tests/support/adapter.ts';
import { makeAdapter } from './adapter.ts';
import type { AdapterSettings } from '../adapterSettings.ts';
import { loadPatterns } from './modules.ts';
import { initialAdapter, mergedWeights } from './values.ts';
import { adapterTensors } from '../../../../scripts/lib/memoryFolder.ts';

const makeModel = (architecture: Architecture) => {
	const specs = tensorSpecs(architecture, config);
	const size = specs.reduce((sum, spec) => sum + spec.size, 0);
	const weights = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
	return { architecture, config, specs, weights };
};
const settings: AdapterSettings = { rank: 2, alpha: 4 };
await loadPatterns({ targets: '.*' });
const listPaths = (architecture: Architecture, changes: Partial<AdapterSettings>) =>
	makeAdapter(makeModel(architecture), { ...settings, ...changes }).modules.map(({ path }) => path);

test('targets are names, ends of names, a regular expression or all linear layers', () => {
	const first = 'model.layers.0.self_attn.q_proj';
	expect(listPaths(llama, { targets: [first, 'layers.1.mlp.up_proj'] })).toEqual([
		first,
		'model.layers.1.mlp.up_proj',
	]);
	expect(listPaths(llama, { targets: String.raw`model\.layers\.1\..*_proj` })).toHaveLength(7);
	expect(listPaths(llama, { targets: String.raw`.*\.\d+\..*_proj` })).toHaveLength(14);
	// The output matrix has none.
	expect(listPaths(llama, { targets: 'all-linear' })).toHaveLength(14);
	expect(listPaths(gpt2, { targets: 'All-Linear' })).toHaveLength(8);
	for (const targets of [first, '(?i).*0.*Q_Proj', String.raw`(.*\.)?\w+\.\d{,1}\.[^.]+\.q_\w+\Z`])
		expect(listPaths(llama, { targets })[0]).toBe(first);
});

test('the expression that Unsloth writes means the layers that it means in peft', () => {
	const parts = '(?:self_attn|attention|attn|mlp|feed_forward|ffn|dense)';
	const layers = '(?:q_proj|v_proj|down_proj)';
	const targets =
		`(?:.*?(?:language|text).*?${parts}.*?${layers}.*?)|` +
		String.raw`(?:\bmodel\.layers\.[\d]{1,}\.${parts}\.(?:${layers}))`;
	expect(listPaths(llama, { targets })).toEqual(
		listPaths(llama, { targets: ['q_proj', 'v_proj', 'down_proj'] }),
	);
});

const noLayer = 'no layer matches {target}. Choose among {has}.';
const repeats =
	'the pattern repeats too much: it has {instructions} steps, at most {mostInstructions} can be used. Write smaller numbers in its braces.';
const unusable =
	'the pattern cannot be used ({error}). Look-around and references to groups are not supported. Correct it.';

test.each<readonly [string | string[], unknown]>([
	...[
		...['(?x)q _proj', '.*(?>q)_proj', '.*+q_proj', '.*(?#q)q_proj', '('],
		...['(?=model).*q_proj', '(a{1000}){1000}', '(((a{100}){100}){100}){100}', '[', '(a)\\1'],
	].map((targets) => [targets, failure(unusable, { field: 'adapter.targets' })] as const),
	...['(?:a?){1000}b', 'a{1000}'.repeat(9), String.raw`\pL{999}.*`, '(.?){600}'].map(
		(targets) => [targets, failure(repeats, { field: 'adapter.targets' })] as const,
	),
	...[
		'(a*)*b',
		'(a+)+$',
		'(.*)*!',
		'(?:.?|.+)*!',
		'.*'.repeat(40) + 'x',
		'.?'.repeat(60) + '!',
	].map((targets) => [targets, failure(noLayer, { field: 'adapter.targets' })] as const),
	[['q_prj'], /^adapter\.targets: no layer matches q_prj\. Choose among q_proj, k_proj/],
	['layers.0', failure(noLayer, { field: 'adapter.targets', target: 'layers.0' })],
	[['proj'], failure(noLayer, { target: 'proj' })],
	[
		['lm_head'],
		failure(
			'{target} matches {other}, which is not a linear layer of the decoder. Choose among {has}.',
			{ target: 'lm_head', other: 'lm_head' },
		),
	],
	[
		'.*',
		failure(
			'{target} matches {other}, which is not a linear layer of the decoder. Choose among {has}.',
			{ other: 'model.embed_tokens' },
		),
	],
	[['input_layernorm'], /is not a linear layer of the decoder\. Choose among q_proj/],
])('targets %s are refused', (targets, message) => {
	// A pattern that repeats without end would never return.
	expect(() => listPaths(llama, { targets })).toThrow(message);
});

test('at first A is uniform in ±1/√in, B is 0, and the model is the base', async () => {
	const model = makeModel(gptNeoX);
	const adapter = makeAdapter(model, { ...settings, dora: true });
	const flat = initialAdapter(model, adapter, 3);
	for (const { a, b, inner } of adapter.modules) {
		const values = flat.subarray(a.offset, a.offset + a.size);
		const largest = Math.max(...values.map(Math.abs));
		expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(inner));
		expect(largest).toBeGreaterThan(0.7 / Math.sqrt(inner));
		for (const { offset, size } of b)
			expect(flat.subarray(offset, offset + size)).toEqual(new Float32Array(size));
	}
	const read = mergedWeights(model, flat, { ...settings, dora: true });
	const merged = await collectWeights(model.specs, read);
	merged.forEach((value, i) => expect(value).toBeCloseTo(model.weights[i], 6));
	expect(initialAdapter(model, adapter, 3)).toEqual(flat);
	expect(initialAdapter(model, adapter, 4)).not.toEqual(flat);
});

test("a fused layer has peft's tensors: one A, and B with the rows of the checkpoint", () => {
	const model = makeModel(gptNeoX);
	const adapter = makeAdapter(model, settings);
	const flat = Float32Array.from({ length: adapter.size }, (_, i) => i);
	const [a, b] = adapterTensors(model, settings, flat);
	const path = 'base_model.model.gpt_neox.layers.0.attention.query_key_value';
	expect([a.name, a.shape]).toEqual([`${path}.lora_A.weight`, [2, 8]]);
	expect([b.name, b.shape]).toEqual([`${path}.lora_B.weight`, [24, 2]]);
	expect([...b.values].sort((x, y) => x - y)).toEqual([...flat.subarray(16, 64)]);
	// The second head's values follow its queries and keys.
	const [, , values] = adapter.modules[0].b;
	const row = values.offset + 4 * 2;
	expect([...b.values.subarray(20 * 2, 20 * 2 + 2)]).toEqual([row, row + 1]);
});
