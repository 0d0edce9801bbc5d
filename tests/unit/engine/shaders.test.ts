/** Properties of all shaders that compilers and browsers depend on. */
import { describe, expect, it, test } from 'vitest';
import { kernels } from '#engine/gpu/kernels.ts';
import type { Dispatch, Kernel, Operand } from '#engine/gpu/kernel.ts';
import { hardwareCandidates } from '#engine/gpu/webgpu/matmul/tile.ts';
import {
	safeTuning,
	submissionFlops,
	uniformTuning,
	type Tuning,
} from '#engine/gpu/webgpu/matmul/tuning.ts';
import { kernelCases } from '../../kernels/cases.ts';

const cases = [...kernelCases({ seed: 1, count: 2 }).values()].flat();
const dispatchesWith = (tuning: Tuning): Dispatch[] =>
	cases.flatMap(({ kernel, inputs, attributes }) => [
		...kernel.dispatches(
			{ inputs, outputs: kernel.outputs(inputs, attributes) },
			attributes,
			tuning,
		),
	]);
const findKernel = (name: string): Kernel => kernels.find((kernel) => kernel.name === name)!;

const withTile = (tile: (typeof hardwareCandidates)[number]): Tuning['tiles'] => {
	const rated = [{ tile, gflops: 1 }];
	const sizes = { few: rated, some: rated, many: rated, most: rated };
	return { NT: sizes, NN: sizes, TN: sizes };
};

