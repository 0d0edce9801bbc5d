/** A device's measurement: plain data, its tables, and the report as text. */
import {
	numberColumn,
	tableMarkdown,
	toTable,
	textColumn,
	type Table,
} from '#engine/core/table.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Json } from '#engine/core/json.ts';
import type { GpuBasics, ProductSpeed } from '#engine/gpu/device.ts';
import type { DeviceReport } from '#engine/gpu/report.ts';
import { statementText } from '#engine/core/message.ts';
import type { SelfTest } from '#lab/run/selfTest.ts';

export interface StepTime {
	readonly model: string;
	readonly parameters: number;
	/** Median milliseconds of a training step; null: no device, too little memory or time. */
	readonly webgpu: number | null;
	readonly wasm: number | null;
	/** What the cost model expects of both, from the speeds that were measured. */
	readonly expected: { readonly webgpu: number | null; readonly wasm: number };
}

/** A kernel in one step of the last model of `steps`. */
export interface ComparedKernel {
	readonly kernel: string;
	/** All its dispatches of the step; null: the step does not have it on this device. */
	readonly milliseconds: number | null;
	/** Milliseconds by the cost model; null: its plan does not have this kernel. */
	readonly expected: number | null;
}

export interface Measurement {
	readonly version: 1;
	/** Milliseconds since 1970. */
	readonly measuredAt: number;
	readonly engineVersion: number;
	readonly browser: string;
	readonly processors: number;
	readonly processor: DeviceReport;
	/** A text: why no GPU can be opened. */
	readonly gpu: DeviceReport | string;
	readonly selfTest: SelfTest | null;
	readonly basics: GpuBasics | null;
	readonly tiles: readonly ProductSpeed[];
	/** Empty if only the self-test was requested. */
	readonly steps: readonly StepTime[];
	/** Longest first. Empty without a GPU, or if it takes too long. */
	readonly kernels: readonly ComparedKernel[];
	readonly seconds: number;
}

export const selfTestText = ({ outcome, faults, ...test }: SelfTest): string =>
	outcome === 'passed'
		? `passed in ${test.milliseconds} ms: ${test.samples} uses of kernels, ` +
			`10 steps within ${test.lossDifference?.toExponential(1)} of the CPU's losses`
		: [outcome, ...faults.map(statementText)].join('. ');

/** Milliseconds with three digits. */
const time = (milliseconds: number | null) =>
	milliseconds === null ? null : Number(milliseconds.toPrecision(3));

export const stepTable = ({ steps }: Measurement): Table =>
	toTable(steps, [
		[textColumn('model'), ({ model }) => model],
		[numberColumn('parameters'), ({ parameters }) => parameters],
		[numberColumn('webgpu', 'ms per step, WebGPU'), ({ webgpu }) => time(webgpu)],
		[numberColumn('webgpuExpected', 'expected'), ({ expected }) => time(expected.webgpu)],
		[numberColumn('wasm', 'ms per step, CPU'), ({ wasm }) => time(wasm)],
		[numberColumn('wasmExpected', 'expected'), ({ expected }) => time(expected.wasm)],
	]);

const tileTable = ({ tiles }: Measurement): Table =>
	toTable(tiles, [
		[textColumn('product'), ({ product }) => product],
		[textColumn('tile'), ({ tile }) => tile],
		[numberColumn('gflops', 'GFLOPS'), ({ gflops }) => gflops],
		[numberColumn('compiled', 'ms to compile'), ({ compiled }) => compiled],
	]);

const kernelTable = ({ kernels }: Measurement): Table =>
	toTable(kernels, [
		[textColumn('kernel'), ({ kernel }) => kernel],
		[numberColumn('milliseconds', 'ms'), ({ milliseconds }) => time(milliseconds)],
		[numberColumn('kernelExpected', 'expected'), ({ expected }) => time(expected)],
	]);

const basicsText = ({ dispatch, readback, gigabytes, quantum }: GpuBasics): string =>
	`${dispatch.toFixed(1)} µs per dispatch, ${readback.toFixed(2)} ms per readback, ` +
	`${gigabytes.toFixed(1)} GB/s, ${quantum === null ? 'no clock' : `clock of ${quantum} ns`}`;

const subgroupText = ({ limits }: DeviceReport): string =>
	`${limits['subgroupMinSize'] ?? 'unknown'} to ${limits['subgroupMaxSize'] ?? 'unknown'}`;

/** Markdown: the facts in lines, then the tables. */
export function measurementText(measurement: Measurement): string {
	const { gpu, processor, browser, processors, engineVersion, seconds, selfTest, basics } =
		measurement;
	const lines = [
		...(typeof gpu === 'string'
			? [`GPU: ${gpu}`]
			: [`GPU: ${gpu.name} (${gpu.kind})`, `Adapter: ${gpu.adapter}`]),
		`CPU: ${processor.name}, ${processors} cores`,
		`Browser: ${browser}`,
		`Engine version ${engineVersion}, measured in ${seconds.toFixed(0)} s`,
		...(typeof gpu === 'string' ? [] : [`Subgroups: ${subgroupText(gpu)}`]),
		...(basics ? [`GPU: ${basicsText(basics)}`] : []),
		...(selfTest ? [`Self-test: ${selfTestText(selfTest)}`] : []),
		`SHA-256 of the report as canonical JSON: ${measurementHash(measurement)}`,
	];
	const tables = [stepTable(measurement), kernelTable(measurement), tileTable(measurement)];
	const filled = tables.filter(({ rows }) => rows.length > 0);
	return [lines.map((line) => `- ${line}`).join('\n'), ...filled.map(tableMarkdown)].join('\n\n');
}

/** Tells whether a report was changed, and which reports are the same. */
export const measurementHash = (measurement: Measurement): string =>
	sha256OfJson(measurement as unknown as Json);
