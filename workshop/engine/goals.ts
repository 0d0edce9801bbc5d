/** The project's speed goals and the values of this run: ratios of medians within one run. */
import { highest, median } from '../../src/engine/core/statistics.ts';
import { bestOfOurs, type WorkloadResult } from './results.ts';

export interface Goal {
	readonly about: string;
	/** null: not measured in this run. */
	readonly value: number | null;
	readonly wanted: number;
	/** Direction of the goal. */
	readonly side: 'at least' | 'at most';
	readonly unit: '×' | 'ms';
	readonly met: boolean | null;
}

export interface Measurements {
	readonly workloads: readonly WorkloadResult[];
	/** Whether the adapter is emulated. The comparison with PyTorch needs a GPU. */
	readonly software: boolean;
}

export function evaluateGoals({ workloads: results, software }: Measurements): Goal[] {
	const time = (workload: string, entrant: string): number | null => {
		const result = results.find(({ name }) => name === workload);
		const found = result?.entrants.find(({ name }) => name === entrant);
		return found ? median(found.rounds) : null;
	};
	const ourTime = (workload: string): number | null => {
		const result = results.find(({ name }) => name === workload);
		return result ? bestOfOurs(result) : null;
	};
	const goal = (
		about: string,
		value: number | null,
		side: Goal['side'],
		wanted: number,
		unit: Goal['unit'] = '×',
	): Goal => ({
		about,
		value,
		wanted,
		side,
		unit,
		met: value === null ? null : side === 'at least' ? value >= wanted : value <= wanted,
	});
	const faster = (workload: string, rival: string, wanted: number) =>
		goal(
			`${workload}: WebGPU as fast as ${rival}`,
			ratio(time(workload, rival), time(workload, 'skillet-webgpu')),
			'at least',
			wanted,
		);
	const fasterThanJax = (workload: string, wanted: number, ours = workload) =>
		goal(
			`${ours}: best of ours as fast as jax-wasm on ${workload}`,
			ratio(time(workload, 'jax-wasm'), ourTime(ours)),
			'at least',
			wanted,
		);
	const scripts = results.flatMap(({ entrants }) =>
		entrants.flatMap(({ script }) => (script === null ? [] : [script])),
	);
	const isComplete = results.every(
		({ absent }) => !absent.some(({ name, forTime }) => forTime && name === 'skillet-webgpu'),
	);
	return [
		faster('tiny', 'tfjs-webgpu', 20),
		faster('tiny', 'jax-webgpu', 3),
		faster('small', 'tfjs-webgpu', 8),
		faster('small', 'jax-webgpu', 2),
		fasterThanJax('tiny', 1),
		fasterThanJax('small', 1),
		fasterThanJax('default', 2, 'default-packed'),
		goal(
			'JavaScript of a WebGPU step, compiled, on the slowest workload',
			scripts.length > 0 && isComplete ? highest(scripts) : null,
			'at most',
			0.3,
			'ms',
		),
		...(software
			? []
			: ['tiny', 'small', 'default'].map((workload) => faster(workload, 'pytorch', 0.5))),
	];
}

const ratio = (theirs: number | null, ours: number | null): number | null =>
	theirs === null || !ours ? null : theirs / ours;
