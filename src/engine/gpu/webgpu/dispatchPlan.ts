/** Plans a program for WebGPU: dispatches, buffer regions, layout of inputs and uniforms. */
import { InternalError, outOfMemory } from '#engine/core/errors.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import type { Dispatch, Items, Storage, Word } from '../kernel.ts';
import { planMemory } from '../memoryPlan.ts';
import {
	aligned,
	alignment,
	byteSize,
	storageBytes,
	type Program,
	type Value,
} from '../program.ts';
import { wholeWords, type Context } from './context.ts';
import { fuseProducts, type GpuOperation } from './fuseProducts.ts';
import { elementsOf, partBytes, partSizes, piecesOf } from './parts.ts';
import type { Tuning } from './matmul/tuning.ts';

/** Names of buffers by their role in the program. */
export const inputsBuffer = 'inputs';
export const vectorBuffer = (name: string, part: number): string =>
	`vector ${name}${part === 0 ? '' : `, part ${part}`}`;
/** One of the temporaries' buffers, which are sorted by size, largest first. */
export const temporariesBuffer = (index: number): string => `temporaries ${index}`;

/** Part of a buffer, in bytes. */
export interface Region {
	readonly buffer: string;
	readonly offset: number;
	readonly size: number;
}

export interface PlannedDispatch extends Omit<Dispatch, 'inParts' | 'items'> {
	readonly regions: readonly Region[];
	/** Start of its words in the program's uniforms, in bytes. */
	readonly uniformOffset: number;
}

interface PlannedInput {
	readonly name: string;
	readonly value: Value;
	readonly offset: number;
}

export type DispatchPlan = ReturnType<typeof planDispatches>;

interface Limits extends Pick<
	GPUSupportedLimits,
	| 'minUniformBufferOffsetAlignment'
	| 'maxStorageBuffersPerShaderStage'
	| 'maxComputeWorkgroupsPerDimension'
> {
	/** The most bytes of a vector's or temporary's buffer. */
	readonly largestPart: number;
	/** Bytes that the device holds, for errors. */
	readonly heldBytes: number;
}

export const deviceLimits = ({ device, largestPart, buffers }: Context): Limits => ({
	minUniformBufferOffsetAlignment: device.limits.minUniformBufferOffsetAlignment,
	maxStorageBuffersPerShaderStage: device.limits.maxStorageBuffersPerShaderStage,
	maxComputeWorkgroupsPerDimension: device.limits.maxComputeWorkgroupsPerDimension,
	largestPart,
	heldBytes: buffers.bytes,
});

/**
 * Throws InternalError for an invalid program, OutOfMemoryError for operands in more buffers than
 * one dispatch may bind.
 */
