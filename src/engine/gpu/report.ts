/** Description of the device, as plain data and as text: for the page, run records, benchmarks. */
import { asMessage, englishText, say, type Message } from '#engine/core/message.ts';

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

/**
 * Where products in whole numbers (dots.ts) are known to be faster. ARM needs four instructions for
 * two of x86.
 */
export const hasFastDots = ({ backend }: Pick<DeviceReport, 'backend'>): boolean =>
	backend === 'wasm' && isX86();

/** ∞ − ∞ has the sign bit on x86, and not on ARM. */
function isX86(): boolean {
	const numbers = Float32Array.of(Infinity, 0);
	numbers[1] = numbers[0] - numbers[0];
	return new Uint32Array(numbers.buffer)[1] >>> 31 === 1;
}

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
	const gpu = say('{name}, {gpuKinds}', { name, gpuKinds: gpuKinds[kind] });
	const facts: NamedFact[] = [[say('computes on'), backend === 'webgpu' ? gpu : name]];
	if (reason) facts.push([say('why not the GPU'), reason]);
	if (report.noWebAssembly) facts.push([say('why not WebAssembly'), report.noWebAssembly]);
	const isOnGpu = backend === 'webgpu' || report.adapter !== undefined;
	for (const fact of isOnGpu ? gpuFacts(report) : processorFacts(report)) facts.push(fact);
	return facts.map(([name, value]) => ({ name, value: asMessage(value) }));
}
/** The report in English, a line for each fact: the device, and why it is not another one. */
export const reportLines = (report: DeviceReport): string[] =>
	reportFacts(report).map(({ name, value }) => `${englishText(name)}: ${englishText(value)}`);

type NamedFact = [name: Message, value: string | Message];

const gpuKinds = { hardware: say('through WebGPU'), software: say('WebGPU emulated on the CPU') };

function processorFacts(report: DeviceReport): NamedFact[] {
	const { limits, features, crossOriginIsolated, oneThread } = report;
	const threads = limits['threads'] ?? 1;
	return [
		[
			say('threads'),
			threads === 1 && oneThread ? say('1, because {oneThread}', { oneThread }) : String(threads),
		],
		[say('SIMD'), yesOrNo(features.includes('simd'))],
		[say('fused multiply-add (relaxed SIMD)'), yesOrNo(features.includes('relaxed-simd'))],
		[say('cross-origin isolated page (allows threads)'), yesOrNo(crossOriginIsolated)],
	];
}

function gpuFacts({ limits, features, tiles }: DeviceReport): NamedFact[] {
	const has = (feature: string) => yesOrNo(features.includes(feature));
	const limit = (name: string) => limits[name] ?? 0;
	const mebibytes = (name: string) => `${(limit(name) / 2 ** 20).toLocaleString('en')} MiB`;
	const { subgroupMinSize: min, subgroupMaxSize: max } = limits;
	const sizes = min === max ? `${max}` : say('{min} to {max}', { min, max });
	const facts: NamedFact[] = [
		[say('subgroups'), max ? say('yes, of {sizes} invocations', { sizes }) : has('subgroups')],
		[say('GPU times by kernel (timestamp-query)'), has('timestamp-query')],
		[
			say('largest buffer'),
			say('{buffer}, at most {binding} per binding', {
				buffer: mebibytes('maxBufferSize'),
				binding: mebibytes('maxStorageBufferBindingSize'),
			}),
		],
		[say('storage buffers per kernel'), String(limits['maxStorageBuffersPerShaderStage'])],
		[
			say('workgroup'),
			say('{invocations} invocations, {kibibytes} KiB', {
				invocations: limit('maxComputeInvocationsPerWorkgroup'),
				kibibytes: limit('maxComputeWorkgroupStorageSize') / 1024,
			}),
		],
	];
	if (tiles) facts.push([say('tiles of matrix products'), describeTiles(tiles)]);
	return facts;
}

const sources = {
	measured: say('measured now'),
	storage: say('measured at an earlier visit'),
	default: say('default'),
	safe: say('safe shaders, because faster ones failed the self-test'),
	caller: say('as given'),
} as const satisfies Record<TilesReport['from'], Message>;

const describeTiles = ({ from, note }: TilesReport): string | Message =>
	note ? say('{sources} ({note})', { sources: sources[from], note }) : sources[from];

const yesOrNo = (value: boolean): Message => (value ? say('yes') : say('no'));
