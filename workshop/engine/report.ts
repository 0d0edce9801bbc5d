/** Tables of the engine benchmark for the terminal. */
import { median, sum } from '../../src/engine/core/statistics.ts';
import { table } from '../../scripts/lib/output.ts';
import type { KernelTime } from '../../src/engine/gpu/webgpu/kernelTimes.ts';
import { tolerance } from './agreement.ts';
import type { Goal } from './goals.ts';
import { bestOfOurs, type EntrantResult, type WorkloadResult } from './results.ts';

const orDash = (value: number | null, format: (value: number) => string): string =>
	value === null ? '–' : format(value);

const row = (entrant: EntrantResult, result: WorkloadResult): string[] => {
	const milliseconds = median(entrant.rounds);
	const ours = bestOfOurs(result);
	return [
		entrant.name,
		milliseconds.toFixed(1),
		`${entrant.rounds.length} × ${entrant.stepsPerRound}`,
		`${Math.min(...entrant.rounds).toFixed(1)}–${Math.max(...entrant.rounds).toFixed(1)}`,
		(result.matmulFlops / milliseconds / 1e6).toFixed(1),
		orDash(entrant.javaScript, (value) => value.toFixed(2)),
		orDash(entrant.script, (value) => value.toFixed(2)),
		orDash(entrant.dispatchesPerStep, (value) => value.toFixed(0)),
		orDash(entrant.peakBytes, (value) => (value / 1e6).toFixed(0)),
		orDash(ours && milliseconds / ours, (value) => `${value.toFixed(2)} ×`),
		entrant.device,
	];
};

export function workloadReport(result: WorkloadResult): string {
	const { agreement } = result;
	const lines = [
		`${result.name}: ${result.about}; ${result.parameters.toLocaleString('en')} parameters, ` +
			`${result.rows} × ${result.time} positions, ` +
			`${(result.matmulFlops / 1e6).toFixed(0)} MFLOP of matrix products per step`,
	];
	if (agreement && agreement.deviations.length === 0)
		lines.push(
			`Losses agree: ${agreement.steps} steps of each, ` +
				`largest difference ${agreement.largest.toExponential(1)}.`,
		);
	for (const { name, step, loss, expected } of agreement?.deviations ?? [])
		lines.push(
			`${name} DEVIATES at step ${step}: loss ${loss}, ${agreement!.reference} has ${expected} ` +
				`(relative tolerance ${tolerance}).`,
		);
	if (result.entrants.length > 0)
		lines.push(
			table([
				[
					'entrant',
					'ms per step',
					'rounds × steps',
					'least–most',
					'GFLOPS',
					'JavaScript ms',
					'compiled',
					'dispatches',
					'peak MB',
					'to ours',
					'device',
				],
				...result.entrants.map((entrant) => row(entrant, result)),
			]),
		);
	for (const { name, reason } of result.absent) lines.push(`${name}: ${reason}`);
	for (const { name, kernels } of result.entrants)
		if (kernels) lines.push(`GPU time by kernel, ${name}:`, kernelTable(kernels));
	return lines.join('\n');
}

/** GPU time by kernel, and in all. */
export function kernelTable(kernels: readonly KernelTime[]): string {
	const total = (key: 'dispatches' | 'milliseconds' | 'flops') =>
		sum(kernels.map((kernel) => kernel[key]));
	const all: KernelTime = {
		kernel: 'all',
		dispatches: total('dispatches'),
		milliseconds: total('milliseconds'),
		flops: total('flops'),
	};
	return table([
		['kernel', 'dispatches', 'ms', 'GFLOPS'],
		...[...kernels, all].map(({ kernel, dispatches, milliseconds, flops }) => [
			kernel,
			String(dispatches),
			milliseconds.toFixed(2),
			milliseconds > 0 ? (flops / milliseconds / 1e6).toFixed(0) : '–',
		]),
	]);
}

/** Separates the effect of packing from the engine: each rival and our best engine by layout. */
export function layoutReport(results: readonly WorkloadResult[]): string | null {
	const [padded, packed] = ['default', 'default-packed'].map((name) =>
		results.find((result) => result.name === name),
	);
	const oursPadded = padded ? bestOfOurs(padded) : null;
	const oursPacked = packed ? bestOfOurs(packed) : null;
	if (!padded || !packed || !oursPadded || !oursPacked) return null;
	const rivals = padded.entrants.filter((entrant) => !entrant.ours);
	const packedRival = (rival: EntrantResult) =>
		packed.entrants.find(({ name }) => name === rival.name);
	const relativeTime = (rival: EntrantResult | undefined, to: number) =>
		rival ? `${(median(rival.rounds) / to).toFixed(2)} ×` : '–';
	return [
		`The same examples by layout; our best engine takes ${oursPadded.toFixed(1)} ms padded ` +
			`and ${oursPacked.toFixed(1)} ms packed:`,
		table([
			['rival', 'both padded', 'both packed', 'rival padded, ours packed (the defaults)'],
			...rivals.map((rival) => [
				rival.name,
				relativeTime(rival, oursPadded),
				relativeTime(packedRival(rival), oursPacked),
				relativeTime(rival, oursPacked),
			]),
		]),
	].join('\n');
}

export function goalsReport(goals: readonly Goal[]): string {
	return [
		'Goals:',
		table([
			['goal', 'wanted', 'this run', ''],
			...goals.map(({ about, value, wanted, side, unit, met }) => [
				about,
				`${side} ${wanted} ${unit}`,
				orDash(value, (known) => `${known.toFixed(2)} ${unit}`),
				met === null ? 'not measured' : met ? 'met' : 'NOT MET',
			]),
		]),
	].join('\n');
}
