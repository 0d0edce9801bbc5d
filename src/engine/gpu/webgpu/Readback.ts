/** Reads results back to the host. Results of many runs share a page, which is read by one wait. */
import type { Results } from '../computeDevice.ts';
import { sizeOf } from '../kernel.ts';
import { mapped, type Context } from './context.ts';
import { bytesOf, type DispatchPlan } from './dispatchPlan.ts';

const minPageBytes = 64 * 1024;
/** One to write into while another is read. */
export const minPages = 2;
/** Bytes of a page for programs whose results take at most `bytes`. */
export const pageSize = (bytes: number): number =>
	Math.max(1, Math.ceil(bytes / minPageBytes)) * minPageBytes;
/** Free pages to keep: a burst of runs may have created more. */
const maxFreePages = 4;

interface Page {
	readonly buffer: GPUBuffer;
	readonly size: number;
	/** Rejects if the page was created during a run and its allocation failed. */
	readonly ready: Promise<void>;
	/** Whether the allocation is known to have succeeded. */
	isAllocated: boolean;
}

/** Results of several runs that lie in one page and are read together. */
interface ResultGroup {
	readonly page: Page;
	usedBytes: number;
	/** Set by the first read. */
	bytes: Promise<ArrayBuffer> | undefined;
}

/** The space for the results of one run: from `offset` in the group's page. */
export interface ResultSlot {
	readonly group: ResultGroup;
	readonly offset: number;
}

export class Readback {
	readonly #pages = new Set<Page>();
	#pageSize = minPageBytes;
	/** The group that runs write their results into now. */
	#open: ResultGroup | undefined;
	#free: Page[] = [];

	constructor(private readonly context: Context) {}

	/** Called before a program with `bytes` of results runs. Throws OutOfMemoryError. */
	async reserve(bytes: number): Promise<void> {
		const size = Math.max(this.#pageSize, pageSize(bytes));
		const large = [...this.#pages].filter((page) => page.size >= size);
		const missing = Math.max(0, minPages - large.length);
		const requests = Array.from({ length: missing }, () => pageRequest(size));
		const created = await this.context.buffers.createAll(requests);
		this.#pageSize = Math.max(this.#pageSize, size);
		for (const buffer of created) this.#free.push(this.#add(buffer, size, Promise.resolve(), true));
	}

	take(bytes: number): ResultSlot {
		const open = this.#open;
		if (open && open.usedBytes + bytes <= open.page.size) {
			open.usedBytes += bytes;
			return { group: open, offset: open.usedBytes - bytes };
		}
		// Read the full group now, although nobody has asked yet: its page is needed again.
		if (open) void this.read(open);
		const page = this.#takeFree(bytes) ?? this.#createDuringRun();
		this.#open = { page, usedBytes: bytes, bytes: undefined };
		return { group: this.#open, offset: 0 };
	}

	/** The bytes of the group's whole page. */
	read(group: ResultGroup): Promise<ArrayBuffer> {
		if (group.bytes) return group.bytes;
		if (this.#open === group) this.#open = undefined;
		group.bytes = this.#map(group);
		// A caller that awaits `bytes` still gets the error.
		group.bytes.catch(() => undefined);
		return group.bytes;
	}

	async #map({ page, usedBytes }: ResultGroup): Promise<ArrayBuffer> {
		const { buffer, size, ready } = page;
		await ready;
		await mapped(this.context, buffer, usedBytes);
		const bytes = buffer.getMappedRange(0, usedBytes).slice(0);
		buffer.unmap();
		if (size < this.#pageSize || this.#free.length >= maxFreePages) this.#drop(page);
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
		this.context.buffers.destroy(page.buffer);
	}

	/** A run cannot wait, so whether the allocation succeeded is known only later. */
	#createDuringRun(): Page {
		const size = this.#pageSize;
		const { buffer, ready } = this.context.buffers.createNow(pageRequest(size));
		const page = this.#add(buffer, size, ready, false);
		ready.then(
			() => (page.isAllocated = true),
			() => {
				this.#pages.delete(page);
				if (this.#open?.page === page) this.#open = undefined;
			},
		);
		return page;
	}

	#add(buffer: GPUBuffer, size: number, ready: Promise<void>, isAllocated: boolean): Page {
		const page = { buffer, size, ready, isAllocated };
		this.#pages.add(page);
		return page;
	}
}

const pageRequest = (size: number) => ({
	kind: 'transfer' as const,
	label: 'results',
	size,
	usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
});

/** The results of one run of a plan. Without a slot there are none. */
export const pendingResults = (
	{ faults, wait }: Context,
	readback: Readback,
	plan: DispatchPlan,
	slot: ResultSlot | undefined,
): Results => ({
	async read() {
		if (!slot) return {};
		const bytes = await wait(readback.read(slot.group));
		faults.throwIfAny();
		let { offset } = slot;
		const results: { [name: string]: Float32Array } = {};
		for (const { name, value, regions } of plan.results) {
			const length = sizeOf(value.shape);
			results[name] =
				value.storage === 'i32'
					? Float32Array.from(new Int32Array(bytes, offset, length))
					: new Float32Array(bytes, offset, length).slice();
			offset += bytesOf(regions);
		}
		return results;
	},
});
