/** IEEE 754 binary16 in 16-bit integers. Rounds to nearest, ties to even, as pack2x16float. */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

export function toHalf(value: number): number {
	float[0] = value;
	const sign = (bits[0] >>> 16) & 0x8000;
	const magnitude = bits[0] & 0x7fff_ffff;
	if (magnitude >= 0x7f80_0000) return sign | (magnitude > 0x7f80_0000 ? 0x7e00 : 0x7c00);
	if (magnitude >= 0x477f_f000) return sign | 0x7c00;
	// Below 2^-14 halves are multiples of 2^-24. The last bit of 0.5 is worth 2^-24, so adding 0.5
	// lets the processor round.
	if (magnitude < 0x3880_0000) {
		float[0] = Math.abs(value) + 0.5;
		return sign | (bits[0] - 0x3f00_0000);
	}
	const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
	return sign | ((rounded - 0x3800_0000) >>> 13);
}

/** A half's bits, moved to those of a float32, are its value × 2^-112, unless it is not finite. */
export function fromHalf(half: number): number {
	bits[0] = ((half & 0x8000) << 16) | ((half & 0x7fff) << 13);
	if ((half & 0x7c00) !== 0x7c00) return float[0] * 2 ** 112;
	return half & 0x3ff ? NaN : half & 0x8000 ? -Infinity : Infinity;
}

// Loops: a callback per number takes ten times as long, which counts with 100 million numbers.
export function toHalves(numbers: Float32Array): Uint16Array<ArrayBuffer> {
	const halves = new Uint16Array(numbers.length);
	for (let i = 0; i < halves.length; i++) halves[i] = toHalf(numbers[i]);
	return halves;
}

export function fromHalves(halves: Uint16Array): Float32Array<ArrayBuffer> {
	const numbers = new Float32Array(halves.length);
	for (let i = 0; i < numbers.length; i++) numbers[i] = fromHalf(halves[i]);
	return numbers;
}
