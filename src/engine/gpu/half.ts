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

export function fromHalf(half: number): number {
	const exponent = (half >>> 10) & 0x1f;
	const fraction = half & 0x3ff;
	const sign = half & 0x8000 ? -1 : 1;
	if (exponent === 31) return fraction ? NaN : sign * Infinity;
	return exponent === 0
		? sign * fraction * 2 ** -24
		: sign * (1024 + fraction) * 2 ** (exponent - 25);
}
