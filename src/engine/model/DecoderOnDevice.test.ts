import { expect, it } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { Program } from '#engine/gpu/program.ts';
import { tinyModel } from '../../../tests/unit/engine/tinyRun.ts';
import { DecoderOnDevice } from './DecoderOnDevice.ts';

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
	const decoder = await DecoderOnDevice.open(device, tinyModel.config, tinyModel.specs);
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
