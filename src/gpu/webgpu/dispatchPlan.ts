/** What a program comes down to on WebGPU: its dispatches, what each binds where, and where inputs and uniforms lie. */
import { InternalError, outOfMemory } from '#core/errors.ts';
import type { Dispatch, Kernel, Word } from '../kernel.ts';
import { planMemory } from '../memoryPlan.ts';
import { aligned, alignment, bytesOf, type Program, type Value } from '../program.ts';
import { wholeWords } from './context.ts';
import type { Tuning } from './tuning.ts';

/** A buffer by what it is to the program. */
export type Room =
	| { readonly kind: 'inputs' }
	| { readonly kind: 'vector'; readonly name: string }
	/** The i-th largest of the temporaries' buffers. */
	| { readonly kind: 'temporaries'; readonly at: number };

/** Part of a buffer, in bytes. */
export interface Region {
	readonly room: Room;
	readonly offset: number;
	readonly size: number;
}

export interface PlannedDispatch extends Dispatch {
	readonly regions: readonly Region[];
	/** Of its words in the program's uniforms, in bytes. */
	readonly uniformOffset: number;
}

export interface DispatchPlan {
	readonly dispatches: readonly PlannedDispatch[];
	/** Sizes of the temporaries' buffers, largest first. */
	readonly temporaries: readonly number[];
	readonly inputs: readonly PlannedInput[];
	readonly inputBytes: number;
	/** Words of all dispatches, each at its offset. */
	readonly uniforms: ArrayBuffer;
	readonly results: readonly {
		readonly name: string;
		readonly value: Value;
		readonly region: Region;
	}[];
}

export interface PlannedInput {
	readonly name: string;
	readonly value: Value;
	readonly offset: number;
}

type Limits = Pick<
	GPUSupportedLimits,
	| 'minUniformBufferOffsetAlignment'
	| 'maxStorageBufferBindingSize'
	| 'maxStorageBuffersPerShaderStage'
	| 'maxComputeWorkgroupsPerDimension'
>;

/**
 * Throws InternalError for a program that WebGPU could not run, OutOfMemoryError for an operand over the limit of a binding.
 * `held`: bytes that the lab has taken, for the message.
 */
export function planDispatches(
	program: Program,
	tuning: Tuning,
	limits: Limits,
	held = 0,
): DispatchPlan {
	const memory = planMemory(program);
	const largestFirst = memory.buffers
		.map((size, at) => ({ size, at }))
		.sort((a, b) => b.size - a.size);
	const rank = new Map(largestFirst.map(({ at }, i) => [at, i]));
	const { inputs, inputBytes } = placeInputs(program);
	const inputOffset = new Map(inputs.map(({ name, offset }) => [name, offset]));

	const regionOf = (index: number): Region => {
		const value = program.values[index];
		const size = wholeWords(bytesOf(value));
		const { place } = value;
		switch (place.kind) {
			case 'input':
				return { room: { kind: 'inputs' }, offset: inputOffset.get(place.name)!, size };
			case 'temporary':
				return {
					room: { kind: 'temporaries', at: rank.get(memory.bufferOf.get(index)!)! },
					offset: 0,
					size,
				};
			case 'vector': {
				const offset = place.offset * (value.storage === 'f16' ? 2 : 4);
				if (offset % alignment !== 0)
					throw new InternalError(
						`${program.label}: a tensor starts at element ${place.offset} of ${place.vector}, not at a multiple of ${alignment} bytes.`,
					);
				return { room: { kind: 'vector', name: place.vector }, offset, size };
			}
		}
	};

	const step = Math.max(limits.minUniformBufferOffsetAlignment, 16);
	let uniformBytes = 0;
	const dispatches = program.operations.flatMap(({ kernel, attributes, inputs, outputs }) => {
		const values = [...inputs, ...outputs];
		const operands = {
			inputs: inputs.map((at) => program.values[at]),
			outputs: outputs.map((at) => program.values[at]),
		};
		return kernel.dispatches(operands, attributes, tuning).map((dispatch): PlannedDispatch => {
			const regions = dispatch.bindings.map(({ operand }) => regionOf(values[operand]));
			checkDispatch(dispatch, regions, limits, held);
			checkUpdates(kernel, inputs.length, dispatch);
			const uniformOffset = uniformBytes;
			uniformBytes += Math.ceil((dispatch.uniforms.length * 4) / step) * step;
			return { ...dispatch, regions, uniformOffset };
		});
	});
	const uniforms = new ArrayBuffer(uniformBytes);
	for (const dispatch of dispatches)
		writeWords(dispatch.uniforms, uniforms, dispatch.uniformOffset);
	return {
		dispatches,
		temporaries: largestFirst.map(({ size }) => size),
		inputs,
		inputBytes,
		uniforms,
		results: Object.entries(program.results).map(([name, index]) => ({
			name,
			value: program.values[index],
			region: regionOf(index),
		})),
	};
}

