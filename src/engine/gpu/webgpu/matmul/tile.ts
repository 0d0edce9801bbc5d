/** Tiles: the block of y that one invocation computes, and the shape of its workgroup. */
import * as v from 'valibot';

const designs = ['registers', 'workgroup', 'subgroups'] as const;
const size = v.pipe(v.number(), v.integer(), v.minValue(1));

export const tileSchema = v.object({
	design: v.picklist(designs),
	/** Rows of y per invocation: a multiple of 4, and of 8 for subgroups. */
	rows: size,
	/** Columns of y per invocation, in units of four; even for subgroups. */
	quads: size,
	/** Invocations of a workgroup along the columns (across) and along the rows (down). */
	across: size,
	down: size,
});
export type Tile = Readonly<v.InferOutput<typeof tileSchema>>;

export const tileName = ({ design, rows, quads, across, down }: Tile): string =>
	`${design} ${rows}×${quads} in ${across}×${down}`;

/** Rows and columns of y that one workgroup computes. */
export const tileSize = ({ rows, quads, across, down }: Tile) => ({
	rows: rows * down,
	columns: 4 * quads * across,
});

/** The part of the computed elements inside y: below 1 if tiles extend beyond it. */
export function filledPart(tile: Tile, m: number, n: number): number {
	const { rows, columns } = tileSize(tile);
	return (m * n) / (Math.ceil(m / rows) * rows * Math.ceil(n / columns) * columns);
}

/** Steps along k that the workgroup design holds in workgroup memory at once. */
export const depth = 16;

/** Bytes of workgroup memory. */
export function workgroupBytes(tile: Tile): number {
	if (tile.design !== 'workgroup') return 0;
	const { rows, columns } = tileSize(tile);
	return 4 * depth * (rows + columns);
}

/** Whether the device can run the tile. */
export function isAllowed(
	tile: Tile,
	limits: Pick<
		GPUSupportedLimits,
		| 'maxComputeInvocationsPerWorkgroup'
		| 'maxComputeWorkgroupSizeX'
		| 'maxComputeWorkgroupSizeY'
		| 'maxComputeWorkgroupStorageSize'
	>,
	features: Pick<GPUSupportedFeatures, 'has'>,
): boolean {
	return (
		tile.across * tile.down <= limits.maxComputeInvocationsPerWorkgroup &&
		(tile.design === 'subgroups'
			? tile.across * tile.down <= limits.maxComputeWorkgroupSizeX
			: tile.across <= limits.maxComputeWorkgroupSizeX &&
				tile.down <= limits.maxComputeWorkgroupSizeY) &&
		workgroupBytes(tile) <= limits.maxComputeWorkgroupStorageSize &&
		(tile.design !== 'subgroups' || features.has('subgroups'))
	);
}

const [registers, workgroup, subgroups] = designs.map(
	(design) =>
		(rows: number, quads: number, across: number, down: number): Tile => ({
			design,
			rows,
			quads,
			across,
			down,
		}),
);

/**
 * SwiftShader runs four invocations in a vector's lanes: a workgroup is one such four, with a block
 * as large as compiles within a second. A barrier takes seconds to compile.
 */
const softwareCandidates: readonly Tile[] = [
	subgroups(16, 4, 2, 2),
	subgroups(8, 2, 2, 2),
	subgroups(16, 2, 2, 2),
	subgroups(8, 4, 2, 2),
	registers(16, 2, 2, 2),
];

/** The registers of a GPU's thread hold about 64 sums at most. */
export const hardwareCandidates: readonly Tile[] = [
	workgroup(4, 1, 16, 16),
	workgroup(8, 2, 8, 8),
	workgroup(4, 1, 8, 8),
	workgroup(8, 2, 16, 16),
	workgroup(8, 1, 16, 8),
	workgroup(8, 2, 16, 8),
	workgroup(4, 1, 16, 8),
	registers(4, 1, 8, 8),
	registers(8, 1, 8, 8),
	subgroups(8, 2, 8, 8),
];

/** Browsers of 2024 have `info` on the adapter only. */
const adapterInfo = (device: GPUDevice) => device.adapterInfo as GPUAdapterInfo | undefined;

export const isSwiftShader = (device: GPUDevice): boolean =>
	adapterInfo(device)?.architecture === 'swiftshader';

/** WebGPU emulated on the processor. */
export const isSoftware = (device: GPUDevice): boolean =>
	adapterInfo(device)?.isFallbackAdapter === true || isSwiftShader(device);

/** The tiles to measure that this device allows, the likeliest to be fast first. */
export const candidateTiles = (device: GPUDevice): readonly Tile[] =>
	(isSoftware(device) ? softwareCandidates : hardwareCandidates).filter((each) =>
		isAllowed(each, device.limits, device.features),
	);
