import { expect, test } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { llama } from '../architectures/llama.ts';
import { gptNeoX } from '../architectures/gptNeoX.ts';
import { tensorSpecs, type Architecture } from '../architecture.ts';
import { collectWeights } from '../folder.ts';
import { config } from '../../../../tests/support/adapter.ts';
import { makeAdapter } from './adapter.ts';
import type { AdapterSettings } from '../adapterSettings.ts';
import { initialAdapter, mergedWeights } from './values.ts';
import { adapterTensors } from '../../../../scripts/lib/memoryFolder.ts';

const makeModel = (architecture: Architecture) => {
	const specs = tensorSpecs(architecture, config);
	const size = specs.reduce((sum, spec) => sum + spec.size, 0);
	const weights = Float32Array.from({ length: size }, (_, i) => Math.sin(i));
	return { architecture, config, specs, weights };
};
const settings: AdapterSettings = { rank: 2, alpha: 4 };
const listPaths = (architecture: Architecture, changes: Partial<AdapterSettings>) =>
	makeAdapter(makeModel(architecture), { ...settings, ...changes }).modules.map(({ path }) => path);

test('targets are names, ends of names, or all linear layers', () => {
	const first = 'model.layers.0.self_attn.q_proj';
	expect(listPaths(llama, { targets: [first, 'layers.1.mlp.up_proj'] })).toEqual([
		first,
		'model.layers.1.mlp.up_proj',
	]);
	// The output matrix has none.
	expect(listPaths(llama, { targets: 'all-linear' })).toHaveLength(14);
});

const noLayer = 'no layer matches {target}. Choose among {has}.';
test.each<readonly [string[], unknown]>([
	[['q_prj'], /^adapter\.targets: no layer matches q_prj\. Choose among q_proj, k_proj/],
	[['layers.0'], failure(noLayer, { field: 'adapter.targets', target: 'layers.0' })],
	[['proj'], failure(noLayer, { target: 'proj' })],
	[
		['lm_head'],
		failure(
			'{target} matches {other}, which is not a linear layer of the decoder. Choose among {has}.',
			{ target: 'lm_head', other: 'lm_head' },
		),
	],
	[['input_layernorm'], /is not a linear layer of the decoder\. Choose among q_proj/],
])('targets %s are refused', (targets, message) => {
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