/** Of a uniform's binding: WGSL rounds a struct's size up. */
export const uniformSize = ({ uniforms }: Pick<Dispatch, 'uniforms'>): number =>
	Math.ceil((uniforms.length * 4) / 16) * 16;

export function writeWords(words: readonly Word[], to: ArrayBuffer, offset: number): void {
	const view = new DataView(to, offset, words.length * 4);
	words.forEach((word, i) => {
		if (typeof word === 'number') view.setUint32(i * 4, word, true);
		else view.setFloat32(i * 4, word.f32, true);
	});
}

/** Inputs that an operation or a result needs, each once by its name. */
function placeInputs(program: Program): { inputs: PlannedInput[]; inputBytes: number } {
	const inputs: PlannedInput[] = [];
	let inputBytes = 0;
	const needed = new Set(program.operations.flatMap((operation) => operation.inputs));
	for (const index of Object.values(program.results)) needed.add(index);
	for (const index of needed) {
		const value = program.values[index];
		if (value.place.kind !== 'input') continue;
		const { name } = value.place;
		const known = inputs.find((input) => input.name === name);
		if (!known) {
			inputs.push({ name, value, offset: inputBytes });
			inputBytes += Math.max(aligned(bytesOf(value)), alignment);
		} else if (known.value.storage !== value.storage || bytesOf(known.value) !== bytesOf(value))
			throw new InternalError(`${program.label}: input "${name}" has two sizes.`);
	}
	return { inputs, inputBytes };
}

function checkDispatch(
	dispatch: Dispatch,
	regions: readonly Region[],
	limits: Limits,
	held: number,
): void {
	const { label, bindings, workgroups } = dispatch;
	if (bindings.length > limits.maxStorageBuffersPerShaderStage)
		throw new InternalError(
			`Kernel ${label} binds ${bindings.length} buffers, and this device allows ${limits.maxStorageBuffersPerShaderStage}.`,
		);
	if (workgroups.some((count) => count < 1 || count > limits.maxComputeWorkgroupsPerDimension))
		throw new InternalError(
			`Kernel ${label} asks for ${workgroups.join(' × ')} workgroups; each is to be 1 to ${limits.maxComputeWorkgroupsPerDimension}.`,
		);
	regions.forEach((region, i) => {
		if (region.size > limits.maxStorageBufferBindingSize)
			throw outOfMemory(`${label}, operand ${bindings[i].operand}`, {
				asked: region.size,
				held,
				limit: limits.maxStorageBufferBindingSize,
			});
		for (let k = 0; k < i; k++) checkPair(label, i, k, bindings, region, regions[k]);
	});
}

/** What an operation overwrites must be known to all that plan around it. */
function checkUpdates(
	{ inputs, updates = [] }: Kernel,
	given: number,
	{ label, bindings }: Dispatch,
): void {
	for (const { operand, access } of bindings)
		if (access === 'read_write' && operand < given && !updates.includes(inputs[operand]))
			throw new InternalError(
				`Kernel ${label} writes its input ${inputs[operand]}. Name it in updates, or bind it to be read.`,
			);
}

/** WebGPU: in one dispatch a buffer is either read, or written; where written, its bound parts do not overlap. */
function checkPair(
	label: string,
	i: number,
	k: number,
	bindings: Dispatch['bindings'],
	a: Region,
	b: Region,
): void {
	if (keyOf(a.room) !== keyOf(b.room)) return;
	const writes = [bindings[i], bindings[k]].filter(({ access }) => access === 'read_write').length;
	if (writes === 0) return;
	const where = `its bindings ${k} and ${i}, both in ${keyOf(a.room)}`;
	if (writes === 1)
		throw new InternalError(
			`Kernel ${label} reads and writes one buffer (${where}), which WebGPU forbids. Put them into different vectors, or declare both read_write.`,
		);
	if (a.offset < b.offset + b.size && b.offset < a.offset + a.size)
		throw new InternalError(
			`Kernel ${label} writes the same numbers twice (${where}). Bind them once.`,
		);
}

const keyOf = (room: Room): string =>
	room.kind === 'vector'
		? `vector ${room.name}`
		: room.kind === 'inputs'
			? 'inputs'
			: `temporaries ${room.at}`;
