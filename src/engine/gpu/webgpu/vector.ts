/** A vector on the GPU: one buffer that outlives programs. */
import { InternalError } from '#engine/core/errors.ts';
import type { Vector, VectorStorage } from '../computeDevice.ts';
import { aligned, storageBytes } from '../program.ts';
import { mapped, validated, wholeWords, type Context } from './context.ts';
import { fromHalf, toHalf } from '../half.ts';
import { findEncoding } from '../encodings.ts';

/** Limit of one read or write: each passes through memory that two processes share. */
const pieceBytes = 64 * 2 ** 20;

/** Bytes of a vector's buffer. */
export const vectorBytes = ({ length, storage }: Pick<Vector, 'length' | 'storage'>): number =>
	Math.max(aligned(storageBytes(length, storage)), 256);

export class GpuVector implements Vector {
	readonly label: string;
	isDisposed = false;

	private constructor(
		private readonly context: Context,
		readonly buffer: GPUBuffer,
		readonly length: number,
		readonly storage: VectorStorage,
	) {
		this.label = buffer.label;
	}

	static async create(
		context: Context,
		label: string,
		length: number,
		storage: VectorStorage,
	): Promise<GpuVector> {
		const size = vectorBytes({ length, storage });
		const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
		const [buffer] = await context.buffers.createAll([{ kind: 'vectors', label, size, usage }]);
		return new GpuVector(context, buffer, length, storage);
	}

	get #bytes(): number {
		return storageBytes(this.length, this.storage);
	}

	write(values: Float32Array, offset = 0): void {
		this.#check();
		if (offset + values.length > this.length)
			throw new InternalError(
				`${values.length} numbers from offset ${offset} do not fit into ${this.label} ` +
					`of length ${this.length}.`,
			);
		const { queue } = this.context.device;
		const encoding = findEncoding(this.storage);
		if (encoding) writePieces(queue, this.buffer, encoding.bytes(offset), encoding.encode(values));
		else if (this.storage === 'f16') {
			if (offset % 2 !== 0 || (values.length % 2 !== 0 && offset + values.length < this.length))
				throw new InternalError(`${this.label}: halves are written two at a time.`);
			const halves = Uint16Array.from({ length: wholeWords(values.length * 2) / 2 }, (_, i) =>
				i < values.length ? toHalf(values[i]) : 0,
			);
			writePieces(queue, this.buffer, offset * 2, new Uint8Array(halves.buffer));
		} else {
			const { buffer, byteOffset, byteLength } = values;
			writePieces(queue, this.buffer, offset * 4, new Uint8Array(buffer, byteOffset, byteLength));
		}
	}

	async read(): Promise<Float32Array> {
		this.#check();
		const { device, buffers, faults, wait } = this.context;
		const total = wholeWords(this.#bytes);
		// All pieces are copied at once, so later commands do not change what is read.
		const copies = pieces(total).map(([start, size]) => ({
			start,
			size,
			...buffers.createNow({
				kind: 'transfer',
				label: `${this.label}: reading`,
				size,
				usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
			}),
		}));
		const sent = validated(this.context, `reading ${this.label}`, () => {
			const encoder = device.createCommandEncoder({ label: `read ${this.label}` });
			for (const { buffer, start, size } of copies)
				encoder.copyBufferToBuffer(this.buffer, start, buffer, 0, size);
			device.queue.submit([encoder.finish()]);
		});
		sent.catch(() => undefined);
		try {
			for (const { ready } of copies) await ready;
			await sent;
			const bytes = new Uint8Array(total);
			for (const { buffer, start, size } of copies) {
				await wait(mapped(this.context, buffer, size));
				bytes.set(new Uint8Array(buffer.getMappedRange(0, size)), start);
			}
			faults.throwIfAny();
			const encoding = findEncoding(this.storage);
			if (encoding) return encoding.decode(bytes, this.length);
			return this.storage === 'f32'
				? new Float32Array(bytes.buffer, 0, this.length)
				: Float32Array.from(new Uint16Array(bytes.buffer, 0, this.length), fromHalf);
		} finally {
			for (const { buffer } of copies) buffers.destroy(buffer);
		}
	}

	copyFrom(other: Vector): void {
		this.#check();
		const { device } = this.context;
		if (
			!(other instanceof GpuVector) ||
			other.length !== this.length ||
			other.storage !== this.storage
		)
			throw new InternalError(`${this.label} needs a source of its own length and storage.`);
		other.#check();
		const encoder = device.createCommandEncoder({ label: `copy ${other.label} to ${this.label}` });
		encoder.copyBufferToBuffer(other.buffer, 0, this.buffer, 0, wholeWords(this.#bytes));
		device.queue.submit([encoder.finish()]);
	}

	dispose(): void {
		this.isDisposed = true;
		this.context.buffers.destroy(this.buffer);
	}

	/** Throws what went wrong on the device, or InternalError after `dispose`. */
	#check(): void {
		this.context.faults.throwIfAny();
		if (this.isDisposed) throw new InternalError(`${this.label} was already disposed.`);
	}
}

/** [start, size] in bytes. */
function pieces(bytes: number): [number, number][] {
	const found: [number, number][] = [];
	for (let start = 0; start < bytes; start += pieceBytes)
		found.push([start, Math.min(pieceBytes, bytes - start)]);
	return found;
}

function writePieces(queue: GPUQueue, to: GPUBuffer, offset: number, bytes: Uint8Array): void {
	for (const [start, size] of pieces(bytes.byteLength))
		queue.writeBuffer(to, offset + start, bytes as Uint8Array<ArrayBuffer>, start, size);
}
