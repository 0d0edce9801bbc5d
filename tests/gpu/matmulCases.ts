/** Matrix products on a device, and their float64 reference, for many shapes and storages. */
import {
	bind,
	compile,
	encode,
	readBuffer,
	storageBuffer,
} from '#engine/gpu/webgpu/matmul/execute.ts';
import type { Product } from '#engine/gpu/webgpu/matmul/code.ts';
import type { Tile } from '#engine/gpu/webgpu/matmul/tile.ts';
import { matmulIn, type Way } from '#engine/gpu/webgpu/matmul/matmul.ts';
import { isLong } from '../support/suite.ts';

const products: readonly Product[] = ['NT', 'NN', 'TN'];

export interface Case {
	readonly product: Product;
	readonly m: number;
	readonly n: number;
	readonly k: number;
	readonly residual?: boolean;
	/** Multiplies the product. */
	readonly scale?: number;
	/** The inner dimension of a second term cd. */
	readonly second?: number;
	/** Products in one dispatch: their a and y differ. Default: 1. */
	readonly members?: number;
	/** Splits the product into several dispatches. */
	readonly flopsPerDispatch?: number;
}

export const tiles: readonly Tile[] = [
	{ design: 'registers', rows: 4, quads: 1, across: 8, down: 8 },
	{ design: 'registers', rows: 8, quads: 2, across: 2, down: 2 },
	{ design: 'subgroups', rows: 8, quads: 2, across: 2, down: 2 },
	{ design: 'subgroups', rows: 8, quads: 2, across: 4, down: 4 },
	{ design: 'workgroup', rows: 4, quads: 1, across: 4, down: 8 },
	{ design: 'workgroup', rows: 8, quads: 2, across: 8, down: 8 },
];

/** The short suite tries two tiles: a software adapter compiles barriers for seconds. */
export const tilesFor = (index: number): readonly Tile[] =>
	tiles.filter(
		({ design, rows }, i) =>
			isLong ||
			i < 1 ||
			(design === 'workgroup' ? rows === 4 && index % 4 === 0 : (index + i) % 4 === 0),
	);

/** Lengths that no tile divides, lengths that all tiles divide, and 1. */
const shapes: readonly (readonly [number, number, number])[] = [
	[1, 1, 1],
	[1, 4, 4],
	[7, 5, 3],
	[4, 12, 17],
	[13, 8, 20],
	[64, 64, 32],
	[33, 36, 7],
	[70, 68, 40],
	[12, 31, 16],
];

/** The short suite has each shape and each option with one of the three products. */
const forProducts = (parts: readonly Omit<Case, 'product'>[]): Case[] =>
	products.flatMap((product, p) =>
		parts
			.filter((_, i) => isLong || (p + i) % products.length === 0)
			.map((part) => ({ product, ...part })),
	);

export const cases: readonly Case[] = [
	...forProducts(shapes.map(([m, n, k]) => ({ m, n, k }))),
	...forProducts([
		{ m: 20, n: 24, k: 12, residual: true },
		{ m: 9, n: 7, k: 5, residual: true },
		{ m: 150, n: 140, k: 8, flopsPerDispatch: 1 },
		{ m: 9, n: 8, k: 20, scale: 1.5 },
		{ m: 33, n: 36, k: 20, second: 8, residual: true },
		{ m: 13, n: 7, k: 20, second: 3 },
		{ m: 8, n: 36, k: 40, members: 3 },
		{ m: 70, n: 5, k: 7, members: 2, residual: true, flopsPerDispatch: 1 },
	]),
];

/** Long sums of few outputs: y narrow along either side, square, and k not a multiple of four. */
export const splitCases: readonly Case[] = products.flatMap((product): Case[] => [
	{ product, m: 37, n: 8, k: 200, scale: 1.5 },
	{ product, m: 8, n: 36, k: 576, members: 3 },
	{ product, m: 21, n: 19, k: 130, residual: true, flopsPerDispatch: 1 },
	{ product, m: 36, n: 20, k: 128, second: 8, residual: true },
]);

/** Slices of unequal lengths, of which the last has no term; and of whole strips. */
export const slicedCases: readonly Case[] = products.flatMap((product): Case[] => [
	{ product, m: 37, n: 36, k: 200, scale: 1.5 },
	{ product, m: 33, n: 67, k: 43, residual: true, flopsPerDispatch: 1 },
	{ product, m: 40, n: 36, k: 128, members: 2 },
	{ product, m: 36, n: 20, k: 130, second: 8, residual: true },
]);

