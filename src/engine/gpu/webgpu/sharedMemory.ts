/**
 * Memory that all programs of a device share, because one runs at a time: temporaries, inputs and
 * uniforms. Also the sizes that programs need of it, and of the pages for their results.
 */
import { InternalError } from '#engine/core/errors.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import type { Inputs, MemoryNeeds, MemoryUse } from '../computeDevice.ts';
import { sizeOf } from '../kernel.ts';
import type { BufferRequest, Buffers } from './Buffers.ts';
import { bytesOf, type DispatchPlan } from './dispatchPlan.ts';
import { minPages, pageSize, type Readback } from './Readback.ts';
import { vectorParts } from './vector.ts';

/** A list of shared buffers, each as large as the largest that any program has asked for. */
export class Arena {
	#held: { buffer: GPUBuffer; size: number }[] = [];
	#users = 0;
	#version = 0;

	constructor(
		private readonly buffers: Buffers,
		private readonly request: Omit<BufferRequest, 'size'>,
	) {}

	/** Changes when a buffer is replaced: bind groups that name the old one are then invalid. */
	get version(): number {
		return this.#version;
	}

	at(index: number): GPUBuffer {
		return this.#held[index].buffer;
	}

	/** Adds a user with these buffer sizes. Throws OutOfMemoryError, and then changes nothing. */
	async acquire(sizes: readonly number[]): Promise<void> {
		const grown = sizes.flatMap((size, i) => (size > (this.#held[i]?.size ?? 0) ? [i] : []));
		const created = await this.buffers.createAll(
			grown.map((i) => ({ ...this.request, label: `${this.request.label} ${i}`, size: sizes[i] })),
		);
		grown.forEach((i, k) => {
			const old = this.#held.at(i);
			if (old) this.buffers.destroy(old.buffer);
			this.#held[i] = { buffer: created[k], size: sizes[i] };
		});
		if (grown.length > 0) this.#version++;
		this.#users++;
	}

	/** Removes a user. The last one frees the memory. */
	release(): void {
		if (--this.#users > 0) return;
		this.#held.forEach(({ buffer }) => this.buffers.destroy(buffer));
		this.#held = [];
		this.#version++;
	}
}

/** The two buffers that the host writes before a run: inputs, and uniforms of the dispatches. */
export class Upload {
	readonly arena: Arena;
	/** The program whose uniforms the buffer holds, and the buffer's version. */
	#uniformsOwner: { writer: InputWriter; version: number } | undefined;

	constructor(buffers: Buffers) {
		this.arena = new Arena(buffers, {
			kind: 'transfer',
			label: 'inputs and sizes',
			usage:
				GPUBufferUsage.STORAGE |
				GPUBufferUsage.UNIFORM |
				GPUBufferUsage.COPY_DST |
				GPUBufferUsage.COPY_SRC,
		});
	}

	get inputs(): GPUBuffer {
		return this.arena.at(0);
	}

	get uniforms(): GPUBuffer {
		return this.arena.at(1);
	}

	/** Called before the program's commands are submitted: the queue keeps the order. */
	send(queue: GPUQueue, writer: InputWriter, inputs: Inputs): void {
		writer.fill(inputs);
		if (writer.bytes.byteLength > 0) queue.writeBuffer(this.inputs, 0, writer.bytes);
		const { version } = this.arena;
		const owner = this.#uniformsOwner;
		if (owner?.writer === writer && owner.version === version) return;
		if (writer.uniforms.byteLength > 0) queue.writeBuffer(this.uniforms, 0, writer.uniforms);
		this.#uniformsOwner = { writer, version };
	}
}

/** Collects a program's inputs in host memory, so that one write sends them all. */
export class InputWriter {
	readonly bytes: ArrayBuffer;
	readonly uniforms: ArrayBuffer;
	readonly #views: readonly { readonly name: string; readonly view: Int32Array | Float32Array }[];

	constructor(
		private readonly label: string,
		{ inputs, inputBytes, uniforms }: DispatchPlan,
	) {
		this.bytes = new ArrayBuffer(inputBytes);
		this.uniforms = uniforms;
		this.#views = inputs.map(({ name, value, offset }) => {
			const View = value.storage === 'i32' ? Int32Array : Float32Array;
			return { name, view: new View(this.bytes, offset, sizeOf(value.shape)) };
		});
	}

	fill(inputs: Inputs): void {
		for (const { name, view } of this.#views) {
			const values = inputs[name] as Inputs[string] | undefined;
			if (values?.length !== view.length || values.constructor !== view.constructor) {
				const found = values ? `a ${values.constructor.name} of ${values.length}` : 'nothing';
				throw new InternalError(
					`${this.label}: input "${name}" must be a ${view.constructor.name} of ` +
						`${view.length} numbers, but ${found} was given.`,
				);
			}
			view.set(values);
		}
	}
}

export const resultBytes = ({ results }: Pick<DispatchPlan, 'results'>): number =>
	sum(results.map(({ regions }) => bytesOf(regions)));

/** Bytes of the buffers that programs share, and of the largest results of one program. */
export const sharedNeeds = (plans: readonly DispatchPlan[]) => ({
	temporaries: elementwiseMax(plans.map(({ temporaries }) => temporaries)),
	/** Inputs, then uniforms. */
	upload: elementwiseMax(
		plans.map(({ inputBytes, uniforms }) => [
			Math.max(inputBytes, 256),
			Math.max(uniforms.byteLength, 256),
		]),
	),
	results: Math.max(0, highest(plans.map(resultBytes))),
});

export type SharedNeeds = ReturnType<typeof sharedNeeds>;

/** The memory that vectors and shared buffers will take. */
export function predictUse(
	{ temporaries, upload, results }: SharedNeeds,
	vectors: MemoryNeeds['vectors'],
	largestPart: number,
): MemoryUse {
	const pages = upload.length > 0 ? minPages : 0;
	const parts = vectors.flatMap((vector) => vectorParts(vector, largestPart));
	return {
		vectors: sum(parts),
		temporaries: sum(temporaries),
		transfer: sum(upload) + pages * pageSize(results),
		buffers: parts.length + temporaries.length + upload.length + pages,
	};
}

export interface SharedMemory {
	readonly arena: Arena;
	readonly upload: Upload;
	readonly readback: Readback;
}

/** Takes shared memory for programs, all or nothing. Throws OutOfMemoryError. */
export async function acquire(
	{ arena, upload, readback }: SharedMemory,
	needs: SharedNeeds,
): Promise<void> {
	await readback.reserve(needs.results);
	await upload.arena.acquire(needs.upload);
	try {
		await arena.acquire(needs.temporaries);
	} catch (error) {
		upload.arena.release();
		throw error;
	}
}

export function release({ arena, upload }: SharedMemory): void {
	arena.release();
	upload.arena.release();
}

/** The largest number at each index of the lists. */
function elementwiseMax(lists: readonly (readonly number[])[]): number[] {
	const length = Math.max(0, highest(lists.map((list) => list.length)));
	return Array.from({ length }, (_, i) => highest(lists.map((list) => list[i] ?? 0)));
}
