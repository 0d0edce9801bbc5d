/** Measures tile designs on 512³ products and on each workload's products, within the time. */
import type { ShapeSpeeds } from '../entrants/tiles.ts';
import type { Workload } from '../entrants/workloads.ts';
import type { Terminal } from '../../scripts/lib/terminal.ts';
import type { Host } from './host.ts';
import { shapeKey, listProducts, square } from './matmuls.ts';

/** Starts no new group after `seconds`. Without WebGPU it logs the reason and returns. */
export async function compareTiles(
	host: Host,
	workloads: readonly Workload[],
	{ seconds, rounds }: { readonly seconds: number; readonly rounds: number },
	terminal: Terminal,
): Promise<readonly ShapeSpeeds[]> {
	const speeds = new Map<string, ShapeSpeeds>();
	const groups = [
		{ name: '512 × 512 × 512', shapes: square },
		...workloads.map((workload) => ({ name: workload.name, shapes: listProducts(workload) })),
	];
	const began = performance.now();
	for (const { name, shapes } of groups) {
		if (performance.now() - began > 1000 * seconds) {
			terminal.line(`Tiles for ${name}: skipped, no time left.`);
			continue;
		}
		terminal.live(`tiles · ${name}`);
		try {
			const fresh = shapes.filter((shape) => !speeds.has(shapeKey(shape)));
			for (const speed of await host.tiles(fresh, rounds)) speeds.set(shapeKey(speed), speed);
		} catch (error) {
			terminal.line(`Cannot measure tiles: ${String(error)}`);
			break;
		}
	}
	return [...speeds.values()];
}
