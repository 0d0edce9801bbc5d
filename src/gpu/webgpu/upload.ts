/** What the host gives at a run: inputs, and the sizes that its dispatches read. Two buffers for all programs, since one runs at a time. */
import { InternalError } from '#core/errors.ts';
import type { Inputs } from '../computeDevice.ts';
import { sizeOf } from '../kernel.ts';
import { Arena } from './arena.ts';
import type { Buffers } from './buffers.ts';
import type { DispatchPlan } from './dispatchPlan.ts';

/** Bytes of a program's inputs, and of its uniforms. */
export const uploadSizes = ({ inputBytes, uniforms }: DispatchPlan): readonly [number, number] => [
	Math.max(inputBytes, 256),
	Math.max(uniforms.byteLength, 256),
];

export class Upload {
	readonly #arena: Arena;
	/** Whose uniforms lie there now, in which version of the buffer. */
	#uniformsOf: { writer: InputWriter; version: number } | undefined;

	constructor(buffers: Buffers) {
		this.#arena = new Arena(buffers, {
			kind: 'transfer',
			label: 'inputs and sizes',
			usage:
				GPUBufferUsage.STORAGE |
				GPUBufferUsage.UNIFORM |
				GPUBufferUsage.COPY_DST |
				GPUBufferUsage.COPY_SRC,
		});
	}

	/** Makes room for programs: bytes of inputs, bytes of uniforms. Throws OutOfMemoryError. */
	enter(sizes: readonly number[]): Promise<void> {
		return this.#arena.enter(sizes);
	}

	get inputs(): GPUBuffer {
		return this.#arena.at(0);
	}

	get uniforms(): GPUBuffer {
		return this.#arena.at(1);
	}

	/** Before the program's commands are submitted: the queue keeps the order of what programs write. */
	send(queue: GPUQueue, writer: InputWriter, inputs: Inputs): void {
		writer.fill(inputs);
		if (writer.bytes.byteLength > 0) queue.writeBuffer(this.inputs, 0, writer.bytes);
		const { version } = this.#arena;
		const known = this.#uniformsOf;
		if (known?.writer === writer && known.version === version) return;
		if (writer.uniforms.byteLength > 0) queue.writeBuffer(this.uniforms, 0, writer.uniforms);
		this.#uniformsOf = { writer, version };
	}

	/** A program is gone. */
	leave(): void {
		this.#arena.leave();
	}

	get version(): number {
		return this.#arena.version;
	}
}

/** A program's inputs as they lie in the buffer: gathered in memory of its own, so that one write sends them all. */
export class InputWriter {
	readonly bytes: ArrayBuffer;
	readonly uniforms: ArrayBuffer;
	readonly #label: string;
	readonly #views: readonly { readonly name: string; readonly view: Int32Array | Float32Array }[];

	constructor(label: string, { inputs, inputBytes, uniforms }: DispatchPlan) {
		this.#label = label;
		this.bytes = new ArrayBuffer(inputBytes);
		this.uniforms = uniforms;
		this.#views = inputs.map(({ name, value, offset }) => {
			const View = value.storage === 'i32' ? Int32Array : Float32Array;
			return { name, view: new View(this.bytes, offset, sizeOf(value.shape)) };
		});
	}

	fill(inputs: Inputs): void {
		for (const { name, view } of this.#views) {
			const given = inputs[name] as Inputs[string] | undefined;
			if (given?.length !== view.length || given.constructor !== view.constructor)
				throw new InternalError(
					`${this.#label}: input "${name}" is to be a ${view.constructor.name} of ${view.length} numbers, and ${given ? `a ${given.constructor.name} of ${given.length}` : 'nothing'} was given.`,
				);
			view.set(given);
		}
	}
}