export function planDispatches(program: Program, tuning: Tuning, limits: Limits) {
	const { largestPart } = limits;
	/** One piece, or several for a value in several buffers. */
	const findPieces = (index: number) => {
		const value = program.values[index];
		const { location, storage } = value;
		const isVector = location.kind === 'vector';
		const start = isVector ? storageBytes(location.offset, storage) : 0;
		const end = start + wholeWords(byteSize(value));
		const part = partBytes(isVector ? storage : 'f32', largestPart);
		return [...piecesOf(start, end, location.kind === 'input' ? end : part)];
	};
	const operations = fuseProducts(program, (value) => findPieces(value).length);
	const memory = planMemory({ ...program, operations });
	const largestFirst = memory.buffers
		.flatMap((bytes, at) =>
			partSizes(bytes, 'f32', largestPart).map((size, part) => ({ size, key: `${at} ${part}` })),
		)
		.sort((a, b) => b.size - a.size);
	const rank = new Map(largestFirst.map(({ key }, i) => [key, i]));
	const inputs = new InputPlaces(program.label);
	/** One region for each piece. */
	const findRegions = (index: number): Region[] => {
		const value = program.values[index];
		const { location, storage } = value;
		const pieces = findPieces(index);
		switch (location.kind) {
			case 'input': {
				const [{ size }] = pieces;
				return [{ buffer: inputsBuffer, offset: inputs.offsetOf(location.name, value), size }];
			}
			case 'temporary': {
				const at = memory.bufferIndex.get(index)!;
				return pieces.map(({ part, ...piece }) => ({
					buffer: temporariesBuffer(rank.get(`${at} ${part}`)!),
					...piece,
				}));
			}
			case 'vector': {
				const { vector: name, offset } = location;
				if (storageBytes(offset, storage) % alignment !== 0)
					throw new InternalError(
						`${program.label}: a tensor starts at element ${offset} of ${name}. ` +
							`Its offset must be a multiple of ${alignment} bytes.`,
					);
				return pieces.map(({ part, ...piece }) => ({ buffer: vectorBuffer(name, part), ...piece }));
			}
		}
	};

	/** Layers have the same operations on the same shapes, and WGSL takes time to write. */
	const written = new Map<string, readonly Dispatch[]>();
	const write = ({ kernel, attributes, ...operation }: GpuOperation): readonly Dispatch[] => {
		const [inputs, outputs] = [operation.inputs, operation.outputs].map((indices) =>
			indices.map((index) => {
				const { shape, storage } = program.values[index];
				return { shape, storage };
			}),
		);
		const key = JSON.stringify([kernel.name, attributes, inputs, outputs]);
		const known = written.get(key) ?? kernel.dispatches({ inputs, outputs }, attributes, tuning);
		written.set(key, known);
		return known;
	};

	const uniforms = new UniformPlaces(Math.max(limits.minUniformBufferOffsetAlignment, 16));
	const dispatches: PlannedDispatch[] = [];
	for (const operation of operations) {
		const values = [...operation.inputs, ...operation.outputs];
		for (const dispatch of write(operation)) {
			checkUpdates(operation.kernel, operation.inputs.length, dispatch);
			const operands = dispatch.bindings.map(({ operand }) => ({
				regions: findRegions(values[operand]),
				storage: program.values[values[operand]].storage,
			}));
			for (const parted of inBuffers(dispatch, operands)) {
				// Not the functions, which hold the parts of the WGSL.
				const { regions, inParts: _, items: __, ...planned } = parted;
				checkDispatch(planned, regions, operands, limits);
				const uniformOffset = uniforms.offsetOf(planned.uniforms);
				dispatches.push({ ...planned, regions, uniformOffset });
			}
		}
	}
	const words = new ArrayBuffer(uniforms.bytes);
	for (const dispatch of dispatches) writeWords(dispatch.uniforms, words, dispatch.uniformOffset);
	const results = Object.entries(program.results).map(([name, index]) => ({
		name,
		value: program.values[index],
		regions: findRegions(index),
	}));
	return {
		dispatches,
		/** Sizes of the temporaries' buffers, largest first. */
		temporaries: largestFirst.map(({ size }) => size),
		inputs: inputs.list,
		inputBytes: inputs.bytes,
		/** The words of all dispatches, each at its `uniformOffset`. */
		uniforms: words,
		results,
	};
}

/** Places an input when something first reads it, so that no other input is sent. */
class InputPlaces {
	readonly #inputs = new Map<string, PlannedInput>();
	bytes = 0;

	constructor(private readonly label: string) {}

	get list(): readonly PlannedInput[] {
		return [...this.#inputs.values()];
	}

	/** Throws InternalError if another value reads the input in another size. */
	offsetOf(name: string, value: Value): number {
		const { value: known, offset } = this.#inputs.get(name) ?? { value, offset: this.bytes };
		if (known.storage !== value.storage || byteSize(known) !== byteSize(value))
			throw new InternalError(`${this.label}: input "${name}" has two sizes.`);
		if (offset === this.bytes) this.bytes += Math.max(aligned(byteSize(value)), alignment);
		this.#inputs.set(name, { name, value: known, offset });
		return offset;
	}
}

/** Places the uniforms of dispatches. Equal ones, as of layers of one shape, have one place. */
class UniformPlaces {
	/** By their words. */
	readonly #offsets = new Map<string, number>();
	bytes = 0;

	/** `step`: each place begins at a multiple of it. */
	constructor(private readonly step: number) {}

