/** A device's measurement: plain data, its tables, and the text for an issue on GitHub. */
import {
	numberColumn,
	tableMarkdown,
	toTable,
	textColumn,
	type Table,
} from '#engine/core/table.ts';
import type { TileSpeed } from '#engine/gpu/device.ts';
import type { DeviceReport } from '#engine/gpu/report.ts';
import { statementText } from '#engine/core/message.ts';
import type { SelfTest } from '#lab/run/selfTest.ts';

export interface StepTime {
	readonly model: string;
	readonly parameters: number;
	/** Median milliseconds of a training step; null: not measured in time, or not available. */
	readonly webgpu: number | null;
	readonly wasm: number | null;
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
	readonly tiles: readonly TileSpeed[];
	/** Empty if only the self-test was requested. */
	readonly steps: readonly StepTime[];
	readonly seconds: number;
}

export const selfTestText = ({ outcome, faults, ...test }: SelfTest): string =>
	outcome === 'passed'
		? `passed in ${test.milliseconds} ms: ${test.samples} uses of kernels, ` +
			`10 steps within ${test.lossDifference?.toExponential(1)} of the processor's losses`
		: [outcome, ...faults.map(statementText)].join('. ');

/** Milliseconds with three digits. */
const time = (milliseconds: number | null) =>
	milliseconds === null ? null : Number(milliseconds.toPrecision(3));

export const stepTable = ({ steps }: Measurement): Table =>
	toTable(steps, [
		[textColumn('model'), ({ model }) => model],
		[numberColumn('parameters'), ({ parameters }) => parameters],
		[numberColumn('webgpu', 'ms per step, WebGPU'), ({ webgpu }) => time(webgpu)],
		[numberColumn('wasm', 'ms per step, processor'), ({ wasm }) => time(wasm)],
	]);

export const tileTable = ({ tiles }: Measurement): Table =>
	toTable(tiles, [
		[textColumn('product'), ({ product }) => product],
		[textColumn('outputs'), ({ size }) => size],
		[textColumn('tile'), ({ tile }) => tile],
		[numberColumn('gflops', 'GFLOPS'), ({ gflops }) => gflops],
	]);

/** Markdown: the facts in lines, then the tables. */
export function measurementText(measurement: Measurement): string {
	const { gpu, processor, browser, processors, engineVersion, seconds, selfTest } = measurement;
	const lines = [
		...(typeof gpu === 'string'
			? [`GPU: ${gpu}`]
			: [`GPU: ${gpu.name} (${gpu.kind})`, `Adapter: ${gpu.adapter}`]),
		`Processor: ${processor.name}, ${processors} cores`,
		`Browser: ${browser}`,
		`Engine version ${engineVersion}, measured in ${seconds.toFixed(0)} s`,
		...(selfTest ? [`Self-test: ${selfTestText(selfTest)}`] : []),
	];
	const tables = [stepTable(measurement), tileTable(measurement)];
	const filled = tables.filter(({ rows }) => rows.length > 0);
	return [lines.map((line) => `- ${line}`).join('\n'), ...filled.map(tableMarkdown)].join('\n\n');
}
