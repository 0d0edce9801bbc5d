/** Creates all GPU buffers of the lab: inside error scopes, labelled, and counted. */
import { InternalError, outOfMemory } from '#engine/core/errors.ts';
import type { MemoryUse } from '../computeDevice.ts';
import type { Faults } from './Faults.ts';

export type BufferKind = 'vectors' | 'temporaries' | 'transfer';

export interface BufferRequest {
	readonly kind: BufferKind;
	readonly label: string;
	/** Bytes. */
	readonly size: number;
	readonly usage: GPUBufferUsageFlags;
}

/** For tests: whether an allocation fails as if memory were full. */
export type FailAllocation = (request: BufferRequest) => boolean;

export class Buffers {
	readonly #held = new Map<GPUBuffer, BufferRequest>();

	constructor(
		private readonly device: GPUDevice,
		private readonly faults: Faults,
		private readonly fail: FailAllocation = () => false,
	) {}

	/** Creates all buffers, or none and throws OutOfMemoryError or DeviceLostError. */
	async createAll(requests: readonly BufferRequest[]): Promise<GPUBuffer[]> {
		const created = requests.map((request) => this.createNow(request));
		const outcomes = await Promise.allSettled(created.map(({ ready }) => ready));
		const failure = outcomes.find((outcome) => outcome.status === 'rejected');
		if (!failure) return created.map(({ buffer }) => buffer);
		created.forEach(({ buffer }) => this.destroy(buffer));
		throw failure.reason;
	}

	/**
	 * Returns a buffer that commands may use at once. If its allocation fails, such commands only
	 * raise validation errors, and `ready` rejects with OutOfMemoryError or DeviceLostError.
	 */
	createNow(request: BufferRequest): { buffer: GPUBuffer; ready: Promise<void> } {
		const { label, size, usage } = request;
		const device = this.device;
		const limit = device.limits.maxBufferSize;
		// A size beyond the limit gives an invalid buffer and an error in a scope, like full memory.
		const isRefused = size > limit || this.fail(request);
		scopes.forEach((scope) => device.pushErrorScope(scope));
		const buffer = device.createBuffer({ label, size: isRefused ? limit + 4 : size, usage });
		const errors = Promise.all(scopes.map(() => device.popErrorScope()));
		this.#held.set(buffer, request);
		const ready = this.#outcome(errors, request, isRefused, limit).catch((error: unknown) => {
			this.destroy(buffer);
			throw error;
		});
		// A caller that awaits `ready` still gets the error.
		ready.catch(() => undefined);
		return { buffer, ready };
	}

	async #outcome(
		errors: Promise<(GPUError | null)[]>,
		{ label, size }: BufferRequest,
		isRefused: boolean,
		limit: number,
	): Promise<void> {
		const found = await errors.catch(() => null);
		if (found === null) await this.faults.settled();
		this.faults.throwIfLost();
		const error = found?.find((outcome) => outcome !== null);
		if (!isRefused && !error && found !== null) return;
		if (!isRefused && error instanceof GPUValidationError)
			throw new InternalError(`WebGPU rejected the buffer of ${label}: ${error.message}`);
		throw outOfMemory(label, { requested: size, held: this.bytes - size, limit });
	}

	destroy(buffer: GPUBuffer): void {
		if (this.#held.delete(buffer)) buffer.destroy();
	}

	/** Bytes of all buffers. */
	get bytes(): number {
		let sum = 0;
		for (const { size } of this.#held.values()) sum += size;
		return sum;
	}

	use(): MemoryUse {
		const bytes = { vectors: 0, temporaries: 0, transfer: 0 };
		for (const { kind, size } of this.#held.values()) bytes[kind] += size;
		return { ...bytes, buffers: this.#held.size };
	}

	dispose(): void {
		for (const buffer of [...this.#held.keys()]) this.destroy(buffer);
	}
}

const scopes = ['internal', 'validation', 'out-of-memory'] as const;
