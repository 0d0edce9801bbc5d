/** The buffers of temporaries, which all programs of a device share, since one runs at a time. */
import type { Buffers } from './buffers.ts';

export class Arena {
	readonly #buffers: Buffers;
	/** Largest first: the i-th largest buffer of any program lies in the i-th. */
	#held: { buffer: GPUBuffer; size: number }[] = [];
	#users = 0;
	#version = 0;

	constructor(buffers: Buffers) {
		this.#buffers = buffers;
	}

	/** Changes when a buffer is replaced: bind groups that name the old one are to be made anew. */
	get version(): number {
		return this.#version;
	}

	/** The buffer that holds the i-th largest of a program. */
	at(i: number): GPUBuffer {
		return this.#held[i].buffer;
	}

	/** Makes room for a program whose plan has buffers of these sizes, largest first. Throws OutOfMemoryError and changes nothing. */
	async enter(sizes: readonly number[]): Promise<void> {
		const grown = sizes.flatMap((size, i) => (size > (this.#held[i]?.size ?? 0) ? [i] : []));
		const made = await this.#buffers.createAll(
			grown.map((i) => ({
				kind: 'temporaries' as const,
				label: `temporaries ${i}`,
				size: sizes[i],
				usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
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
