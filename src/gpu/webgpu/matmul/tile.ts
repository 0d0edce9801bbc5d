/** What a design may choose: the block of y that one invocation computes, and how invocations form a workgroup. */

export interface Tile {
	readonly design: 'registers' | 'workgroup' | 'subgroups';
	/** Rows of y per invocation: a multiple of 4, and of 8 for subgroups. */
	readonly rows: number;
	/** Columns of y per invocation, in units of four; even for subgroups. */
	readonly quads: number;
	/** Invocations of a workgroup across columns and down rows. */
	readonly across: number;
	readonly down: number;
}

export const tileName = ({ design, rows, quads, across, down }: Tile): string =>
	`${design} ${rows}×${quads} in ${across}×${down}`;

/** Rows and columns of y that one workgroup computes. */
export const tileSize = ({
	rows,
	quads,
	across,
	down,
}: Tile): { rows: number; columns: number } => ({
	rows: rows * down,
	columns: 4 * quads * across,
});

/** The part of the computed elements that y has: less than one where tiles stick out. */
export function filled(tile: Tile, m: number, n: number): number {
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

/** Whether a device can run it. */
export function allowed(
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
