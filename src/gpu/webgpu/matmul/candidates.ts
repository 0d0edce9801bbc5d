/** The tiles that are worth measuring, the likeliest first. */
import { allowed, type Tile } from './tile.ts';

const tile =
	(design: Tile['design']) =>
	(rows: number, quads: number, across: number, down: number): Tile => ({
		design,
		rows,
		quads,
		across,
		down,
	});
const registers = tile('registers');
const workgroup = tile('workgroup');
const subgroups = tile('subgroups');

/**
 * SwiftShader runs four invocations in the lanes of a processor's vector, and a load costs as much as six multiplications: a workgroup
 * is one such four, and its block as large as compiles within a second. It takes seconds to compile a shader with a barrier.
 */
const software: readonly Tile[] = [
	subgroups(16, 4, 2, 2),
	subgroups(8, 2, 2, 2),
	subgroups(16, 2, 2, 2),
	subgroups(8, 4, 2, 2),
	registers(16, 2, 2, 2),
];

/** Registers of a GPU's thread hold some 64 sums at most. */
const hardware: readonly Tile[] = [
	workgroup(4, 1, 16, 16),
	workgroup(8, 2, 8, 8),
	workgroup(4, 1, 8, 8),
	workgroup(8, 2, 16, 16),
	workgroup(8, 1, 16, 8),
	registers(4, 1, 8, 8),
	registers(8, 1, 8, 8),
	subgroups(8, 2, 8, 8),
];

/** The fixed entrant of the benchmark: the best that was known before subgroups were tried. */
export const entrant: Tile = registers(24, 4, 2, 2);

/** Browsers of 2024 have it on the adapter only. */
const infoOf = ({ adapterInfo }: GPUDevice) => adapterInfo as GPUAdapterInfo | undefined;

export const isSwiftShader = (device: GPUDevice): boolean =>
	infoOf(device)?.architecture === 'swiftshader';

/** WebGPU on the processor. */
export const isSoftware = (device: GPUDevice): boolean =>
	infoOf(device)?.isFallbackAdapter === true || isSwiftShader(device);

/** What this device's limits and features allow. */
export const candidates = (device: GPUDevice): readonly Tile[] =>
	(isSoftware(device) ? software : hardware).filter((each) =>
		allowed(each, device.limits, device.features),
	);
