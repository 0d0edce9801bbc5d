/** Description of the device, as plain data and as text: for the page, run records, benchmarks. */
import { asMessage, englishText, sentence, type Message } from '#engine/core/message.ts';

/** javascript: for a browser without WebAssembly or its SIMD. tfjs: the reference engine. */
export const backends = ['webgpu', 'wasm', 'javascript', 'tfjs'] as const;
export type Backend = (typeof backends)[number];

export interface DeviceReport {
	readonly backend: Backend;
	/** hardware: the visitor's GPU. software: no GPU, or one emulated on the processor. */
	readonly kind: 'hardware' | 'software';
	/** For example `apple metal-3`. */
	readonly name: string;
	/** WebGPU only: the hardware, its features and limits, as JSON. Equal for equal adapters. */
	readonly adapter?: string;
	/** The reason, if the GPU is not used. */
	readonly reason?: Message;
	readonly crossOriginIsolated: boolean;
	/** WebGPU's limits by name; for wasm `threads`. */
	readonly limits: { readonly [name: string]: number };
	readonly features: readonly string[];
	/** WebGPU only. */
	readonly tiles?: TilesReport;
	/** The reason, if wasm is restricted to one thread. */
	readonly oneThread?: Message;
	/** The reason, if neither the GPU nor WebAssembly is used. */
	readonly noWebAssembly?: Message;
}

/** The report of a device on the processor. `reason`: why no GPU is used. */
export const processorReport = (
	facts: Pick<DeviceReport, 'backend' | 'name'> & Partial<DeviceReport> & { reason: Message },
): DeviceReport => ({
	kind: 'software',
	crossOriginIsolated: globalThis.crossOriginIsolated ?? false,
	limits: {},
	features: [],
	...facts,
});

/** The origin of the matrix products' tiles. */
export interface TilesReport {
	/**
	 * measured: at this visit. storage: at an earlier one. default: not measured. safe: those that
	 * run everywhere, because faster shaders failed the self-test.
	 */
	readonly from: 'measured' | 'storage' | 'default' | 'safe' | 'caller';
	/** The problem, if there was one. */
	readonly note?: Message;
}

export interface Fact {
	readonly name: Message;
	readonly value: Message;
}

export function reportFacts(report: DeviceReport): Fact[] {
	const { backend, kind, name, reason } = report;
	const gpu = sentence('engine.gpu.commaPair', { name, gpuKinds: gpuKinds[kind] });
	const facts: NamedFact[] = [
		[sentence('engine.device.computesOn'), backend === 'webgpu' ? gpu : name],
	];
	if (reason) facts.push([sentence('engine.device.whyNotGpu'), reason]);
	if (report.noWebAssembly)
		facts.push([sentence('engine.device.whyNotWebAssembly'), report.noWebAssembly]);
	const isOnGpu = backend === 'webgpu' || report.adapter !== undefined;
	for (const fact of isOnGpu ? gpuFacts(report) : processorFacts(report)) facts.push(fact);
	return facts.map(([name, value]) => ({ name, value: asMessage(value) }));
}
/** The report in English, a line for each fact: the device, and why it is not another one. */
export const reportLines = (report: DeviceReport): string[] =>
	reportFacts(report).map(({ name, value }) => `${englishText(name)}: ${englishText(value)}`);

type NamedFact = [name: Message, value: string | Message];

const gpuKinds = {
	hardware: sentence('engine.gpu.throughWebgpu'),
	software: sentence('engine.gpu.webgpuEmulatedOnProcessor'),
};

function processorFacts(report: DeviceReport): NamedFact[] {
	const { limits, features, crossOriginIsolated, oneThread } = report;
	const threads = limits['threads'] ?? 1;
	return [
		[
			sentence('engine.device.threads'),
			threads === 1 && oneThread
				? sentence('engine.gpu.n1Because', { oneThread })
				: String(threads),
		],
		[sentence('engine.device.simd'), yesOrNo(features.includes('simd'))],
		[sentence('engine.device.relaxedSimd'), yesOrNo(features.includes('relaxed-simd'))],
		[sentence('engine.device.isolatedPage'), yesOrNo(crossOriginIsolated)],
	];
}

function gpuFacts({ limits, features, tiles }: DeviceReport): NamedFact[] {
	const has = (feature: string) => yesOrNo(features.includes(feature));
	const limit = (name: string) => limits[name] ?? 0;
	const mebibytes = (name: string) => `${(limit(name) / 2 ** 20).toLocaleString('en')} MiB`;
	const { subgroupMinSize: min, subgroupMaxSize: max } = limits;
	const sizes = min === max ? `${max}` : sentence('engine.gpu.to', { min, max });
	const facts: NamedFact[] = [
		[
			sentence('engine.device.subgroups'),
			max ? sentence('engine.gpu.yesOfInvocations', { sizes }) : has('subgroups'),
		],
		[sentence('engine.device.timestamps'), has('timestamp-query')],
		[
			sentence('engine.device.largestBuffer'),
			sentence('engine.gpu.atMostPerBinding', {
				mebibytes: mebibytes('maxBufferSize'),
				mebibytes2: mebibytes('maxStorageBufferBindingSize'),
			}),
		],
		[sentence('engine.device.storageBuffers'), String(limits['maxStorageBuffersPerShaderStage'])],
		[
			sentence('engine.device.workgroup'),
			sentence('engine.gpu.invocationsKib', {
				limit: limit('maxComputeInvocationsPerWorkgroup'),
				limit2: limit('maxComputeWorkgroupStorageSize') / 1024,
			}),
		],
	];
	if (tiles) facts.push([sentence('engine.device.tiles'), describeTiles(tiles)]);
	return facts;
}

const sources = {
	measured: sentence('engine.gpu.measuredNow'),
	storage: sentence('engine.gpu.measuredAtEarlierVisit'),
	default: sentence('engine.gpu.default'),
	safe: sentence('engine.gpu.safeShaders'),
	caller: sentence('engine.gpu.asGiven'),
} as const satisfies Record<TilesReport['from'], Message>;

const describeTiles = ({ from, note }: TilesReport): string | Message =>
	note ? sentence('engine.gpu.list', { sources: sources[from], note }) : sources[from];

const yesOrNo = (value: boolean): Message =>
	sentence(value ? 'engine.device.yes' : 'engine.device.no');
