/** Programs of mixed precision: half the memory for activations, 32-bit sums (run in tests/gpu). */
import { expect, test } from 'vitest';
import { planMemory } from '#engine/gpu/memoryPlan.ts';
import { vectorStorage } from '#engine/gpu/program.test-support.ts';
import { weightLayout } from '#engine/model/weightLayout.ts';
import { gradientProgram } from '#engine/training/gradient.ts';
import { passOptions } from '#engine/training/mixedPrecision.ts';
import { updateProgram } from '#engine/training/optimizer.ts';
import { tinyModel, tinySettings } from './tinyRun.ts';

const { config, specs } = tinyModel;
const plan = { config, layout: weightLayout(specs) };
const shape = { packLength: 256, targets: 64, vocabulary: config.vocabulary };

test('a step needs about half the temporary memory', () => {
	const bytes = (half: boolean) => planMemory(gradientProgram({ ...plan, half }, shape)).unshared;
	expect(bytes(true)).toBeLessThan(0.55 * bytes(false));
});

test('matrices have 16 bits; gains, losses and gradients have 32', () => {
	const program = gradientProgram({ ...plan, half: true }, shape);
	expect(vectorStorage(program, 'halfWeights')).toBe('f16');
	expect(vectorStorage(program, 'weights')).toBe('f32');
	expect(vectorStorage(program, 'gradient')).toBe('f32');
	expect(program.values[program.results['nll']].storage).toBe('f32');
	const read = program.values.filter(
		({ location }) => location.kind === 'vector' && location.vector === 'weights',
	);
	expect(read.every(({ shape }) => shape.length === 1)).toBe(true);
});

test('an update removes the loss scale and writes the next one and the 16-bit weights', () => {
	const { optimizer } = tinySettings([]);
	const names = (isTrial: boolean) =>
		updateProgram({ ...plan, half: true }, optimizer, isTrial).operations.map(
			({ kernel }) => kernel.name,
		);
	expect(names(false)).toEqual(['Unscale', 'AdamW', 'AdjustLossScale', 'ToHalf']);
	expect(names(true)).toEqual(['Unscale', 'AdamW']);
});

test('single precision is the default, and the only one without WebGPU', () => {
	const on = (backend: 'webgpu' | 'wasm', settings = {}) =>
		passOptions(settings, { report: { backend } as never });
	expect(on('webgpu')).toEqual({ half: false, checkpointing: false });
	expect(on('webgpu', { precision: 'mixed' })).toEqual({ half: true, checkpointing: false });
	expect(on('wasm', { precision: 'mixed' }).half).toBe(false);
	expect(on('wasm', { activations: 'recomputed' }).checkpointing).toBe(true);
});
