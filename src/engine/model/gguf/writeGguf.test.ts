import { expect, test } from 'vitest';
import { goldenFolder } from '../../../../tests/golden/architecturesChecks.ts';
import { openedFolder } from '../../../../tests/support/ggufFiles.ts';
import { readModelOnDisk } from '../../../../scripts/lib/modelOnDisk.ts';
import type { InputError } from '#engine/core/errors.ts';
import { fromHalf, toHalf } from '#engine/gpu/half.ts';
import { tensorSpecs } from '../architecture.ts';
import { plainTemplate } from '../chatTemplate.ts';
import { readConfig, weightReader, writeModelFolder } from '../folder.ts';
import { readModelFolder } from '../readFolder.ts';
import { writeGguf, type GgufType } from './writeGguf.ts';

const base = readModelOnDisk('models/skillet-base');

async function reopened(type: GgufType) {
	const written = await writeGguf(
		await writeModelFolder(base, weightReader(base)),
		'Skillet base',
		type,
	);
	const [[name, file]] = written;
	const bytes = await (file as Blob).bytes();
	return { name, bytes, model: readModelFolder(await openedFolder(bytes)) };
}

test('the shipped model keeps its config, its tokenizer and F16 of its weights', async () => {
	const { name, bytes, model } = await reopened('F16');
	expect(name).toBe('Skillet-base-F16.gguf');
	const { padToken: _, ...config } = base.config;
	expect(model.config).toEqual(config);
	expect(bytes.length).toBeLessThan(2 * base.weights.length + 30_000);
	for (const { name, shape, offset, size } of base.specs) {
		const before = base.weights.subarray(offset, offset + size);
		const expected = shape.length === 1 ? before : before.map((x) => fromHalf(toHalf(x)));
		expect(model.weights.subarray(offset, offset + size), name).toEqual(expected);
	}
	for (const text of ['What is 3 + 4?', 'Straße 東京 🙂\n'])
		expect(model.tokenizer.encode(text)).toEqual(base.tokenizer.encode(text));
	const { begin, end, system, user, assistant } = base.tokenizer;
	expect(model.tokenizer).toMatchObject({ begin, end, system, user, assistant });
	// The template of the base models is their markers.
	expect(model.tokenizer.chat).toBeUndefined();
});

interface TestConfig {
	readonly model_type: string;
	readonly vocab_size: number;
	readonly [field: string]: unknown;
}

/** A folder with this config and random weights. */
async function withConfig(config: TestConfig) {
	const { architecture, config: decoder } = readConfig(JSON.stringify(config));
	const tensors = tensorSpecs(architecture, decoder).map(
		({ name, shape, stored }) => [name, stored?.shape ?? shape] as const,
	);
	const unique = [...new Map(tensors.map((tensor) => [tensor[0], tensor])).values()];
	const model = readModelFolder(goldenFolder({ config, tensors: unique }));
	return writeModelFolder(model, weightReader(model));
}
const llama = {
	model_type: 'llama',
	vocab_size: 40,
	hidden_size: 8,
	intermediate_size: 8,
	num_hidden_layers: 1,
	num_attention_heads: 2,
	max_position_embeddings: 64,
};
const gpt2 = {
	model_type: 'gpt2',
	vocab_size: 40,
	n_positions: 64,
	n_embd: 8,
	n_layer: 1,
	n_head: 2,
};
const opt = { ...llama, model_type: 'opt', ffn_dim: 8 };
const gemma = { ...llama, model_type: 'gemma', head_dim: 4, tie_word_embeddings: false };
const wide = { ...llama, head_dim: 8 };
const yarn = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 16, beta_fast: 8 };
const llama3 = { rope_type: 'llama3', factor: 8, original_max_position_embeddings: 8192 };

test.each<readonly [string, TestConfig, string, string]>([
	['an architecture that llama.cpp lacks', opt, 'model_type', 'opt'],
	['another activation', { ...llama, hidden_act: 'gelu' }, 'activation', 'silu'],
	[
		'scores without a scale',
		{ ...gpt2, scale_attn_weights: false },
		'attentionScale',
		'attentionScale',
	],
	// llama.cpp ignores the bounds, and cannot load the other files.
	['bounds of YaRN', { ...llama, rope_scaling: yarn }, 'rotaryScaling', 'fast'],
	['an output matrix of Gemma', gemma, 'tied', 'true'],
	['an output matrix of Gemma 2', { ...gemma, model_type: 'gemma2' }, 'tied', 'true'],
	['wide heads of Qwen2', { ...wide, model_type: 'qwen2' }, 'headDim', '4'],
	[
		'Llama 3’s angles elsewhere',
		{ ...wide, model_type: 'qwen3', rope_scaling: llama3 },
		'rotaryScaling',
		'llama3',
	],
])('refuses %s by name', async (_, config, field, word) => {
	const folder = await withConfig(config);
	const error: unknown = await writeGguf(folder, 'tiny', 'F16').catch((reason: unknown) => reason);
	expect(error).toMatchObject({ code: 'input', data: { file: 'config.json', field } });
	expect(JSON.stringify((error as InputError).statement)).toContain(word);
});

// llama.cpp has no window in Mistral, and switches Phi-3's off.
test.each(['mistral', 'phi3'])('the window of %s is written as its context', async (model_type) => {
	const pad = { num_key_value_heads: 1, pad_token_id: null };
	const windowed = { ...llama, ...pad, model_type, sliding_window: 16 };
	const [[, file]] = await writeGguf(await withConfig(windowed), 'tiny', 'F16');
	const { config } = readModelFolder(await openedFolder(await (file as Blob).bytes()));
	expect(config).toMatchObject({ context: 16 });
	expect(config.windows).toBeUndefined();
});

// Ollama, LM Studio and llama.cpp would write no line break, or the turns of ChatML.
test('a model without a chat template gets one, and opens without it', async () => {
	const folder = await withConfig(llama);
	const written = await writeGguf(folder, 'tiny', 'F16');
	expect(written.get('Modelfile')).toContain('{{ .Prompt }}\n{{ .Response }}');
	const [file] = (await writeGguf(folder, 'हि'.repeat(100), 'Q8_0')).keys();
	expect(file).toMatch(/^(हि)+ह?-Q8_0\.gguf$/u);
	expect(new TextEncoder().encode(file).length).toBeLessThan(120);
	const bytes = await (written.get('tiny-F16.gguf') as Blob).bytes();
	expect(new TextDecoder().decode(bytes)).toContain(plainTemplate({ begin: null, user: null }));
	expect(readModelFolder(await openedFolder(bytes)).tokenizer.chat).toBeUndefined();
});
