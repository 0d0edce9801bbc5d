import { describe, expect, it } from 'vitest';
import { matmul, matmulIn } from './matmul.ts';
import { isAllowed, workgroupBytes, type Tile } from './tile.ts';
import { safeTuning, type Tuning } from './tuning.ts';

const large: Tile = { design: 'registers', rows: 16, quads: 4, across: 2, down: 2 };
const small: Tile = { design: 'registers', rows: 4, quads: 1, across: 2, down: 2 };

const tuning: Tuning = {
	tiles: {
		...safeTuning.tiles,
		NT: {
			few: [{ tile: small, gflops: 5 }],
			some: [
				{ tile: small, gflops: 6 },
				{ tile: large, gflops: 9 },
			],
			many: [{ tile: large, gflops: 9 }],
			most: [{ tile: large, gflops: 9 }],
		},
	},
};
const matrices = (m: number, n: number, k: number) => ({
	label: 'test',
	a: { index: 0, shape: [m, k], storage: 'f32' as const },
	b: { index: 1, shape: [n, k], storage: 'f32' as const },
	y: { index: 2, shape: [m, n], storage: 'f32' as const },
});

it('allows only tiles within the limits and features', () => {
	const limits = {
		maxComputeInvocationsPerWorkgroup: 256,
		maxComputeWorkgroupSizeX: 256,
		maxComputeWorkgroupSizeY: 256,
		maxComputeWorkgroupStorageSize: 16_384,
	};
	const workgroup: Tile = { design: 'workgroup', rows: 8, quads: 2, across: 16, down: 16 };
	const none = new Set<string>();
	expect(workgroupBytes(workgroup)).toBe(4 * 16 * (128 + 128));
	expect(isAllowed(workgroup, limits, none)).toBe(true);
	expect(isAllowed(workgroup, { ...limits, maxComputeWorkgroupStorageSize: 16_383 }, none)).toBe(
		false,
	);
	expect(isAllowed(workgroup, { ...limits, maxComputeInvocationsPerWorkgroup: 128 }, none)).toBe(
		false,
	);
	expect(isAllowed({ ...large, design: 'subgroups' }, limits, none)).toBe(false);
	expect(isAllowed({ ...large, design: 'subgroups' }, limits, new Set(['subgroups']))).toBe(true);
});

it('splits a long product into dispatches that cover each row once', () => {
	const [whole] = matmulIn(large, 'NT', matrices(200, 32, 8));
	expect(whole.workgroups).toEqual([1, 7, 1]);
	expect(whole.flops).toBe(2 * 200 * 32 * 8);
	const parts = matmulIn(large, 'NT', matrices(200, 32, 8), 2 * 64 * 32 * 8);
	expect(parts.map(({ workgroups }) => workgroups[1])).toEqual([2, 2, 2, 1]);
	expect(parts.map(({ uniforms }) => uniforms[3])).toEqual([0, 64, 128, 192]);
	expect(parts.reduce((sum, { flops }) => sum + flops, 0)).toBe(whole.flops);
	expect(new Set(parts.map(({ wgsl }) => wgsl))).toEqual(new Set([whole.wgsl]));
});

it('splits a strip of a large vocabulary by columns too', () => {
	const head = matrices(100, 333, 8);
	const [whole] = matmulIn(large, 'NT', head);
	const limit = 2 * 32 * 128 * 8;
	const parts = matmulIn(large, 'NT', head, limit);
	expect(parts.map(({ workgroups: [across, down] }) => [across, down])).toEqual(
		[1, 2, 3, 4].flatMap(() => [
			[4, 1],
			[4, 1],
			[3, 1],
		]),
	);
	expect(parts.slice(0, 4).map(({ uniforms }) => uniforms.slice(3))).toEqual([
		[0, 0],
		[0, 128],
		[0, 256],
		[32, 0],
	]);
	for (const { flops, wgsl } of parts) {
		expect(flops).toBeLessThanOrEqual(limit);
		expect(wgsl).toBe(whole.wgsl);
	}
	expect(parts.reduce((sum, { flops }) => sum + flops, 0)).toBe(whole.flops);
});

describe('split sums', () => {
	const text = (shape: readonly [number, number, number], tuning: Tuning) =>
		matmul('NT', matrices(...shape), tuning).map(({ wgsl }) => wgsl);
	const splits = { ...tuning, splitsSums: true };
	const narrow = [512, 8, 576] as const;

	it('are for few outputs and long sums, where the device has them', () => {
		const isSplit = (shape: readonly [number, number, number], tuning: Tuning = splits) =>
			text(shape, tuning)[0].includes('workgroupBarrier');
		expect(isSplit(narrow)).toBe(true);
		expect(isSplit(narrow, tuning)).toBe(false);
		expect(isSplit([512, 8, 127])).toBe(false);
		expect(isSplit([3072, 8, 128])).toBe(true);
		expect(isSplit([3073, 8, 128])).toBe(false);
	});

	it('fit the limits of every device, and cover a narrow y along its longer side', () => {
		for (const [m, n, workgroups] of [
			[512, 8, [1, 16, 1]],
			[8, 576, [18, 1, 1]],
			[96, 96, [6, 6, 1]],
		] as const) {
			const [{ wgsl, ...dispatch }] = matmul('NT', matrices(m, n, 640), splits);
			const size = /@workgroup_size\((\d+), (\d+), (\d+)\)/.exec(wgsl)!.slice(1).map(Number);
			expect(size.reduce((a, b) => a * b)).toBe(256);
			expect(size[2]).toBeLessThanOrEqual(64);
			// 16 bytes each: WebGPU guarantees 16,384.
			expect(wgsl).toContain('var<workgroup> sums: array<vec4<f32>, 1024>;');
			expect(dispatch.workgroups).toEqual(workgroups);
		}
	});

	it('are sliced in a workgroup where tiles are few and sums long', () => {
		const slices = (m: number, n: number, k: number): boolean =>
			text([m, n, k], splits)[0].includes('sliceLane');
		expect(slices(512, 576, 576)).toBe(true);
		expect(slices(512, 576, 511)).toBe(false);
		expect(slices(512, 1025, 576)).toBe(false);
		expect(text([512, 576, 576], splits)).toEqual(
			text([512, 576, 576], { ...safeTuning, splitsSums: true }),
		);
		expect(text([512, 576, 576], tuning)[0]).not.toContain('sliceLane');
		// 16 bytes each: WebGPU guarantees 16,384.
		const [{ wgsl, ...dispatch }] = matmul('NT', matrices(512, 576, 576), splits);
		expect(wgsl.match(/var<workgroup> \w+: array<vec4<f32>, 512>;/g)).toHaveLength(2);
		expect(dispatch.workgroups).toEqual([18, 16, 1]);
	});
});
