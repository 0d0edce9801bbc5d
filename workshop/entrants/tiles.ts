/** Speeds of all tile designs and the engine's choice, measured without an entrant. */
import { DeviceError } from '../../src/engine/core/errors.ts';
import { asMessage } from '../../src/engine/core/message.ts';
import { openDevice } from '../../src/engine/gpu/device.ts';
import {
	createTileBenchmark,
	type Shape as ProductShape,
	type Timing,
} from '../../src/engine/gpu/webgpu/matmul/measure.ts';
import {
	candidateTiles,
	isAllowed,
	tileName,
	type Tile,
} from '../../src/engine/gpu/webgpu/matmul/tile.ts';
import { chooseTile } from '../../src/engine/gpu/webgpu/matmul/tuning.ts';
import { WebGpuDevice } from '../../src/engine/gpu/webgpu/WebGpuDevice.ts';
import { tuningsInMemory } from '../../scripts/lib/tuningsInMemory.ts';

/** The fixed reference: the best tile known before the subgroups design. */
const referenceTile: Tile = { design: 'registers', rows: 24, quads: 4, across: 2, down: 2 };

export type Shape = Pick<TileSpeed, 'product' | 'm' | 'n' | 'k'>;

/** A shape with the GFLOPS of each tile: medians over the rounds. */
export interface ShapeSpeeds extends Shape {
	/** Fastest first. */
	readonly tiles: readonly { readonly tile: string; readonly gflops: number }[];
	/** The engine's tile for this shape on this adapter. */
	readonly chosen: string;
}

/** Throws NoAdapterError. */
export async function compareTiles(
	shapes: readonly Shape[],
	rounds: number,
): Promise<readonly ShapeSpeeds[]> {
	const device = await openDevice({ prefer: 'webgpu', tunings: tuningsInMemory() });
	if (!(device instanceof WebGpuDevice)) throw new DeviceError(asMessage('Tiles need WebGPU.'));
	try {
		const speeds = await benchmarkTiles(device.gpu, shapes, rounds);
		return shapes.map((shape) => {
			const storage = { a: 'f32', b: 'f32', y: 'f32' } as const;
			return {
				...shape,
				tiles: speeds
					.filter(
						({ product, m, n, k }) =>
							product === shape.product && m === shape.m && n === shape.n && k === shape.k,
					)
					.map(({ tile, median }) => ({ tile, gflops: median }))
					.sort((a, b) => b.gflops - a.gflops),
				chosen: tileName(chooseTile({ ...shape, ...storage }, device.tuning)),
			};
		});
	} finally {
		device.dispose();
	}
}

interface TileSpeed extends ProductShape, Omit<Timing, 'tile'> {
	readonly tile: string;
}

/** GFLOPS of every candidate and of the reference tile at each shape, in turns within one run. */
async function benchmarkTiles(
	device: GPUDevice,
	shapes: readonly ProductShape[],
	rounds: number,
): Promise<readonly TileSpeed[]> {
	const benchmark = createTileBenchmark(device);
	const tiles = [referenceTile, ...candidateTiles(device)].filter((tile) =>
		isAllowed(tile, device.limits, device.features),
	);
	const speeds: TileSpeed[] = [];
	try {
		for (const shape of shapes) {
			const checked: Tile[] = [];
			for (const tile of tiles) if (await benchmark.check(shape, tile)) checked.push(tile);
			for (const { tile, ...timing } of await benchmark.time(shape, checked, rounds))
				speeds.push({ ...shape, tile: tileName(tile), ...timing });
		}
	} finally {
		benchmark.destroy();
	}
	return speeds;
}
