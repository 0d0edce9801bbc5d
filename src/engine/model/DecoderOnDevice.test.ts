import { expect, it } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { Program } from '#engine/gpu/program.ts';
import { tensorSpecs } from './architecture.ts';
import { findArchitecture } from './architectures.ts';
import { DecoderOnDevice } from './DecoderOnDevice.ts';

const llama = findArchitecture('llama');
const config = llama.config({
	vocab_size: 5,
	hidden_size: 8,
	intermediate_size: 8,
	num_hidden_layers: 1,
	num_attention_heads: 1,
	max_position_embeddings: 4,
	tie_word_embeddings: true,
});

it('keeps programs of 50,000 operations in all: the most recently used ones', async () => {
	const events: string[] = [];
	const device = {
		report: { backend: 'wasm' },
		vector: async () => ({ write: () => undefined, dispose: () => undefined }),
		load: async ({ label }: Program) => {
			events.push(`load ${label}`);
			return { run: () => undefined, dispose: () => events.push(`drop ${label}`) };
		},
	} as unknown as ComputeDevice;
	const decoder = await DecoderOnDevice.open(device, config, tensorSpecs(llama, config));
	const run = (label: string, operations: number) => {
		const program = { label, operations: Array(operations) } as unknown as Program;
		return decoder.run(label, () => program, {}, {});
	};
	await run('a', 20_000);
	await run('b', 20_000);
	await run('a', 20_000);
	await run('c', 10_000);
	expect(events).toEqual(['load a', 'load b', 'load c']);
	await run('d', 1);
	expect(events.splice(0)).toEqual(['load a', 'load b', 'load c', 'load d', 'drop b']);
	// One program is kept, whatever its size.
	await run('e', 60_000);
	await run('e', 60_000);
	expect(events).toEqual(['load e', 'drop a', 'drop c', 'drop d']);
});
