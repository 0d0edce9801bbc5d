/** Description of the device, as plain data and as text: for the page, run records, benchmarks. */
export interface DeviceReport {
	readonly backend: 'webgpu' | 'wasm';
	/** hardware: the visitor's GPU. software: no GPU, or one emulated on the processor. */
	readonly kind: 'hardware' | 'software';
	/** For example `apple metal-3`. */
	readonly name: string;
	/** The reason, if the GPU is not used. */
	readonly reason?: string;
	readonly crossOriginIsolated: boolean;
	/** WebGPU's limits by name; for wasm `threads`. */
	readonly limits: { readonly [name: string]: number };
	readonly features: readonly string[];
	/** WebGPU only. */
	readonly tiles?: TilesReport;
	/** The reason, if wasm is restricted to one thread. */
	readonly oneThread?: string;
}

/** The origin of the matrix products' tiles. */
export interface TilesReport {
	/**
	 * measured: at this visit. storage: at an earlier visit. default: tiles that run everywhere.
	 * caller: given by the caller.
	 */
	readonly from: 'measured' | 'storage' | 'default' | 'caller';
	/** The problem, if there was one. */
	readonly note?: string;
}

export interface Fact {
	readonly name: string;
	readonly value: string;
}

/** One line for each fact. */
export const reportLines = (report: DeviceReport): string[] =>
	reportFacts(report).map(({ name, value }) => `${name}: ${value}`);

export function reportFacts(report: DeviceReport): Fact[] {
	const { backend, name, reason } = report;
	return [
		{
			name: 'computes on',
			value: backend === 'webgpu' ? `${name}, ${gpuKinds[report.kind]}` : name,
		},
		...(reason ? [{ name: 'why not the GPU', value: reason }] : []),
		...(backend === 'webgpu' ? gpuFacts(report) : processorFacts(report)),
	];
}

const gpuKinds = { hardware: 'through WebGPU', software: 'WebGPU emulated on the processor' };

function processorFacts({
	limits,
	features,
	crossOriginIsolated,
	oneThread,
}: DeviceReport): Fact[] {
	const threads = limits['threads'] ?? 1;
	return [
		{
			name: 'threads',
			value: threads === 1 && oneThread ? `1, because ${oneThread}` : String(threads),
		},
		{
			name: 'fused multiply-add (relaxed SIMD)',
			value: yesOrNo(features.includes('relaxed-simd')),
		},
		{ name: 'cross-origin isolated page (allows threads)', value: yesOrNo(crossOriginIsolated) },
	];
}

function gpuFacts({ limits, features, tiles }: DeviceReport): Fact[] {
	const has = (feature: string) => yesOrNo(features.includes(feature));
	const megabytes = (limit: string) =>
		`${((limits[limit] ?? 0) / 2 ** 20).toLocaleString('en')} MiB`;
	const { subgroupMinSize: min, subgroupMaxSize: max } = limits;
	const sizes = min === max ? `${max}` : `${min} to ${max}`;
	return [
		{ name: 'half precision in shaders (shader-f16)', value: has('shader-f16') },
		{
			name: 'subgroups',
			value: features.includes('subgroups') ? `yes, of ${sizes} invocations` : 'no',
		},
		{ name: 'GPU times by kernel (timestamp-query)', value: has('timestamp-query') },
		{
			name: 'largest buffer',
			value:
				`${megabytes('maxBufferSize')}, ` +
				`at most ${megabytes('maxStorageBufferBindingSize')} per binding`,
		},
		{
			name: 'storage buffers per kernel',
			value: String(limits['maxStorageBuffersPerShaderStage']),
		},
		{
			name: 'workgroup',
			value:
				`${limits['maxComputeInvocationsPerWorkgroup']} invocations, ` +
				`${(limits['maxComputeWorkgroupStorageSize'] ?? 0) / 1024} KiB`,
		},
		...(tiles ? [{ name: 'tiles of matrix products', value: describeTiles(tiles) }] : []),
	];
}

const sources = {
	measured: 'measured now',
	storage: 'measured at an earlier visit',
	default: 'default',
	caller: 'as given',
} as const satisfies Record<TilesReport['from'], string>;

const describeTiles = ({ from, note }: TilesReport): string =>
	note ? `${sources[from]} (${note})` : sources[from];

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');
