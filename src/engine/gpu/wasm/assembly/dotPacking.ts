/**
 * How `matmulDots` writes its operands: a in one or two parts of 7 bits, the frozen matrix b in 8.
 * src/engine/gpu/dots.ts has the equations.
 */

/** Rows and columns of y in a tile. */
export const tileRows: usize = 6;
export const tileColumns: usize = 8;
/** Numbers of a block in b's storage (src/engine/gpu/int8.ts). */
export const blockTerms: usize = 64;
const blockBytes: usize = 68;
/** Terms of one step, at most, which is also the bytes from row to row of a: a constant offset. */
export const mostTerms: usize = 640;
export const mostBlocks: usize = mostTerms / blockTerms;
/**
 * A strip: 8 columns of b. Each block has 8 scales, 8 sums −64 Σ q, then four bytes for each column,
 * for four terms and four more.
 */
const stripHead: usize = 64;
export const stripBlock: usize = stripHead + blockTerms * tileColumns;
/** One cache line more avoids equal addresses modulo 4096 side by side. */
export const stripSize: usize = mostBlocks * stripBlock + 64;

/** What is added to the upper 7 bits of a, so that they are from 0 to 127. */
const shift: i32 = 64;
/** Groups with smaller numbers only are zeros, because levels / largest must be finite. */
const smallest: f32 = 1e-30;
/** 1.5 · 2²³: adding it rounds a float32 to an integer, in its lowest bits. */
const rounding: f32 = 12_582_912;

/**
 * Products of 16 numbers from −127 to 127 and 16 from 0 to 127, in four sums of four terms, plus `sums`.
 * Engines may add pairs in 16 bits first: at most 2 · 127 · 127 = 32,258.
 */
// @ts-ignore: decorator
@inline
export function dot(isFast: bool, eight: v128, seven: v128, sums: v128): v128 {
	if (ASC_FEATURE_RELAXED_SIMD && isFast)
		return i32x4.relaxed_dot_i8x16_i7x16_add_s(eight, seven, sums);
	const low = i32x4.extadd_pairwise_i16x8_s(i16x8.extmul_low_i8x16_s(eight, seven));
	const high = i32x4.extadd_pairwise_i16x8_s(i16x8.extmul_high_i8x16_s(eight, seven));
	const even = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
	return i32x4.add(i32x4.add(even, v128.shuffle<i32>(low, high, 1, 3, 5, 7)), sums);
}

/**
 * Rounds `terms` numbers of a row: their upper 7 bits, plus 64, to `to`, the lower 7 to `low` (0: there
 * are none), and a scale for each group to `scales`. A number that is not finite makes its group's
 * scale infinite or NaN. Missing terms of the last block are 0.
 */
