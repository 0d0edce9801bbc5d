/** Measures tile designs on the yardstick and on each workload's products, as far as the time goes. */
import type { ShapeSpeeds } from '../../../tests/bench/tiles.ts';
import type { Workload } from '../../../tests/bench/workloads.ts';
import type { Terminal } from '../terminal.ts';
import type { Host } from './host.ts';
import { keyOf, productsOf, square } from './matmuls.ts';

/** After `seconds` nothing new is begun. Where there is no WebGPU it says so, and the rest still is worth its time. */
export async function compareTiles(
	host: Host,
	workloads: readonly Workload[],
	{ seconds, rounds }: { readonly seconds: number; readonly rounds: number },
	terminal: Terminal,
): Promise<readonly ShapeSpeeds[]> {
	const speeds = new Map<string, ShapeSpeeds>();
	const groups = [
		{ name: '512 × 512 × 512', shapes: square },
		...workloads.map((workload) => ({ name: workload.name, shapes: productsOf(workload) })),
	];
	const began = performance.now();
	for (const { name, shapes } of groups) {
		if (performance.now() - began > 1000 * seconds) {
			terminal.line(`Tiles for ${name}: left out for time.`);
			continue;
		}
		terminal.live(`tiles · ${name}`);
		try {
			const fresh = shapes.filter((shape) => !speeds.has(keyOf(shape)));
			for (const speed of await host.tiles(fresh, rounds)) speeds.set(keyOf(speed), speed);
		} catch (error) {
			terminal.line(`No tiles: ${String(error)}`);
			break;
		}
	}
	return [...speeds.values()];
}
