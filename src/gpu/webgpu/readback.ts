/** Results on their way to the host: those of many runs gather in one buffer, which is read by one wait. */
import { mapped, type Context } from './context.ts';

const smallestPage = 64 * 1024;
/** One to write into while another is read. */
export const pagesAtLeast = 2;
/** Bytes of the pages for programs whose results take so many at most. */
export const pageSizeFor = (bytes: number): number =>
	Math.max(1, Math.ceil(bytes / smallestPage)) * smallestPage;
/** Pages that are kept for later; a burst of runs may have made more. */
const mostFree = 4;

interface Page {
	readonly buffer: GPUBuffer;
	readonly size: number;
	/** Rejects when it was made in haste and there was no room. */
	readonly ready: Promise<void>;
	/** Whether it is known to exist. */
	isSure: boolean;
}

/** The results that a page holds at one time. */
interface Gathering {
	readonly page: Page;
	/** Bytes that are taken. */
	used: number;
	/** Set by the first who asks. */
	bytes: Promise<ArrayBuffer> | undefined;
}

/** Room for the results of a run: from `offset` on in the page. */
export interface Slot {
	readonly gathering: Gathering;
	readonly offset: number;
}

export class Readback {
	readonly #context: Context;
	readonly #pages = new Set<Page>();
	#pageSize = smallestPage;
	/** Runs write their results here now. */
	#open: Gathering | undefined;
	#free: Page[] = [];

	constructor(context: Context) {
		this.#context = context;
	}

	/** Before a program runs whose results take so many bytes. Throws OutOfMemoryError. */
	async reserve(bytes: number): Promise<void> {
		const size = Math.max(this.#pageSize, pageSizeFor(bytes));
		const large = [...this.#pages].filter((page) => page.size >= size);
		const missing = Math.max(0, pagesAtLeast - large.length);
		const requests = Array.from({ length: missing }, () => request(size));
		const made = await this.#context.buffers.createAll(requests);
		this.#pageSize = Math.max(this.#pageSize, size);
		for (const buffer of made) this.#free.push(this.#add(buffer, size, Promise.resolve(), true));
	}

	take(bytes: number): Slot {
		const open = this.#open;
		if (open && open.used + bytes <= open.page.size) {
			open.used += bytes;
			return { gathering: open, offset: open.used - bytes };
		}
		// Nobody has asked for these yet; read now, they make room for later ones.
		if (open) void this.#settle(open);
		const page = this.#takeFree(bytes) ?? this.#makeInHaste();
		this.#open = { page, used: bytes, bytes: undefined };
		return { gathering: this.#open, offset: 0 };
	}

	/** The bytes of all results that wait with this one. */
	read({ gathering }: Slot): Promise<ArrayBuffer> {
		return this.#settle(gathering);
	}

	#settle(gathering: Gathering): Promise<ArrayBuffer> {
		if (gathering.bytes) return gathering.bytes;
		if (this.#open === gathering) this.#open = undefined;
		gathering.bytes = this.#map(gathering);
		// Whoever reads hears of it.
		gathering.bytes.catch(() => undefined);
		return gathering.bytes;
	}

	async #map({ page, used }: Gathering): Promise<ArrayBuffer> {
		const { buffer, size, ready } = page;
		await ready;
		await mapped(this.#context, buffer, used);
		const bytes = buffer.getMappedRange(0, used).slice(0);
		buffer.unmap();
		if (size < this.#pageSize || this.#free.length >= mostFree) this.#drop(page);
		else this.#free.push(page);
		return bytes;
	}

	#takeFree(bytes: number): Page | undefined {
		for (;;) {
			const page = this.#free.pop();
			if (!page || page.size >= bytes) return page;
			this.#drop(page);
		}
	}

	#drop(page: Page): void {
		this.#pages.delete(page);
		this.#context.buffers.destroy(page.buffer);
	}

	/** In the midst of a run: whether there is room shows later. */
	#makeInHaste(): Page {
		const size = this.#pageSize;
		const { buffer, ready } = this.#context.buffers.createNow(request(size));
		const page = this.#add(buffer, size, ready, false);
		ready.then(
			() => (page.isSure = true),
			() => {
				this.#pages.delete(page);
				if (this.#open?.page === page) this.#open = undefined;
			},
		);
		return page;
	}

	#add(buffer: GPUBuffer, size: number, ready: Promise<void>, isSure: boolean): Page {
		const page = { buffer, size, ready, isSure };
		this.#pages.add(page);
		return page;
	}
}

const request = (size: number) => ({
	kind: 'transfer' as const,
	label: 'results',
	size,
	usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
});
