/** What the project set out to reach, and what this run reached: ratios of medians within the one run. */
import { median } from '../../../tests/bench/median.ts';
import type { ShapeSpeeds } from '../../../tests/bench/tiles.ts';
import { workloads } from '../../../tests/bench/workloads.ts';
import { bestRate, productsOf, square, summaryOf } from './matmuls.ts';
import type { WorkloadResult } from './results.ts';

export interface Goal {
	readonly about: string;
	/** null: this run did not measure it. */
	readonly figure: number | null;
	readonly wanted: number;
	/** Whether the figure is to be at least what is wanted, or at most. */
	readonly side: 'at least' | 'at most';
	readonly unit: '×' | 'ms' | '%';
	readonly met: boolean | null;
}

export interface Found {
	readonly workloads: readonly WorkloadResult[];
	readonly tiles: readonly ShapeSpeeds[];
	/** Whether the adapter is emulated: PyTorch is compared with on a GPU only. */
	readonly software: boolean;
}

/** JavaScript is compiled while it runs: a figure from fewer steps is of the compiler. */
const warmSteps = 20;

export function goalsOf({ workloads: results, tiles, software }: Found): Goal[] {
	const time = (workload: string, entrant: string): number | null => {
		const result = results.find(({ name }) => name === workload);
		const found = result?.entrants.find(({ name }) => name === entrant);
		return found ? median(found.rounds) : null;
	};
	const bestOfOurs = (workload: string): number | null =>
		least(time(workload, 'skillet-webgpu'), time(workload, 'skillet-wasm'));
	const goal = (
		about: string,
		figure: number | null,
		side: Goal['side'],
		wanted: number,
		unit: Goal['unit'] = '×',
	): Goal => ({
		...{ about, figure, wanted, side, unit },
		met: figure === null ? null : side === 'at least' ? figure >= wanted : figure <= wanted,
	});
	const faster = (workload: string, rival: string, wanted: number) =>
		goal(
			`${workload}: WebGPU as fast as ${rival}`,
			ratio(time(workload, rival), time(workload, 'skillet-webgpu')),
			'at least',
			wanted,
		);
	const path = (workload: string, wanted: number, ours = workload) =>
		goal(
			`${ours}: best of ours as fast as jax-wasm on ${workload}`,
			ratio(time(workload, 'jax-wasm'), bestOfOurs(ours)),
			'at least',
			wanted,
		);
	const rate = bestRate(tiles);
	const small = results.find(({ name }) => name === 'small');
	const javaScript = results.flatMap(({ entrants }) =>
		entrants.flatMap(({ name, javaScript, rounds, stepsPerRound }) =>
			name === 'skillet-webgpu' && javaScript !== null && rounds.length * stepsPerRound >= warmSteps
				? [javaScript]
				: [],
		),
	);
	const shares = [
		{ name: '512 × 512 × 512', products: square },
		...workloads
			.filter(({ measuresTiles }) => measuresTiles)
			.map((workload) => ({ name: workload.name, products: productsOf(workload) })),
	].map(({ name, products }) => {
		const summary = summaryOf(products, tiles);
		return goal(
			`matrix products of ${name}: chosen tiles to the best ones`,
			summary && (100 * summary.best) / summary.chosen,
			'at least',
			80,
			'%',
		);
	});
	return [
		faster('tiny', 'tfjs-webgpu', 20),
		faster('tiny', 'jax-webgpu', 3),
		faster('small', 'tfjs-webgpu', 8),
		faster('small', 'jax-webgpu', 2),
		goal(
			'small: a WebGPU step to its matrix products at the best tile’s rate',
			small && rate ? ratio(time('small', 'skillet-webgpu'), small.matmulFlops / rate / 1e6) : null,
			'at most',
			1.5,
		),
		path('tiny', 1),
		path('small', 1),
		path('default', 2, 'default-packed'),
		goal(
			'JavaScript of a WebGPU step, on the workload that takes most',
			javaScript.length > 0 ? Math.max(...javaScript) : null,
			'at most',
			0.5,
			'ms',
		),
		...shares,
		...(software
			? []
			: ['tiny', 'small', 'default'].map((workload) => faster(workload, 'pytorch', 0.5))),
	];
}

const ratio = (theirs: number | null, ours: number | null): number | null =>
	theirs === null || !ours ? null : theirs / ours;

const least = (...values: (number | null)[]): number | null => {
	const known = values.filter((value) => value !== null);
	return known.length > 0 ? Math.min(...known) : null;
};
