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
	/** WebGPU only. */
	readonly tiles?: TilesReport;
	/** Why the software path has one thread, when that was decided beforehand. */
	readonly oneThread?: string;
}

/** Where the tiles of the matrix products come from. */
export interface TilesReport {
	/** measured: just now. storage: at an earlier visit. default: those known to run. caller: given, none chosen. */
	readonly from: 'measured' | 'storage' | 'default' | 'caller';
	/** What went wrong. */
	readonly note?: string;
}

export interface Fact {
	readonly name: string;
	readonly value: string;
}

/** One fact to a line. */
export const reportLines = (report: DeviceReport): string[] =>
	reportFacts(report).map(({ name, value }) => `${name}: ${value}`);

export function reportFacts(report: DeviceReport): Fact[] {
	const { backend, name, reason } = report;
	return [
		// The software path's name says it all.
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
		{ name: 'page isolated, so that threads are allowed', value: yesOrNo(crossOriginIsolated) },
	];
}

function gpuFacts({ limits, features, tiles }: DeviceReport): Fact[] {
	const has = (feature: string) => yesOrNo(features.includes(feature));
	const megabytes = (limit: string) =>
		`${((limits[limit] ?? 0) / 2 ** 20).toLocaleString('en')} MiB`;
	const { subgroupMinSize: least, subgroupMaxSize: most } = limits;
	const sizes = least === most ? `${most}` : `${least} to ${most}`;
	return [
		{ name: 'half precision in shaders (shader-f16)', value: has('shader-f16') },
		{
			name: 'subgroups',
			value: features.includes('subgroups') ? `yes, of ${sizes} invocations` : 'no',
		},
		{ name: 'GPU times by kernel (timestamp-query)', value: has('timestamp-query') },
		{
			name: 'largest buffer',
			value: `${megabytes('maxBufferSize')}, of which ${megabytes('maxStorageBufferBindingSize')} are seen at once`,
		},
		{
			name: 'storage buffers per kernel',
			value: String(limits['maxStorageBuffersPerShaderStage']),
		},
		{
			name: 'workgroup',
			value: `${limits['maxComputeInvocationsPerWorkgroup']} invocations, ${(limits['maxComputeWorkgroupStorageSize'] ?? 0) / 1024} KiB`,
		},
		...(tiles ? [{ name: 'tiles of matrix products', value: tilesInWords(tiles) }] : []),
	];
}

const sources = {
	measured: 'measured now',
	storage: 'measured at an earlier visit',
	default: 'default',
	caller: 'as given',
} as const satisfies Record<TilesReport['from'], string>;

const tilesInWords = ({ from, note }: TilesReport): string =>
	note ? `${sources[from]} (${note})` : sources[from];

const yesOrNo = (holds: boolean): string => (holds ? 'yes' : 'no');