export function roundRow(
	x: usize,
	terms: usize,
	group: usize,
	to: usize,
	low: usize,
	scales: usize,
): void {
	const levels: f32 = low ? 8128 : 63;
	const bits: i32 = low ? 7 : 0;
	const offset: f32 = rounding + <f32>(shift << bits);
	for (let p: usize = 0; p < terms; p += group) {
		const count = min<usize>(group, terms - p);
		const padded = (count + blockTerms - 1) & ~(blockTerms - 1);
		const whole = count & ~15;
		const size = i32x4.splat(0x7fff_ffff);
		// Bits of positive floats ascend as the floats do, and NaN's are the largest.
		let most = i32x4.splat(0);
		for (let i: usize = 0; i < whole << 2; i += 16)
			most = i32x4.max_s(most, v128.and(v128.load(x + i), size));
		most = i32x4.max_s(most, v128.shuffle<i32>(most, most, 2, 3, 0, 1));
		most = i32x4.max_s(most, v128.shuffle<i32>(most, most, 1, 0, 3, 2));
		let size32 = i32x4.extract_lane(most, 0);
		for (let i = whole; i < count; i++)
			size32 = max<i32>(size32, load<i32>(x + (i << 2)) & 0x7fff_ffff);
		const largest = reinterpret<f32>(size32);
		const isZero = largest < smallest;
		const factor: f32 = isZero ? 0 : levels / largest;
		store<f32>(scales, isZero ? 0 : largest / levels);
		const factors = f32x4.splat(factor);
		const add = f32x4.splat(offset);
		const mask = i32x4.splat(127);
		for (let i: usize = 0; i < whole; i += 16) {
			const from = x + (i << 2);
			const a = f32x4.add(f32x4.mul(v128.load(from), factors), add);
			const b = f32x4.add(f32x4.mul(v128.load(from, 16), factors), add);
			const c = f32x4.add(f32x4.mul(v128.load(from, 32), factors), add);
			const d = f32x4.add(f32x4.mul(v128.load(from, 48), factors), add);
			v128.store(to + i, lowBits(a, b, c, d, mask, bits));
			if (low) v128.store(low + i, lowBits(a, b, c, d, mask, 0));
		}
		for (let i = whole; i < count; i++) {
			const rounded = reinterpret<i32>(<f32>(load<f32>(x + (i << 2)) * factor) + offset);
			store<u8>(to + i, <u8>((rounded >> bits) & 127));
			if (low) store<u8>(low + i, <u8>(rounded & 127));
		}
		for (let i = count; i < padded; i++) {
			store<u8>(to + i, shift);
			if (low) store<u8>(low + i, 0);
		}
		x += group << 2;
		to += group;
		if (low) low += group;
		scales += 4;
	}
}

/** Seven bits of each of 16 integers, from bit `first`. */
// @ts-ignore: decorator
@inline
function lowBits(a: v128, b: v128, c: v128, d: v128, mask: v128, first: i32): v128 {
	const ab = i16x8.narrow_i32x4_s(
		v128.and(i32x4.shr_u(a, first), mask),
		v128.and(i32x4.shr_u(b, first), mask),
	);
	const cd = i16x8.narrow_i32x4_s(
		v128.and(i32x4.shr_u(c, first), mask),
		v128.and(i32x4.shr_u(d, first), mask),
	);
	return i8x16.narrow_i16x8_s(ab, cd);
}

/** Packs up to 8 rows from `row` of b [n, k], terms p to p + terms in whole blocks: y = a bᵀ. */
export function packRowDots(
	b: usize,
	k: usize,
	row: usize,
	columns: usize,
	p: usize,
	terms: usize,
	strip: usize,
): void {
	const stride = (k / blockTerms) * blockBytes;
	const last = columns - 1;
	let from = b + row * stride + (p / blockTerms) * blockBytes;
	const end = from + (terms / blockTerms) * blockBytes;
	for (; from < end; from += blockBytes) {
		for (let c: usize = 0; c < tileColumns; c++)
			store<f32>(strip + (c << 2), load<f32>(from + min(c, last) * stride));
		for (let half: usize = 0; half < 2; half++) {
			const c = half << 2;
			const row0 = from + min(c, last) * stride;
			const row1 = from + min(c + 1, last) * stride;
			const row2 = from + min(c + 2, last) * stride;
			const row3 = from + min(c + 3, last) * stride;
			let to = strip + stripHead + 16 * half;
			for (let i: usize = 4; i < blockBytes; i += 16) {
				transposeWords(
					v128.load(row0 + i),
					v128.load(row1 + i),
					v128.load(row2 + i),
					v128.load(row3 + i),
					to,
				);
				to += 128;
			}
		}
		writeSums(strip);
		strip += stripBlock;
	}
}

/** Writes four vectors of four words by columns, 32 bytes apart. */
// @ts-ignore: decorator
@inline
function transposeWords(a: v128, b: v128, c: v128, d: v128, to: usize): void {
	const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
	const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
	const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
	const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
	v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
	v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), 32);
	v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 64);
	v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 96);
}