	offsetOf(uniforms: readonly Word[]): number {
		const words = new Uint32Array(uniforms.length);
		writeWords(uniforms, words.buffer, 0);
		const key = words.join();
		const offset = this.#offsets.get(key) ?? this.bytes;
		if (offset === this.bytes) this.bytes += Math.ceil(words.byteLength / this.step) * this.step;
		this.#offsets.set(key, offset);
		return offset;
	}
}

export const bytesOf = (regions: readonly Region[]): number => sum(regions.map(({ size }) => size));

interface DispatchOperand {
	readonly regions: readonly Region[];
	readonly storage: Storage;
}

type PartedDispatch = Dispatch & { readonly regions: readonly Region[] };

/**
 * The dispatch with one region for each binding. If operands lie in several buffers, it is cut
 * there into dispatches of fewer items, or its shader chooses the buffer for each element. The bits
 * are the same.
 */
function inBuffers(dispatch: Dispatch, operands: readonly DispatchOperand[]): PartedDispatch[] {
	const regions = operands.map((operand) => operand.regions);
	if (regions.every(({ length }) => length === 1))
		return [{ ...dispatch, regions: regions.flat() }];
	const cut = dispatch.items && cutItems(dispatch.items, operands);
	if (cut) return cut;
	const lengths = operands.map(({ regions, storage }) =>
		regions.map(({ size }) => elementsOf(size, storage)),
	);
	return [{ ...dispatch, ...dispatch.inParts(lengths), regions: regions.flat() }];
}

/** null: a part ends inside an item, or an item begins where no binding may. */
function cutItems(
	{ count, widths, range }: Items,
	operands: readonly DispatchOperand[],
): PartedDispatch[] | null {
	const itemBytes = operands.map(({ storage }, i) => storageBytes(widths[i] ?? 0, storage));
	const ends = new Set([count]);
	for (const [i, { regions }] of operands.entries()) {
		let bytes = 0;
		for (const { size } of regions.slice(0, -1)) ends.add((bytes += size) / itemBytes[i]);
	}
	const sorted = [...ends].sort((a, b) => a - b);
	const isAllowed = (end: number) =>
		Number.isInteger(end) && itemBytes.every((bytes) => (end * bytes) % alignment === 0);
	if (!sorted.slice(0, -1).every(isAllowed)) return null;
	return sorted.map((end, n) => {
		const first = n === 0 ? 0 : sorted[n - 1];
		const regions = operands.map(({ regions }, i) =>
			widths[i] === undefined
				? regions[0]
				: slice(regions, first * itemBytes[i], end === count ? Infinity : end * itemBytes[i]),
		);
		return { ...range(first, end - first), regions };
	});
}

/** Bytes `start` to `end` − 1 of regions that follow each other. They lie in one of them. */
function slice(regions: readonly Region[], start: number, end: number): Region {
	let before = 0;
	for (const { buffer, offset, size } of regions) {
		if (start < before + size)
			return {
				buffer,
				offset: offset + start - before,
				size: Math.min(end, before + size) - start,
			};
		before += size;
	}
	throw new InternalError(`Byte ${start} lies behind the end of an operand.`);
}

/** Bytes of a uniform binding: WGSL rounds a struct's size up to 16. */
export const uniformSize = ({ uniforms }: Pick<Dispatch, 'uniforms'>): number =>
	Math.ceil((uniforms.length * 4) / 16) * 16;

export function writeWords(words: readonly Word[], to: ArrayBuffer, offset: number): void {
	const view = new DataView(to, offset, words.length * 4);
	words.forEach((word, i) => {
		if (typeof word === 'number') view.setUint32(i * 4, word, true);
		else view.setFloat32(i * 4, word.f32, true);
	});
}

function checkDispatch(
	{ label, bindings, workgroups }: Pick<Dispatch, 'label' | 'bindings' | 'workgroups'>,
	regions: readonly Region[],
	operands: readonly DispatchOperand[],
	limits: Limits,
): void {
	const maxBuffers = limits.maxStorageBuffersPerShaderStage;
	if (bindings.length > maxBuffers && bindings.length > operands.length)
		throw outOfMemory(label, {
			requested: highest(operands.map(({ regions }) => bytesOf(regions))),
			held: limits.heldBytes,
			limit: limits.largestPart,
		});
	if (bindings.length > maxBuffers)
		throw new InternalError(
			`Kernel ${label} binds ${bindings.length} buffers, but this device allows ${maxBuffers}.`,
		);
	if (workgroups.some((count) => count < 1 || count > limits.maxComputeWorkgroupsPerDimension))
		throw new InternalError(
			`Kernel ${label} dispatches ${workgroups.join(' × ')} workgroups. ` +
				`Each number must be 1 to ${limits.maxComputeWorkgroupsPerDimension}.`,
		);
	regions.forEach((region, i) => {
		for (let k = 0; k < i; k++) {
			const writes = [i, k].filter((at) => bindings[at].access === 'read_write').length;
			checkPair(`Kernel ${label}`, `its bindings ${k} and ${i}`, writes, region, regions[k]);
		}
	});
}

/** A kernel must declare the inputs that it overwrites. */
function checkUpdates(
	{ inputs, updates = [] }: GpuOperation['kernel'],
	inputCount: number,
	{ label, bindings }: Dispatch,
): void {
	for (const { operand, access } of bindings)
		if (access === 'read_write' && operand < inputCount && !updates.includes(inputs[operand]))
			throw new InternalError(
				`Kernel ${label} writes its input ${inputs[operand]}. ` +
					'Name it in `updates`, or bind it with access `read`.',
			);
}

/** WebGPU's rule: a dispatch reads or writes a buffer, and its written regions do not overlap. */
function checkPair(kernel: string, pair: string, writes: number, a: Region, b: Region): void {
	if (a.buffer !== b.buffer || writes === 0) return;
	const where = `(${pair}, both in ${a.buffer})`;
	if (writes === 1)
		throw new InternalError(
			`${kernel} reads and writes one buffer ${where}, which WebGPU forbids. ` +
				'Put them into different vectors, or declare both read_write.',
		);
	if (a.offset < b.offset + b.size && b.offset < a.offset + a.size)
		throw new InternalError(`${kernel} writes the same numbers twice ${where}. Bind them once.`);
}
