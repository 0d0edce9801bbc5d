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
	const { backend, kind, name, reason } = report;
	const facts: [name: string, value: string][] = [
		['computes on', backend === 'webgpu' ? `${name}, ${gpuKinds[kind]}` : name],
	];
	if (reason) facts.push(['why not the GPU', reason]);
	for (const fact of backend === 'webgpu' ? gpuFacts(report) : processorFacts(report))
		facts.push(fact);
	return facts.map(([name, value]) => ({ name, value }));
}

const gpuKinds = { hardware: 'through WebGPU', software: 'WebGPU emulated on the processor' };

function processorFacts({
	limits,
	features,
	crossOriginIsolated,
	oneThread,
}: DeviceReport): [string, string][] {
	const threads = limits['threads'] ?? 1;
	return [
		['threads', threads === 1 && oneThread ? `1, because ${oneThread}` : String(threads)],
		['fused multiply-add (relaxed SIMD)', yesOrNo(features.includes('relaxed-simd'))],
		['cross-origin isolated page (allows threads)', yesOrNo(crossOriginIsolated)],
	];
}

function gpuFacts({ limits, features, tiles }: DeviceReport): [string, string][] {
	const has = (feature: string) => yesOrNo(features.includes(feature));
	const limit = (name: string) => limits[name] ?? 0;
	const mebibytes = (name: string) => `${(limit(name) / 2 ** 20).toLocaleString('en')} MiB`;
	const { subgroupMinSize: min, subgroupMaxSize: max } = limits;
	const sizes = min === max ? `${max}` : `${min} to ${max}`;
	const facts: [string, string][] = [
		['half precision in shaders (shader-f16)', has('shader-f16')],
		['subgroups', features.includes('subgroups') ? `yes, of ${sizes} invocations` : 'no'],
		['GPU times by kernel (timestamp-query)', has('timestamp-query')],
		[
			'largest buffer',
			`${mebibytes('maxBufferSize')}, ` +
				`at most ${mebibytes('maxStorageBufferBindingSize')} per binding`,
		],
		['storage buffers per kernel', String(limits['maxStorageBuffersPerShaderStage'])],
		[
			'workgroup',
			`${limits['maxComputeInvocationsPerWorkgroup']} invocations, ` +
				`${limit('maxComputeWorkgroupStorageSize') / 1024} KiB`,
		],
	];
	if (tiles) facts.push(['tiles of matrix products', describeTiles(tiles)]);
	return facts;
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
