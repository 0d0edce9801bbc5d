import { expect, test } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import { architectures } from '../architectures.ts';
import { llama } from '../architectures/llama.ts';
import { gpt2 } from '../architectures/gpt2.ts';
import { gptNeoX } from '../architectures/gptNeoX.ts';
import { tensorSpecs, type Architecture } from '../architecture.ts';
import { collectWeights } from '../folder.ts';
import { config } from './adapter.test-support.ts';
import { makeAdapter } from './adapter.ts';
import type { AdapterSettings } from '../adapterSettings.ts';
import { requirePatterns, targetNames } from './modules.ts';
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

test('without targets the layers are those of peft', () => {
	const ends = (architecture: Architecture) => [
		...new Set(listPaths(architecture, {}).map((path) => path.split('.').at(-1))),
	];
	for (const architecture of architectures) {
		const { modelType } = architecture;
		const special: Record<string, string[]> = {
			gpt2: ['c_attn'],
			gpt_neox: ['query_key_value'],
			phi3: ['qkv_proj'],
		};
		expect(ends(architecture), modelType).toEqual(special[modelType] ?? ['q_proj', 'v_proj']);
	}
});

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

test.each<[string | string[], unknown]>([
	[String.raw`.*\\Z_proj`, failure('no layer matches {target}. Choose among {has}.')],
	[
		'.*(?i)q_proj',
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ field: 'adapter.targets', value: '.*(?i)q_proj', unread: '(?i)' },
		),
	],
	[
		'(?x)q _proj',
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: '(?x)' },
		),
	],
	[
		'.*(?i:q)_proj',
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: '(?i:' },
		),
	],
	[
		'.*(?>q)_proj',
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: '(?>' },
		),
	],
	[
		'.*+q_proj',
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: '*+' },
		),
	],
	[
		'.*(?#q)q_proj',
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: '(?#' },
		),
	],
	[
		'.*(?P<a>q)',
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: '(?P' },
		),
	],
	[
		'(?i)Q_Proj',
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: '(?i)' },
		),
	],
	[
		String.raw`.*q_proj\Z`,
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: String.raw`\Z` },
		),
	],
	[
		String.raw`layers\.\d{,2}\.q_proj`,
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ unread: '{,' },
		),
	],
	[['q_prj'], /^adapter\.targets: no layer matches q_prj\. Choose among q_proj, k_proj/],
	[
		'layers.0',
		failure('no layer matches {target}. Choose among {has}.', {
			field: 'adapter.targets',
			target: 'layers.0',
		}),
	],
	[['proj'], failure('no layer matches {target}. Choose among {has}.', { target: 'proj' })],
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
	[
		'(a*)*b',
		failure(
			'{value} repeats too much: at most {mostRepetitions} times, and no groups. Write the names of the layers instead.',
			{ field: 'adapter.targets', value: '(a*)*b' },
		),
	],
	[
		'.*.*.*.*.*.*x',
		failure(
			'{value} repeats too much: at most {mostRepetitions} times, and no groups. Write the names of the layers instead.',
			{ mostRepetitions: 5 },
		),
	],
	[
		'(',
		failure('{value} is not a regular expression. Correct it.', {
			field: 'adapter.targets',
			value: '(',
		}),
	],
])('targets %s are refused', (targets, message) => {
	expect(() => listPaths(llama, { targets })).toThrow(message);
});

test('targets have short names for peft, unless these name other layers too', () => {
	const names = (architecture: Architecture, targets: string | string[]) =>
		targetNames(makeModel(architecture), { targets });
	expect(names(llama, '.*(q|v)_proj')).toEqual(['q_proj', 'v_proj']);
	expect(names(llama, ['layers.1.mlp.up_proj'])).toEqual(['model.layers.1.mlp.up_proj']);
	expect(names(gpt2, ['mlp.c_proj'])).toEqual([
		'transformer.h.0.mlp.c_proj',
		'transformer.h.1.mlp.c_proj',
	]);
});

test('patterns change rank and alpha of the layers whose names they end', () => {
	const { modules } = makeAdapter(makeModel(llama), {
		...settings,
		rankStabilised: true,
		rankPattern: { 'layers.1.self_attn.q_proj': 4, q_proj: 3, roj: 9 },
		alphaPattern: { 'v.*': 8 },
	});
	expect(modules.map(({ rank, scaling }) => [rank, scaling])).toEqual([
		[3, 4 / Math.sqrt(3)],
		[2, 8 / Math.sqrt(2)],
		[4, 2],
		[2, 8 / Math.sqrt(2)],
	]);
	const flagged = { ...settings, rankPattern: { '(?i)Q_PROJ': 1 } };
	expect(() => makeAdapter(makeModel(llama), flagged)).toThrow(
		failure(
			'{value} has {unread}, which means this only in Python. Write the names of the layers as a list instead.',
			{ field: 'adapter.rankPattern', unread: '(?i)' },
		),
	);
	const wrong = { ...settings, alphaPattern: { '[': 1 } };
	expect(() => makeAdapter(makeModel(llama), wrong)).toThrow(
		failure('{value} is not a regular expression. Correct it.', {
			field: 'adapter.alphaPattern',
			value: '[',
		}),
	);
});

test('a pattern that fits no layer with an adapter is named', () => {
	const check = (changes: Partial<AdapterSettings>) => () =>
		requirePatterns(makeModel(llama), { ...settings, ...changes });
	check({ rankPattern: { q_proj: 3 }, alphaPattern: { 'layers.1.*': 8 } })();
	expect(check({ rankPattern: { q_proj: 3, q_prj: 4 } })).toThrow(
		failure(
			'{key} matches no layer that has an adapter. Those are {ends}. Correct or remove it under Settings.',
			{ field: 'adapter.rankPattern', key: 'q_prj', ends: 'q_proj, v_proj' },
		),
	);
	// The model has this layer, but it gets no adapter.
	expect(check({ alphaPattern: { up_proj: 4 } })).toThrow(
		failure(
			'{key} matches no layer that has an adapter. Those are {ends}. Correct or remove it under Settings.',
			{ field: 'adapter.alphaPattern', key: 'up_proj' },
		),
	);
	check({ targets: 'all-linear', alphaPattern: { up_proj: 4 } })();
	// An opened adapter may name such layers: peft ignores them too.
	expect(listPaths(llama, { targets: ['v_proj', 'c_attn', 'roj'] })).toEqual(
		listPaths(llama, { targets: ['v_proj'] }),
	);
	expect(check({ targets: ['v_proj', 'c_attn'] })).toThrow(
		failure('no layer matches {target}. Choose among {has}.', {
			field: 'adapter.targets',
			target: 'c_attn',
		}),
	);
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
