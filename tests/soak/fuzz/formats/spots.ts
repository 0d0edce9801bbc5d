/** Numbers at known places of a binary file, and changes of them. All little endian. */
import type { Chance } from '../chance.ts';

export interface Spot {
	readonly at: number;
	readonly bytes: 1 | 2 | 4 | 8;
}

/** 1 to 3 numbers of a copy are changed. */
export function mutatedSpots(
	bytes: Uint8Array,
	spots: readonly Spot[],
	chance: Chance,
): Uint8Array<ArrayBuffer> {
	const copy = bytes.slice();
	const view = new DataView(copy.buffer);
	for (let i = chance.between(1, 3); i > 0; i--) {
		const spot = chance.one(spots);
		const others = spots.filter((other) => other.bytes === spot.bytes);
		const value = oddInteger(readSpot(view, spot), spot.bytes, chance);
		writeSpot(view, spot, chance.is(0.2) ? readSpot(view, chance.one(others)) : value);
	}
	return copy;
}

/** A whole number near the held one, at a limit, or out of place. */
export function oddInteger(held: bigint, bytes: number, chance: Chance): bigint {
	const highest = (1n << BigInt(8 * bytes)) - 1n;
	const values = [held + 1n, held - 1n, held * 2n, held / 2n, held + 4n, held - 4n, held + 32n];
	const limits = [0n, 1n, highest, highest >> 1n, 1n << 31n, 1n << 32n, 1n << 53n, 0x7fff_ffffn];
	return chance.one(chance.is(0.6) ? values : limits) & highest;
}

function readSpot(view: DataView, { at, bytes }: Spot): bigint {
	if (bytes === 8) return view.getBigUint64(at, true);
	if (bytes === 4) return BigInt(view.getUint32(at, true));
	return BigInt(bytes === 2 ? view.getUint16(at, true) : view.getUint8(at));
}

function writeSpot(view: DataView, { at, bytes }: Spot, value: bigint): void {
	if (bytes === 8) view.setBigUint64(at, value, true);
	else if (bytes === 4) view.setUint32(at, Number(value), true);
	else if (bytes === 2) view.setUint16(at, Number(value), true);
	else view.setUint8(at, Number(value));
}
