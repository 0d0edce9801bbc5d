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
import { matmulWithTile } from '#engine/gpu/webgpu/matmul/matmul.ts';
import { fromHalf, toHalf } from '#engine/gpu/half.ts';

const products: readonly Product[] = ['NT', 'NN', 'TN'];

export interface Case {
	readonly product: Product;
	readonly m: number;
	readonly n: number;
	readonly k: number;
	readonly residual?: boolean;
	/** Operands in half precision, by name. */
	readonly halves?: string;
	/** Splits the product into several dispatches. */
	readonly flopsPerDispatch?: number;
}

export const tiles: readonly Tile[] = [
	{ design: 'registers', rows: 4, quads: 1, across: 8, down: 8 },
	{ design: 'registers', rows: 8, quads: 2, across: 2, down: 2 },
	{ design: 'subgroups', rows: 8, quads: 2, across: 2, down: 2 },
	{ design: 'subgroups', rows: 8, quads: 2, across: 4, down: 4 },
	{ design: 'workgroup', rows: 4, quads: 1, across: 4, down: 8 },
	{ design: 'workgroup', rows: 8, quads: 2, across: 4, down: 4 },
];

/** The short suite tries a few tiles: a software adapter compiles barriers for seconds. */
export const tilesFor = (index: number, short: boolean): readonly Tile[] =>
	tiles.filter(
		({ design, rows }, i) =>
			!short ||
			i < 1 ||
			(design === 'workgroup' ? rows === 4 && index % 4 === 0 : (index + i) % 2 === 0),
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

export const cases: readonly Case[] = [
	...products.flatMap((product) => shapes.map(([m, n, k]) => ({ product, m, n, k }))),
	...products.flatMap((product): Case[] => [
		{ product, m: 20, n: 24, k: 12, residual: true },
		{ product, m: 9, n: 7, k: 5, residual: true },
		{ product, m: 150, n: 20, k: 8, flopsPerDispatch: 1 },
		{ product, m: 20, n: 24, k: 12, halves: 'a' },
		{ product, m: 36, n: 12, k: 20, halves: 'a b' },
		{ product, m: 36, n: 12, k: 20, halves: 'a b y r', residual: true },
		{ product, m: 36, n: 12, k: 20, halves: 'y' },
	]),
];

export const name = ({ product, m, n, k, residual, halves, flopsPerDispatch }: Case): string =>
	[
		`${product} ${m}×${n}×${k}`,
		residual && 'residual',
		halves && `f16 ${halves}`,
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

const packHalves = (values: Float32Array): Uint16Array => Uint16Array.from(values, toHalf);
const unpackHalves = (halves: Uint16Array): Float32Array => Float32Array.from(halves, fromHalf);

export interface Operands {
	readonly a: Float32Array;
	readonly b: Float32Array;
	readonly r: Float32Array;
	readonly y: Float32Array;
}

/** Operands with halves already rounded. */
export function createOperands({ m, n, k, halves = '' }: Case): Operands {
	const make = (letter: string, count: number, seed: number): Float32Array => {
		const values = numbers(count, seed);
		return halves.includes(letter) ? unpackHalves(packHalves(values)) : values;
	};
	return {
		a: make('a', m * k, 1),
		b: make('b', n * k, 2),
		r: make('r', m * n, 3),
		y: make('y', m * n, 4),
	};
}

export function reference(
	{ product, m, n, k, residual }: Case,
	{ a, b, r }: Operands,
): Float64Array {
	const out = new Float64Array(m * n);
	for (let i = 0; i < m; i++)
		for (let j = 0; j < n; j++) {
			let sum = 0;
			for (let l = 0; l < k; l++)
				sum +=
					(product === 'TN' ? a[l * m + i] : a[i * k + l]) *
					(product === 'NT' ? b[j * k + l] : b[l * n + j]);
			out[i * n + j] = sum + (residual ? r[i * n + j] : 0);
		}
	return out;
}

/** The GPU's result. Throws if it wrote beyond y. */
export async function compute(
	device: GPUDevice,
	{ product, m, n, k, residual, halves = '', flopsPerDispatch }: Case,
	{ a, b, r, y }: Operands,
	tile: Tile,
): Promise<Float32Array> {
	const created: GPUBuffer[] = [];
	const guard = 64;
	const upload = (label: string, values: Float32Array): GPUBuffer => {
		const words = halves.includes(label) ? packHalves(values) : values;
		const buffer = storageBuffer(device, label, words.byteLength + (label === 'y' ? guard : 0));
		device.queue.writeBuffer(buffer, 0, words.buffer, words.byteOffset, words.byteLength);
		created.push(buffer);
		return buffer;
	};
	const inputs = [upload('a', a), upload('b', b), upload('r', r), upload('y', y)];
	const operand = (label: string, index: number, shape: readonly number[]) => ({
		index,
		shape,
		storage: halves.includes(label) ? ('f16' as const) : ('f32' as const),
	});
	const dispatches = matmulWithTile(
		product,
		{
			label: `${product} test`,
			a: operand('a', 0, product === 'TN' ? [k, m] : [m, k]),
			b: operand('b', 1, product === 'NT' ? [n, k] : [k, n]),
			...(residual && { residual: operand('r', 2, [m, n]) }),
			y: operand('y', 3, [m, n]),
		},
		tile,
		flopsPerDispatch,
	);
	const pipeline = await compile(device, dispatches[0]);
	const encoder = device.createCommandEncoder();
	const pass = encoder.beginComputePass();
	for (const dispatch of dispatches)
		encode(pass, bind(device, dispatch, pipeline, inputs, created));
	pass.end();
	device.queue.submit([encoder.finish()]);
	const words = await readBuffer(device, inputs[3], inputs[3].size);
	for (const buffer of created) buffer.destroy();
	const used = Math.ceil((m * n * (halves.includes('y') ? 2 : 4)) / 4) * 4;
	if (new Uint32Array(words, used).some((word) => word !== 0))
		throw new Error(`${tile.design} wrote beyond y`);
	return halves.includes('y')
		? unpackHalves(new Uint16Array(words, 0, m * n))
		: new Float32Array(words, 0, m * n);
}
