/** Buffers that all programs of a device share, since one runs at a time: temporaries, and what the host gives. */
import type { BufferRequest, Buffers } from './buffers.ts';

export class Arena {
	readonly #buffers: Buffers;
	readonly #request: Omit<BufferRequest, 'size'>;
	/** As large as the largest that any program asked for at its place. */
	#held: { buffer: GPUBuffer; size: number }[] = [];
	#users = 0;
	#version = 0;

	/** `request`: what its buffers are for. */
	constructor(buffers: Buffers, request: Omit<BufferRequest, 'size'>) {
		this.#buffers = buffers;
		this.#request = request;
	}

	/** Changes when a buffer is replaced: bind groups that name the old one are to be made anew. */
	get version(): number {
		return this.#version;
	}

	/** The buffer that holds a program's i-th. */
	at(i: number): GPUBuffer {
		return this.#held[i].buffer;
	}

	/** Makes room for a program that asks for buffers of these sizes. Throws OutOfMemoryError and changes nothing. */
	async enter(sizes: readonly number[]): Promise<void> {
		const grown = sizes.flatMap((size, i) => (size > (this.#held[i]?.size ?? 0) ? [i] : []));
		const made = await this.#buffers.createAll(
			grown.map((i) => ({
				...this.#request,
				label: `${this.#request.label} ${i}`,
				size: sizes[i],
			})),
		);
		grown.forEach((i, k) => {
			const old = this.#held.at(i);
			if (old) this.#buffers.destroy(old.buffer);
			this.#held[i] = { buffer: made[k], size: sizes[i] };
		});
		if (grown.length > 0) this.#version++;
		this.#users++;
	}

	/** A program is gone. With the last one the memory goes too. */
	leave(): void {
		if (--this.#users > 0) return;
		this.#held.forEach(({ buffer }) => this.#buffers.destroy(buffer));
		this.#held = [];
		this.#version++;
	}
}