describe('subgroups', () => {
	it.each(hardwareCandidates.map((tile) => [tile.design, tile] as const))(
		'are enabled exactly where a shader uses them: tile of %s',
		(_, tile) => {
			for (const sharesRows of [false, true]) {
				let users = 0;
				for (const { wgsl } of dispatchesWith({ tiles: withTile(tile), sharesRows })) {
					const uses = /\b(?:quad|subgroup)[A-Z]\w*\(/.test(wgsl);
					expect(wgsl.includes('enable subgroups;')).toBe(uses);
					expect(wgsl.includes('subgroup_uniformity')).toBe(uses && !wgsl.includes('sum_0_0'));
					users += Number(uses);
				}
				expect(users > 0).toBe(sharesRows || tile.design === 'subgroups');
			}
		},
	);
});

/** Attention of one example of 4,096 tokens with SmolLM2's heads, and its gradients. */
function attention(d: number, tuning: Tuning, tokens = 4096): [string, readonly Dispatch[]][] {
	const f32 = (...shape: number[]): Operand => ({ shape, storage: 'f32' });
	const heads = 9;
	const kvHeads = 3;
	const attributes = { heads, kvHeads, window: 0, scale: 0.125, softCap: 0 };
	const q = f32(tokens, heads * d);
	const k = f32(tokens, kvHeads * d);
	const first: Operand = { shape: [tokens], storage: 'i32' };
	const inputs: [string, Operand[]][] = [
		['Attention', [q, k, k, first, first]],
		['AttentionGradientQ', [q, k, k, q, f32(tokens, heads, 2), first]],
		['AttentionGradientKV', [q, k, k, q, f32(tokens, heads, 2), first]],
	];
	return inputs.map(([name, shapes]) => {
		const kernel = findKernel(name);
		const outputs = kernel.outputs(shapes, attributes);
		return [name, kernel.dispatches({ inputs: shapes, outputs }, attributes, tuning)];
	});
}

describe('attention of one row per invocation', () => {
	it.each([24, 32, 64, 128, 256])('keeps at most 128 numbers of rows of %i', (d) => {
		for (const [name, dispatches] of attention(d, safeTuning))
			for (const wgsl of new Set(dispatches.map((dispatch) => dispatch.wgsl))) {
				const sums = wgsl.match(/^var (?:o|dq|dk|dv)\d+_\d+ = vec4f\(\);$/gm) ?? [];
				const read = wgsl.match(/^let (?:q|k|v|dy)\d+_\d+ = /gm) ?? [];
				expect(sums.length, name).toBeGreaterThan(0);
				expect(4 * (sums.length + read.length), name).toBeLessThanOrEqual(128);
				// Only the first query, or key, of each invocation.
				expect(wgsl).not.toMatch(/\bt1\b|\bj1\b/);
			}
	});
});

/** Milliseconds per pair of query and key of one layer of SmolLM2 on an Adreno 740, by estimate. */
const slowestPair = { Attention: 182e-3, AttentionGradientQ: 406e-3, AttentionGradientKV: 1190e-3 };
const pairsOfEstimate = (4 * (128 * 129)) / 2;

describe('a long attention', () => {
	const slow = [{ tile: hardwareCandidates[0], gflops: 300 }];
	const sizes = { few: slow, some: slow, many: slow, most: slow };
	const tuning: Tuning = { tiles: { NT: sizes, NN: sizes, TN: sizes } };

	it.each([
		['rated', tuning],
		['unrated', safeTuning],
	])('is split so that a dispatch takes at most 30 ms on a slow GPU: %s', (_, size) => {
		for (const [name, dispatches] of attention(64, size)) {
			const tokens = 4096;
			const slices = new Set(dispatches.map(({ wgsl }) => wgsl)).size;
			// The longest rows are the last queries, and the first keys.
			const rows = Math.ceil((tokens * slices) / dispatches.length);
			const pairs = rows * tokens;
			const time = (slowestPair[name as keyof typeof slowestPair] / pairsOfEstimate) * pairs;
			expect(time, name).toBeLessThanOrEqual(30);
			for (const { flops } of dispatches) expect(flops).toBeLessThanOrEqual(submissionFlops(size));
		}
	});
});

test('a long row is reduced by a loop whose end the compiler does not know', () => {
	const f32 = (...shape: number[]): Operand => ({ shape, storage: 'f32' });
	const loops = (name: string, inputs: Operand[], attributes = {}) => {
		const kernel = findKernel(name);
		const outputs = kernel.outputs(inputs, attributes);
		const [{ wgsl }] = kernel.dispatches({ inputs, outputs }, attributes, safeTuning);
		return wgsl.match(/for \(var (?:c|next) = column; .*?;/g) ?? [];
	};
	const norm = (width: number) => [f32(8, width), f32(width)];
	expect(loops('RmsNorm', norm(96), { epsilon: 1 })).toEqual(
		Array.from({ length: 2 }, () => 'for (var c = column; c < 24u;'),
	);
	const rows: [string, Operand[]][] = [
		['RmsNorm', norm(192)],
		['RmsNormGradient', [f32(8, 192), ...norm(192), f32(8)]],
		['CrossEntropy', [f32(8, 264), { shape: [8], storage: 'i32' }, f32(8)]],
	];
	for (const [name, inputs] of rows) {
		const found = loops(name, inputs, { epsilon: 1 });
		expect(found.length, name).toBeGreaterThan(1);
		for (const loop of found) expect(loop, name).toBe('for (var next = column; next < u.items;');
	}
});

describe('a key whose queries are split', () => {
	// Fast, so that a dispatch has all rows.
	const { tiles } = uniformTuning([{ tile: hardwareCandidates[0], gflops: 1e4 }]);
	const split: Tuning = { tiles, splitsSums: true };
	const keysAndValues = (d: number, tuning: Tuning, tokens = 512) => {
		const [, , [, dispatches]] = attention(d, tuning, tokens);
		return dispatches;
	};
	const layouts = [false, true].map((sharesRows) => ({ ...split, sharesRows }));

	it('has no return before a barrier', () => {
		for (const tuning of layouts)
			for (const { wgsl } of keysAndValues(64, tuning))
				expect(wgsl.slice(wgsl.indexOf('fn main'))).not.toContain('return');
	});
});
