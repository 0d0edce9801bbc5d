/** The entrants, in the order of the table. */
import type { Entrant, EntrantOptions } from './entrant.ts';

export interface EntrantEntry {
	readonly name: string;
	readonly about: string;
	readonly backend: EntrantOptions['backend'];
	/** Whether it also runs in Node by default; otherwise only if it is named. */
	readonly inNode: boolean;
	/** Relative share of the time: slow entrants need more for the same number of steps. */
	readonly share: number;
	/** Workloads of the quick form; all if missing. */
	readonly quickly?: readonly string[];
	/** This lab's own engine, the reference of the comparison. */
	readonly ours?: boolean;
	readonly load: () => Promise<{ readonly entrant: Entrant }>;
}

export const entrants: readonly EntrantEntry[] = [
	{
		name: 'skillet-webgpu',
		about: 'this lab on WebGPU',
		backend: 'webgpu',
		share: 1,
		inNode: true,
		ours: true,
		load: () => import('./engines/skillet.ts'),
	},
	{
		name: 'skillet-wasm',
		about: "this lab's software path",
		backend: 'wasm',
		share: 0.5,
		inNode: true,
		ours: true,
		load: () => import('./engines/skillet.ts'),
	},
	{
		name: 'tfjs-webgpu',
		about: 'tfjs 4.22 WebGPU as it comes',
		backend: 'webgpu',
		share: 6,
		inNode: false,
		quickly: ['tiny'],
		load: () => import('./engines/tfjs.ts'),
	},
	{
		name: 'jax-webgpu',
		about: 'jax-js 0.1.25 WebGPU, whole step jitted',
		backend: 'webgpu',
		share: 2,
		inNode: true,
		quickly: ['tiny', 'small'],
		load: () => import('./engines/jax.ts'),
	},
	{
		name: 'jax-wasm',
		about: 'jax-js 0.1.25 wasm, whole step jitted',
		backend: 'wasm',
		share: 1,
		inNode: true,
		load: () => import('./engines/jax.ts'),
	},
];