export const name = ({
	product,
	m,
	n,
	k,
	residual,
	scale,
	second,
	members,
	flopsPerDispatch,
}: Case): string =>
	[
		`${product} ${m}×${n}×${k}`,
		residual && 'residual',
		scale && `scaled by ${scale}`,
		second && `+ ${second}`,
		members && `${members} in one`,
		flopsPerDispatch && 'cut',
	]
		.filter(Boolean)
		.join(', ');

/** Pseudo-random numbers between −1 and 1. */
function numbers(count: number, seed: number): Float32Array {
	let state = seed;
	return Float32Array.from({ length: count }, () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 31 - 1;
	});
}

/** `a` and `y` of all members, one after the other. */
export interface Operands {
	readonly a: Float32Array;
	readonly b: Float32Array;
	readonly c: Float32Array;
	readonly d: Float32Array;
	readonly r: Float32Array;
	readonly y: Float32Array;
}

export function createOperands({ m, n, k, second = 0, members = 1 }: Case): Operands {
	return {
		a: numbers(members * m * k, 1),
		b: numbers(n * k, 2),
		c: numbers(m * second, 5),
		d: numbers(n * second, 6),
		r: numbers(m * n, 3),
		y: numbers(members * m * n, 4),
	};
}

export function reference(
	{ product, m, n, k, residual, scale = 1, second = 0, members = 1 }: Case,
	{ a, b, c, d, r }: Operands,
): Float64Array {
	const term = (a: Float32Array, b: Float32Array, k: number, i: number, j: number): number => {
		let sum = 0;
		for (let l = 0; l < k; l++)
			sum +=
				(product === 'TN' ? a[l * m + i] : a[i * k + l]) *
				(product === 'NT' ? b[j * k + l] : b[l * n + j]);
		return sum;
	};
	const out = new Float64Array(members * m * n);
	for (let member = 0; member < members; member++)
		for (let i = 0; i < m; i++)
			for (let j = 0; j < n; j++) {
				const at = i * n + j;
				const memberA = a.subarray(member * m * k);
				const sum = scale * term(memberA, b, k, i, j) + term(c, d, second, i, j);
				out[member * m * n + at] = sum + (residual ? r[at] : 0);
			}
	return out;
}

/** The GPU's result. Throws if it wrote beyond y. */
export async function compute(
	device: GPUDevice,
	{ product, m, n, k, residual, scale, second, members = 1, flopsPerDispatch }: Case,
	operands: Operands,
	tile: Way,
): Promise<Float32Array> {
	const created: GPUBuffer[] = [];
	const guard = 64;
	const buffers: GPUBuffer[] = [];
	/** Creates the operand's buffer. `label`: its letter. */
	const operand = (label: keyof Operands, shape: readonly [number, number], member = 0) => {
		const size = shape[0] * shape[1];
		const values = operands[label].subarray(member * size, (member + 1) * size);
		const buffer = storageBuffer(device, label, values.byteLength + (label === 'y' ? guard : 0));
		device.queue.writeBuffer(buffer, 0, values.buffer, values.byteOffset, values.byteLength);
		created.push(buffer);
		const index = buffers.push(buffer) - 1;
		return { index, shape, storage: 'f32' as const };
	};
	const left = (k: number) => (product === 'TN' ? ([k, m] as const) : ([m, k] as const));
	const right = (k: number) => (product === 'NT' ? ([n, k] as const) : ([k, n] as const));
	const shared = {
		b: operand('b', right(k)),
		...(residual && { residual: operand('r', [m, n]) }),
		...(second && { second: { a: operand('c', left(second)), b: operand('d', right(second)) } }),
	};
	const [first, ...others] = Array.from({ length: members }, (_, member) => ({
		...shared,
		a: operand('a', left(k), member),
		y: operand('y', [m, n], member),
	}));
	const matrices = {
		label: `${product} test`,
		...first,
		others,
		...(scale !== undefined && { scale }),
	};
	const dispatches = matmulIn(tile, product, matrices, flopsPerDispatch);
	const pipeline = await compile(device, dispatches[0]);
	const encoder = device.createCommandEncoder();
	const pass = encoder.beginComputePass();
	for (const dispatch of dispatches)
		encode(pass, bind(device, dispatch, pipeline, buffers, created));
	pass.end();
	device.queue.submit([encoder.finish()]);
	const out = new Float32Array(members * m * n);
	for (const [member, { y }] of [first, ...others].entries()) {
		const buffer = buffers[y.index];
		const words = await readBuffer(device, buffer, buffer.size);
		if (new Uint32Array(words, m * n * 4).some((word) => word !== 0))
			throw new Error(`${typeof tile === 'string' ? tile : tile.design} wrote beyond y`);
		out.set(new Float32Array(words, 0, m * n), member * m * n);
	}
	for (const buffer of created) buffer.destroy();
	return out;
}