/**
 * The common scales S of 64 rows of b [k, n] each, in one block of columns, and the share s / S of each
 * row, in 15 bits after the point. `terms`: whole blocks. `shares` has 2 bytes for each row.
 */
export function findShares(
	b: usize,
	n: usize,
	k: usize,
	column: usize,
	p: usize,
	terms: usize,
	scales: usize,
	shares: usize,
): void {
	const stride = (n / blockTerms) * blockBytes;
	const first = b + (column / blockTerms) * blockBytes;
	for (let top = p; top < p + terms; top += blockTerms) {
		const end = min<usize>(top + blockTerms, k);
		let largest: f32 = 0;
		for (let row = top; row < end; row++)
			largest = max<f32>(largest, load<f32>(first + row * stride));
		store<f32>(scales, largest);
		scales += 4;
		for (let row = top; row < top + blockTerms; row++, shares += 2) {
			const scale: f32 = row < k ? load<f32>(first + row * stride) : 0;
			const share: f32 = largest > 0 ? (scale / largest) * 32_767 + 0.5 : 0;
			store<u16>(shares, <u16>(<i32>share));
		}
	}
}

/** Packs 8 columns from `column` of b [k, n], `terms` rows in whole blocks from p on: y = a b. */
export function packColumnDots(
	b: usize,
	n: usize,
	k: usize,
	column: usize,
	p: usize,
	terms: usize,
	scales: usize,
	shares: usize,
	strip: usize,
): void {
	const stride = (n / blockTerms) * blockBytes;
	const first = b + (column / blockTerms) * blockBytes + 4 + (column % blockTerms);
	const last = k - 1;
	const low = i16x8.splat(255);
	for (let top = p; top < p + terms; top += blockTerms) {
		const scale = v128.load_splat<f32>(scales);
		v128.store(strip, scale);
		v128.store(strip, scale, 16);
		let to = strip + stripHead;
		for (let row = top; row < top + blockTerms; row += 4) {
			const q0 = shared8(first + min(row, last) * stride, shares);
			const q1 = shared8(first + min(row + 1, last) * stride, shares + 2);
			const q2 = shared8(first + min(row + 2, last) * stride, shares + 4);
			const q3 = shared8(first + min(row + 3, last) * stride, shares + 6);
			const q01 = v128.or(v128.and(q0, low), i16x8.shl(q1, 8));
			const q23 = v128.or(v128.and(q2, low), i16x8.shl(q3, 8));
			v128.store(to, v128.shuffle<i16>(q01, q23, 0, 8, 1, 9, 2, 10, 3, 11));
			v128.store(to, v128.shuffle<i16>(q01, q23, 4, 12, 5, 13, 6, 14, 7, 15), 16);
			to += 32;
			shares += 8;
		}
		writeSums(strip);
		scales += 4;
		strip += stripBlock;
	}
}

/** round(q share) of eight numbers. */
// @ts-ignore: decorator
@inline
function shared8(from: usize, share: usize): v128 {
	return i16x8.q15mulr_sat_s(v128.load8x8_s(from), v128.load16_splat(share));
}

/** The sums that undo the 64 of a's numbers. */
// @ts-ignore: decorator
@inline
function writeSums(strip: usize): void {
	let s0 = i32x4.splat(0);
	let s1 = s0;
	const end = strip + stripBlock;
	for (let from = strip + stripHead; from < end; from += 32) {
		s0 = i32x4.add(s0, sumsOfFour(v128.load(from)));
		s1 = i32x4.add(s1, sumsOfFour(v128.load(from, 16)));
	}
	v128.store(strip, i32x4.neg(i32x4.shl(s0, 6)), 32);
	v128.store(strip, i32x4.neg(i32x4.shl(s1, 6)), 48);
}

// @ts-ignore: decorator
@inline
function sumsOfFour(x: v128): v128 {
	return i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(x));
}
