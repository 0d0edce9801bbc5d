/** A vector on the GPU: buffers that outlive programs, one unless it exceeds a limit. */
import { InternalError } from '#engine/core/errors.ts';
import type { Vector, VectorStorage } from '../computeDevice.ts';
import { storageBytes } from '../program.ts';
import { mapped, validated, wholeWords, type Context } from './context.ts';
import { findEncoding } from '../encodings.ts';
import { partBytes, partSizes, piecesOf } from './parts.ts';

/** Limit of one read or write: each passes through memory that two processes share. */
const pieceBytes = 64 * 2 ** 20;

/** Bytes of a vector's buffers. */
export const vectorParts = (
	{ length, storage }: Pick<Vector, 'length' | 'storage'>,
	largest: number,
): number[] => partSizes(storageBytes(length, storage), storage, largest);

export class GpuVector implements Vector {
	isDisposed = false;

	private constructor(
		private readonly context: Context,
		readonly label: string,
		/** In order: all but the last have `partBytes` of its storage. */
		readonly buffers: readonly GPUBuffer[],
		readonly length: number,
		readonly storage: VectorStorage,
	) {}

	static async create(
		context: Context,
		label: string,
		length: number,
		storage: VectorStorage,
	): Promise<GpuVector> {
		const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
		const buffers = await context.buffers.createAll(
			vectorParts({ length, storage }, context.largestPart).map(
				(size) => ({ kind: 'vectors', label, size, usage }) as const,
			),
		);
		return new GpuVector(context, label, buffers, length, storage);
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
		const encoding = findEncoding(this.storage);
		if (encoding) this.#writeBytes(encoding.bytes(offset), encoding.encode(values));
		else {
			const { buffer, byteOffset, byteLength } = values;
			this.#writeBytes(offset * 4, new Uint8Array(buffer, byteOffset, byteLength));
		}
	}

	#writeBytes(start: number, bytes: Uint8Array): void {
		const { queue } = this.context.device;
		let from = 0;
		for (const { buffer, offset, size } of this.#pieces(start, start + bytes.byteLength)) {
			queue.writeBuffer(buffer, offset, bytes as Uint8Array<ArrayBuffer>, from, size);
			from += size;
		}
	}

	/** Pieces of bytes `start` to `end` − 1, each in one buffer and at most `pieceBytes` long. */
	#pieces(start: number, end: number) {
		const part = partBytes(this.storage, this.context.largestPart);
		return [...piecesOf(start, end, part)].flatMap(({ part, offset, size }) =>
			[...piecesOf(0, size, pieceBytes)].map((piece) => ({
				buffer: this.buffers[part],
				offset: offset + piece.part * pieceBytes,
				size: piece.size,
			})),
		);
	}

	async read(): Promise<Float32Array> {
		this.#check();
		const { device, buffers, faults, wait } = this.context;
		const total = wholeWords(this.#bytes);
		// All pieces are copied at once, so later commands do not change what is read.
		const copies = this.#pieces(0, total).map(({ buffer: from, offset, size }) => ({
			from,
			offset,
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
			for (const { from, offset, buffer, size } of copies)
				encoder.copyBufferToBuffer(from, offset, buffer, 0, size);
			device.queue.submit([encoder.finish()]);
		});
		sent.catch(() => undefined);
		try {
			for (const { ready } of copies) await ready;
			await sent;
			const bytes = new Uint8Array(total);
			let start = 0;
			for (const { buffer, size } of copies) {
				await wait(mapped(this.context, buffer, size));
				bytes.set(new Uint8Array(buffer.getMappedRange(0, size)), start);
				start += size;
			}
			faults.throwIfAny();
			const encoding = findEncoding(this.storage);
			return encoding?.decode(bytes, this.length) ?? new Float32Array(bytes.buffer, 0, this.length);
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
		this.buffers.forEach((buffer, i) =>
			encoder.copyBufferToBuffer(other.buffers[i], 0, buffer, 0, buffer.size),
		);
		device.queue.submit([encoder.finish()]);
	}

	dispose(): void {
		this.isDisposed = true;
		this.buffers.forEach((buffer) => this.context.buffers.destroy(buffer));
	}

	/** Throws what went wrong on the device, or InternalError after `dispose`. */
	#check(): void {
		this.context.faults.throwIfAny();
		if (this.isDisposed) throw new InternalError(`${this.label} was already disposed.`);
	}
}
