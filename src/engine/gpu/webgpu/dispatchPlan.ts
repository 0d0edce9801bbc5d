/** Plans a program for WebGPU: dispatches, buffer regions, layout of inputs and uniforms. */
import { InternalError, outOfMemory } from '#engine/core/errors.ts';
import type { Dispatch, Word } from '../kernel.ts';
import { planMemory } from '../memoryPlan.ts';
import {
	aligned,
	alignment,
	byteSize,
	storageBytes,
	type Program,
	type Value,
} from '../program.ts';
import { wholeWords } from './context.ts';
import { fuseProducts, type GpuOperation } from './fuseProducts.ts';
import type { Tuning } from './matmul/tuning.ts';

/** Names of buffers by their role in the program. */
export const inputsBuffer = 'inputs';
export const vectorBuffer = (name: string): string => `vector ${name}`;
/** One of the temporaries' buffers, which are sorted by size, largest first. */
export const temporariesBuffer = (index: number): string => `temporaries ${index}`;

/** Part of a buffer, in bytes. */
export interface Region {
	readonly buffer: string;
	readonly offset: number;
	readonly size: number;
}

export interface PlannedDispatch extends Dispatch {
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

type Limits = Pick<
	GPUSupportedLimits,
	| 'minUniformBufferOffsetAlignment'
	| 'maxStorageBufferBindingSize'
	| 'maxStorageBuffersPerShaderStage'
	| 'maxComputeWorkgroupsPerDimension'
>;

/** Throws InternalError for an invalid program, OutOfMemoryError for an operand over the limit. */
export function planDispatches(program: Program, tuning: Tuning, limits: Limits, heldBytes = 0) {
	const { operations } = fuseProducts(program);
	const memory = planMemory({ ...program, operations });
	const largestFirst = memory.buffers
		.map((size, at) => ({ size, at }))
		.sort((a, b) => b.size - a.size);
	const rank = new Map(largestFirst.map(({ at }, i) => [at, i]));
	const inputs = new Map<string, PlannedInput>();
	let inputBytes = 0;
	/** Places an input when something first reads it, so that no other input is sent. */
	const findInput = (name: string, value: Value): number => {
		const { value: known, offset } = inputs.get(name) ?? { value, offset: inputBytes };
		if (known.storage !== value.storage || byteSize(known) !== byteSize(value))
			throw new InternalError(`${program.label}: input "${name}" has two sizes.`);
		if (offset === inputBytes) inputBytes += Math.max(aligned(byteSize(value)), alignment);
		inputs.set(name, { name, value: known, offset });
		return offset;
	};

	const findRegion = (index: number): Region => {
		const value = program.values[index];
		const size = wholeWords(byteSize(value));
		const { location } = value;
		switch (location.kind) {
			case 'input':
				return { buffer: inputsBuffer, offset: findInput(location.name, value), size };
			case 'temporary': {
				const at = rank.get(memory.bufferIndex.get(index)!)!;
				return { buffer: temporariesBuffer(at), offset: 0, size };
			}
			case 'vector': {
				const { vector: name } = location;
				const offset = storageBytes(location.offset, value.storage);
				if (offset % alignment !== 0)
					throw new InternalError(
						`${program.label}: a tensor starts at element ${location.offset} of ${name}. ` +
							`Its offset must be a multiple of ${alignment} bytes.`,
					);
				return { buffer: vectorBuffer(name), offset, size };
			}
		}
	};

	const step = Math.max(limits.minUniformBufferOffsetAlignment, 16);
	let uniformBytes = 0;
	/** By their words: layers of one shape share them, so that a step sends them once. */
	const uniformOffsets = new Map<string, number>();
	const dispatches: PlannedDispatch[] = [];
	for (const { kernel, attributes, inputs, outputs } of operations) {
		const values = [...inputs, ...outputs];
		const operands = {
			inputs: inputs.map((index) => program.values[index]),
			outputs: outputs.map((index) => program.values[index]),
		};
		for (const dispatch of kernel.dispatches(operands, attributes, tuning)) {
			const regions = dispatch.bindings.map(({ operand }) => findRegion(values[operand]));
			checkDispatch(dispatch, regions, limits, heldBytes);
			checkUpdates(kernel, inputs.length, dispatch);
			const words = new Uint32Array(dispatch.uniforms.length);
			writeWords(dispatch.uniforms, words.buffer, 0);
			const key = words.join();
			const uniformOffset = uniformOffsets.get(key) ?? uniformBytes;
			if (uniformOffset === uniformBytes) uniformBytes += Math.ceil(words.byteLength / step) * step;
			uniformOffsets.set(key, uniformOffset);
			dispatches.push({ ...dispatch, regions, uniformOffset });
		}
	}
	const uniforms = new ArrayBuffer(uniformBytes);
	for (const dispatch of dispatches)
		writeWords(dispatch.uniforms, uniforms, dispatch.uniformOffset);
	const results = Object.entries(program.results).map(([name, index]) => ({
		name,
		value: program.values[index],
		region: findRegion(index),
	}));
	return {
		dispatches,
		/** Sizes of the temporaries' buffers, largest first. */
		temporaries: largestFirst.map(({ size }) => size),
		inputs: [...inputs.values()],
		inputBytes,
		/** The words of all dispatches, each at its `uniformOffset`. */
		uniforms,
		results,
	};
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
	dispatch: Dispatch,
	regions: readonly Region[],
	limits: Limits,
	heldBytes: number,
): void {
	const { label, bindings, workgroups } = dispatch;
	if (bindings.length > limits.maxStorageBuffersPerShaderStage)
		throw new InternalError(
			`Kernel ${label} binds ${bindings.length} buffers, ` +
				`but this device allows ${limits.maxStorageBuffersPerShaderStage}.`,
		);
	if (workgroups.some((count) => count < 1 || count > limits.maxComputeWorkgroupsPerDimension))
		throw new InternalError(
			`Kernel ${label} dispatches ${workgroups.join(' × ')} workgroups. ` +
				`Each number must be 1 to ${limits.maxComputeWorkgroupsPerDimension}.`,
		);
	regions.forEach((region, i) => {
		if (region.size > limits.maxStorageBufferBindingSize)
			throw outOfMemory(`${label}, operand ${bindings[i].operand}`, {
				requested: region.size,
				held: heldBytes,
				limit: limits.maxStorageBufferBindingSize,
			});
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
