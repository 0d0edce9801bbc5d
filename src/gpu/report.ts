/** What the lab found to compute on: plain data, for the page, the run's record and the bench, and the same in words. */
export interface DeviceReport {
	/** What computes. */
	readonly backend: 'webgpu' | 'wasm';
	/** hardware: the visitor's GPU. software: no GPU, or one that is emulated on the CPU. */
	readonly kind: 'hardware' | 'software';
	/** In plain words, for example `apple metal-3` or `2 processor threads`. */
	readonly name: string;
	/** Why the GPU is not used, when it is not. */
	readonly reason?: string;
	readonly crossOriginIsolated: boolean;
	/** By WebGPU's names; for the software path `threads`. */
	readonly limits: { readonly [name: string]: number };
	readonly features: readonly string[];
}

/** One fact to a line. */
export function reportLines(report: DeviceReport): string[] {
	const { backend, kind, name, reason, crossOriginIsolated, limits, features } = report;
	const has = (feature: string) => (features.includes(feature) ? 'yes' : 'no');
	const kinds = { hardware: 'the GPU', software: 'software' };
	const lines = [
		`computes on: ${name} (${backend === 'webgpu' ? 'WebGPU' : 'WebAssembly'}, ${kinds[kind]})`,
		...(reason ? [`why not the GPU: ${reason}`] : []),
	];
	if (backend === 'wasm')
		return [
			...lines,
			`threads: ${limits['threads'] ?? 1}`,
			`fused multiply-add (relaxed SIMD): ${has('relaxed-simd')}`,
			`page isolated, so that threads are allowed: ${crossOriginIsolated ? 'yes' : 'no'}`,
		];
	const megabytes = (limit: string) =>
		`${((limits[limit] ?? 0) / 2 ** 20).toLocaleString('en')} MiB`;
	return [
		...lines,
		`half precision in shaders (shader-f16): ${has('shader-f16')}`,
		`subgroups: ${features.includes('subgroups') ? `yes, of ${limits['subgroupMinSize']} to ${limits['subgroupMaxSize']} invocations` : 'no'}`,
		`GPU times by kernel (timestamp-query): ${has('timestamp-query')}`,
		`largest buffer: ${megabytes('maxBufferSize')}, of which ${megabytes('maxStorageBufferBindingSize')} are seen at once`,
		`storage buffers per kernel: ${limits['maxStorageBuffersPerShaderStage']}`,
		`workgroup: ${limits['maxComputeInvocationsPerWorkgroup']} invocations, ${(limits['maxComputeWorkgroupStorageSize'] ?? 0) / 1024} KiB`,
	];
}
