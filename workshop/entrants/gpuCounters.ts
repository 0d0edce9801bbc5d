/**
 * Counts an engine's WebGPU work from outside: dispatches and bytes of live buffers.
 * A buffer that only the garbage collector frees counts until the end.
 */
export interface GpuCounts {
	dispatches: number;
	bytes: number;
	peakBytes: number;
	/** Uncaught errors: results after one are not valid. */
	readonly errors: string[];
}

/** Patches the WebGPU classes once, before the engine loads. Without WebGPU the counts stay 0. */
export function countGpuWork(): GpuCounts {
	const counts: GpuCounts = { dispatches: 0, bytes: 0, peakBytes: 0, errors: [] };
	if (typeof GPUDevice === 'undefined') return counts;
	wrap(GPUAdapter.prototype, 'requestDevice', (_adapter, requested: Promise<GPUDevice>) => {
		void requested.then((device) =>
			device.addEventListener('uncapturederror', ({ error }) => counts.errors.push(error.message)),
		);
	});
	const pass = GPUComputePassEncoder.prototype;
	wrap(pass, 'dispatchWorkgroups', () => counts.dispatches++);
	wrap(pass, 'dispatchWorkgroupsIndirect', () => counts.dispatches++);
	const sizes = new WeakMap<GPUBuffer, number>();
	wrap(GPUDevice.prototype, 'createBuffer', (_device, buffer: GPUBuffer) => {
		sizes.set(buffer, buffer.size);
		counts.bytes += buffer.size;
		counts.peakBytes = Math.max(counts.peakBytes, counts.bytes);
	});
	wrap(GPUBuffer.prototype, 'destroy', (buffer) => {
		counts.bytes -= sizes.get(buffer) ?? 0;
		sizes.delete(buffer);
	});
	return counts;
}

/** From now on, submitted commands are dropped, until the returned function is called. */
export function dropSubmissions(): () => void {
	const queue = GPUQueue.prototype;
	const { submit } = queue;
	queue.submit = () => undefined;
	return () => {
		queue.submit = submit;
	};
}

/** Calls `after(this, result)` after each call of the method. */
function wrap<T extends object>(
	prototype: T,
	name: keyof T,
	after: (self: T, result: never) => void,
): void {
	const original = prototype[name] as (...args: unknown[]) => unknown;
	prototype[name] = function (this: T, ...args: unknown[]) {
		const result = original.apply(this, args);
		after(this, result as never);
		return result;
	} as T[keyof T];
}

/** Tracks every new WebAssembly memory; returns their total bytes. Memories never shrink. */
export function countWasmMemory(): () => number {
	const memories: WebAssembly.Memory[] = [];
	WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
		construct(target, args: [WebAssembly.MemoryDescriptor]) {
			const memory = new target(...args);
			memories.push(memory);
			return memory;
		},
	});
	return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
