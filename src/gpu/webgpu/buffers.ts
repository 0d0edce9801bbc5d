/** All GPU memory that the lab takes passes here: each buffer is made inside error scopes, labelled, counted and given back. */
import { InternalError, outOfMemory } from '#core/errors.ts';
import type { MemoryUse } from '../computeDevice.ts';
import type { Faults } from './faults.ts';

export type BufferKind = 'vectors' | 'temporaries' | 'transfer';

export interface BufferRequest {
	readonly kind: BufferKind;
	readonly label: string;
	/** Bytes. */
	readonly size: number;
	readonly usage: GPUBufferUsageFlags;
}

/** For tests: whether an allocation is to fail as it does when memory is full. */
export type FailAllocation = (request: BufferRequest) => boolean;

export class Buffers {
	readonly #device: GPUDevice;
	readonly #faults: Faults;
	readonly #fail: FailAllocation;
	readonly #held = new Map<GPUBuffer, BufferRequest>();

	constructor(device: GPUDevice, faults: Faults, fail: FailAllocation = () => false) {
		this.#device = device;
		this.#faults = faults;
		this.#fail = fail;
	}

	/** Throws OutOfMemoryError, DeviceLostError. */
	async create(request: BufferRequest): Promise<GPUBuffer> {
		const { buffer, ready } = this.createNow(request);
		await ready;
		return buffer;
	}

	/** All or none. */
	async createAll(requests: readonly BufferRequest[]): Promise<GPUBuffer[]> {
		const made = requests.map((request) => this.createNow(request));
		const outcomes = await Promise.allSettled(made.map(({ ready }) => ready));
		const failure = outcomes.find((outcome) => outcome.status === 'rejected');
		if (!failure) return made.map(({ buffer }) => buffer);
		made.forEach(({ buffer }) => this.destroy(buffer));
		throw failure.reason;
	}

	/**
	 * A buffer that commands may name at once, and the news whether it exists. Where it does not, they do nothing but raise
	 * validation errors, and `ready` rejects with OutOfMemoryError or DeviceLostError.
	 */
	createNow(request: BufferRequest): { buffer: GPUBuffer; ready: Promise<void> } {
		const { label, size, usage } = request;
		const device = this.#device;
		const limit = device.limits.maxBufferSize;
		// What is beyond the limit fails as a full memory does: the buffer is invalid, and a scope says so.
		const isRefused = size > limit || this.#fail(request);
		scopes.forEach((scope) => device.pushErrorScope(scope));
		const buffer = device.createBuffer({ label, size: isRefused ? limit + 4 : size, usage });
		const errors = Promise.all(scopes.map(() => device.popErrorScope()));
		this.#held.set(buffer, request);
		const ready = this.#outcome(errors, request, isRefused, limit).catch((error: unknown) => {
			this.destroy(buffer);
			throw error;
		});
		// Whoever waits hears of it; nobody needs to.
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
		if (found === null) await this.#faults.settled();
		this.#faults.throwIfLost();
		const error = found?.find((one) => one !== null);
		if (!isRefused && !error && found !== null) return;
		if (!isRefused && error instanceof GPUValidationError)
			throw new InternalError(`The buffer of ${label} was refused: ${error.message}`);
		throw outOfMemory(label, { asked: size, held: this.bytes - size, limit });
	}

	destroy(buffer: GPUBuffer): void {
		if (this.#held.delete(buffer)) buffer.destroy();
	}

	/** That are held. */
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
