/**
 * Mutants: kernels with a deliberate error, which the suite must detect. A mutant changes the WGSL,
 * a dispatch or a wasm call. The description of a surviving mutant names the gap.
 */
import type { Call, Dispatch, Kernel, Word } from '#engine/gpu/kernel.ts';
import type { Tuning } from '#engine/gpu/webgpu/matmul/tuning.ts';

interface Mutant {
	/** The kernel's name. */
	readonly name: string;
	readonly description: string;
}
export interface DispatchMutant extends Mutant {
	/** The layout that it changes, if not only the default. */
	readonly layout?: Partial<Tuning>;
	/** Returns the dispatch itself if there is nothing to change. */
	onDispatch(dispatch: Dispatch): Dispatch;
}
export interface CallMutant extends Mutant {
	onCall(call: Call): Call;
}

const text = (name: string, description: string, from: RegExp, to: string): DispatchMutant => ({
	name,
	description,
	onDispatch: (dispatch) => {
		const wgsl = dispatch.wgsl.replace(from, to);
		return wgsl === dispatch.wgsl ? dispatch : { ...dispatch, wgsl };
	},
});

export const textMutants: readonly DispatchMutant[] = [
	text('Add', 'a dropped term', / \+ b_(at|quad)\(i\)/, ''),
	text('Accumulate', 'overwrites', /sum_(at|quad)\(i\) \+ /, ''),
	text('AddBias', 'the wrong column', /row_(at|quad)\(i % /, 'row_$1((i + 1u) % '),
	text('Center', 'the mean of one number less', /lane\) \/ (\d+)/, 'lane) / ($1 + 1)'),
	text('ColumnSums', 'without the first row', /row = 0u/, 'row = 1u'),
	text('Dropout', 'one mask for all positions', / \^ \(u\.salt \* 0x9e3779b1u\)/, ''),
	text('Dropout', 'kept numbers are not enlarged', / \* u\.factor/, ''),
	text('Dropout', 'leaves out the others', /hash >= u/, 'hash < u'),
	text('Gelu', 'a dropped factor', /value \* cumulative/, 'cumulative'),
	text('Gelu', 'the tail on the wrong side', /select\(tail, 1 - tail/, 'select(1 - tail, tail'),
	text('Gelu', 'the wrong cubic factor', /0\.044715/, '0.054715'),
	text('SoftCap', 'a dropped factor', / 30 \* tanh/, ' tanh'),
	text('SoftCapGradient', 'without the square', /share \* share/, 'share'),
	text('GeluGradient', 'without the density', / \+ value \* density\(value, phi\)/, ''),
	text('MultiplyColumns', 'the wrong column', /row_(at|quad)\(i % /, 'row_$1((i + 1u) % '),
	text('Product', 'reads the wrong operand', /b_(at|quad)\(i\)/, 'a_$1(i)'),
	text('Rectifier', 'the other half', /a < T\(0\)/, 'a > T(0)'),
	text('RectifierGradient', 'reads the wrong operand', /x_(at|quad)\(i\) <=/, 'dy_$1(i) <='),
	text('RowInverses', 'no square root', /sqrt\(squares\)/, 'squares'),
	text('Scale', 'without the factor', / \* [\d.]+\)/, ')'),
	text('Silu', 'a dropped factor', /a \* sigmoid/, 'sigmoid'),
	text('SiluGradient', 'a dropped factor', /1 \+ a \* \(1 - s\)/, '1 + a'),
	text('SwiGlu', 'σ of −a', /min\(-a,/, 'min(a,'),
	text('SwiGlu', 'reads the wrong operand', /up_(at|quad)\(i\)/, 'gate_$1(i)'),
	text('SwiGluGradient', 'a dropped factor', /1 \+ a \* \(1 - s\)/, '1 + a'),
	text('SwiGluGradient', 'gradients exchanged', /dy_i \* a \* s/, 'dy_i * s'),

	text('Attention', 'sees keys after the query', /(seen\d+ = )(.*) & \(keys <= .*\);/g, '$1$2;'),
	text('Attention', 'sees other examples', /(seen\d+ = )\(keys >= .*\) & /g, '$1'),
	text('Attention', 'never sees itself', /max\(to_key, (t\d+) \+ 1u\)/g, 'max(to_key, $1)'),
	text(
		'Attention',
		'wrong stride of keys',
		/(min\(j \+ \du, u\.tokens - 1u\) \* )(\d+)u/g,
		'$1($2u - 1u)',
	),
	text('Attention', 'all heads read the first keys', /head \/ \d+u \*/g, '0u *'),
	text('Attention', 'sums keep the scale of an old maximum', /(o\d+_\d+) \* shrink\d+/g, '$1'),
	text(
		'Attention',
		'Σ exp keeps the scale of an old maximum',
		/fma\((l\d+), shrink\d+,/g,
		'fma($1, 1.0,',
	),
	text('Attention', 'lse without the maximum', /\(m\d+ \+ log2/g, '(log2'),
	text('Attention', 'a window one too long', /i32\(t\) - (\d+)/, 'i32(t) - 1 - $1'),
	text(
		'Attention',
		'queries beyond the end are the wrong ones',
		/if \(start \+ (\d)u < u\.tokens\)/g,
		'if (start + $1u + 1u < u.tokens)',
	),
	text('CachedAttention', 'never sees the last key', /last_at\(t\) \+ 1/, 'last_at(t)'),
	text('CachedAttention', 'sees other examples', /max\(first_at\(t\), /, 'max(0, '),
	text('CachedAttention', 'all heads read the first keys', /head \/ \d+u \*/, '0u *'),
	text('CachedAttention', 'sums keep the scale of an old maximum', /sum \*= shrink;/, ''),
	text('CachedAttention', 'only the first columns', /o_[1-9] \* inverse/, 'o_0 * inverse'),
	text('AttentionDelta', 'a dropped term', /\(delta_sum\.z \+ delta_sum\.w\)/, 'delta_sum.z'),
	text('AttentionDelta', 'lse of the query before', /lse_at\(i\)/, 'lse_at(max(i, 1u) - 1u)'),
	text('AttentionGradientQ', 'without delta', / - delta\d+\)/g, ')'),
	text('AttentionGradientQ', 'sees keys after the query', / && j <= t\d+/g, ''),
	text('AttentionGradientQ', 'sees other examples', /j >= first\d+ && /g, ''),
	text('AttentionGradientQ', 'values instead of keys', /(fma\(vec4f\(ds\d+\), )k_/g, '$1v_'),
	text('AttentionGradientQ', 'gradient not scaled', / \* u\.scale\b/g, ''),
	text('AttentionGradientKV', 'without delta', / - delta\)/g, ')'),
	text('AttentionGradientKV', 'misses the last query', /last_at\(j\) \+ 1/, 'last_at(j)'),
	text(
		'AttentionGradientKV',
		'misses the first query',
		/var n = start \*/,
		'var n = (start + 1u) *',
	),
	text('AttentionGradientKV', 'other examples see the key', / && t < end\d+/g, ''),
	text('AttentionGradientKV', 'earlier queries see the key', /t >= j\d+ && /g, ''),
	text(
		'AttentionGradientKV',
		'a window one too long',
		/min\(end, j \+ (\d+)u\)/,
		'min(end, j + $1u + 1u)',
	),
	text('AttentionGradientKV', 'only the first head of a group', /n % \d+u;/, '0u;'),
	text('AttentionGradientKV', 'a silent query has infinite p', /= min\((.*), 0\.0\);/g, '= $1;'),
	text('AttentionGradientKV', 'reads the wrong operand', /(fma\(vec4f\(ds\d+\), )q_/g, '$1dy_'),

	text('Linear', 'a dropped term', /k < u\.k/, 'k + 1u < u.k'),
	text('Linear', 'the residual subtracted', /(sum_\d+_\d+) \+ /g, '$1 - '),
	text('Linear', 'without the factor', / \* u\.scale/g, ''),
	text('LinearInputGradient', 'a dropped term', /k < u\.k/, 'k + 1u < u.k'),
	text('LinearInputGradient', 'wrong stride', /\(k \+ (\d)u\) \* u\.n/, '(k + $1u) * u.k'),
	text('LinearWeightGradient', 'a dropped term', /k < u\.k/, 'k + 1u < u.k'),

	text('RmsNorm', 'without ε', / \+ u\.epsilon/, ''),
	text('RmsNorm', 'without the gain', / \* gain_(at|quad)\(c\)/, ''),
	text('RmsNorm', 'wrong stride', /let start = row \* (\d+)u/, 'let start = row * ($1u - 1u)'),
	text('RmsNormInputGradient', 'a dropped term', / - x_(at|quad)\(start \+ c\) \* shared_part/, ''),
	text('RmsNormGradient', 'a dropped term', / - x_(at|quad)\(start \+ c\) \* shared_part/, ''),
	text('RmsNormGradient', 'r² instead of r³', /\* r \* r \* r;/, '* r * r;'),
	text('RmsNormGradient', 'the last row of a chunk dropped', /i < end; i\+\+/, 'i + 1u < end; i++'),
	text('RmsNormGradient', 'the last chunk dropped', /k < u\.chunks/, 'k + 1u < u.chunks'),

	text('GatherRows', 'the next row', /index_at\(i \/ (\d+)u\)\)/, 'index_at(i / $1u)) + 1u'),
	text('StoreRows', 'the next row', /index_at\(i \/ (\d+)u\)\)/, 'index_at(i / $1u)) + 1u'),
	text('ScatterRows', 'the last position dropped', /j < end/, 'j + 1 < end'),
	text(
		'Rotary',
		'rotated in the wrong direction',
		/a \* cosine - b \* sine/,
		'a * cosine + b * sine',
	),
	text(
		'Rotary',
		'the position of the next token',
		/positions_at\(head \/ (\d+)u\)/,
		'positions_at(head / $1u + 1u)',
	),
	text('AdamW', 'decay of all weights', / \* decay_at\(i\)/, ''),
	text('AdamW', 'not clipped', /min\(1\.0, u\.clip.*\);/, '1.0;'),
	text('AdamW', 'β₁ instead of β₂', /u\.fresh2/, 'u.fresh1'),
	text('AdamW', 'moments not corrected', /\(m \* scalars_at\(1u\)\)/, 'm'),
	text('AdamW', 'the last square of a chunk dropped', /j < end/, 'j + 1u < end'),
	text('AdamW', 'steps with an infinite norm', /if \(!is_finite.*/, ''),
	text('CrossEntropy', 'the target not subtracted', / - onehot\(v, c\) \* weight/, ''),
	text('CrossEntropy', 'not weighted', /weight \/ sum/, '1 / sum'),
	text('CrossEntropy', 'ties are hits', / && !is_equalled/, ''),
	text(
		'CrossEntropyScores',
		'nll without the maximum',
		/log\(sum\) \+ \(most - z_target\)/,
		'log(sum) - z_target',
	),
	text(
		'CrossEntropyScores',
		'the confidence in the target',
		/1\.0 \/ sum/,
		'exp(z_target - most) / sum',
	),
	text('LargestColumn', 'the last of several', / break; \}/, ' }'),
	text('LargestColumn', 'an infinity is finite', /has_broken = .*/, 'has_broken = false;'),
	text('SegmentMeans', 'the last row dropped', /row < to_row/, 'row + 1u < to_row'),
	text('SegmentMeans', 'a sum', / \/ max\(1\.0, .*\)\);/, ');'),
	text('SliceRows', 'from the first row', /u\.start \+ /, ''),
	text('ConcatRows', 'a twice', /b_(at|quad)\(i - u\.split\)/, 'a_$1(i - u.split)'),
	text('ScatterRows', 'positions instead of order', /u32\(order_at\(u32\(j\)\)\)/, 'u32(j)'),
];

const splitKeys = (description: string, from: RegExp, to: string): DispatchMutant => ({
	...text('AttentionGradientKV', description, from, to),
	layout: { joinsRows: false, splitsSums: true },
});

/** Errors in the gradient of keys and values whose queries are split. */
export const splitMutants: readonly DispatchMutant[] = [
	splitKeys('the last neighbour is not added', /s < 8u/, 's < 7u'),
	splitKeys('each neighbour has all queries', / \+ split; n < (.*); n \+= 8u/, '; n < $1; n++'),
	splitKeys('values instead of keys', /row % 2u == 0u/, 'row % 2u == 1u'),
	splitKeys('the gradient of keys not scaled', /total \* u\.scale/, 'total'),
	splitKeys('the last variable of each turn is missing', /next < (\d+)u;/g, 'next + 1u < $1u;'),
];

const lessOne = (words: readonly Word[]): readonly Word[] =>
	words.map((word, i) => (i === 0 && typeof word === 'number' ? word - 1 : word));

/** For every kernel: the first size is one too small, so the last element or row is not written. */
export const shortDispatch = (name: string): DispatchMutant => ({
	name,
	description: 'the last item of its first size is missing',
	onDispatch: (dispatch) => ({ ...dispatch, uniforms: lessOne(dispatch.uniforms) }),
});
export const shortCall = (name: string): CallMutant => ({
	name,
	description: 'the last item of its first size is missing',
	onCall: (call) => ({ ...call, words: lessOne(call.words) }),
});

const word = (
	name: string,
	description: string,
	index: number,
	change: (word: Word) => Word,
): CallMutant => ({
	name,
	description,
	onCall: (call) => ({ ...call, words: call.words.map((w, i) => (i === index ? change(w) : w)) }),
});
const exchange = (name: string, a: number, b: number, count: number): CallMutant => ({
	name,
	description: `operands ${a} and ${b} exchanged`,
	onCall: (call) => {
		const operands = call.operands ?? Array.from({ length: count }, (_, i) => i);
		const swap = (index: number) => (index === a ? b : index === b ? a : index);
		return { ...call, operands: operands.map(swap) };
	},
});
const scaled = (w: Word): Word => (typeof w === 'number' ? w : { f32: w.f32 * 1.01 });

/** Mutants of calls. Reads may be out of range, writes stay inside their operand. */
export const callMutants: readonly CallMutant[] = [
	word('Attention', 'another scale', 5, scaled),
	word('Attention', 'a window one too long', 4, (w) => (w === 0 ? 3 : Number(w) + 1)),
	exchange('Attention', 1, 2, 7),
	word('AttentionGradientQ', 'another scale', 5, scaled),
	exchange('AttentionGradientQ', 0, 3, 7),
	word('AttentionGradientKV', 'another scale', 5, scaled),
	word('AttentionGradientKV', 'a window one too long', 4, (w) => (w === 0 ? 3 : Number(w) + 1)),
	exchange('AttentionGradientKV', 6, 7, 8),
	word('Linear', 'the residual omitted', 5, () => 0),
	word('LinearWeightGradient', 'wrong stride', 3, (w) => Number(w) + 1),
	word('Gelu', 'the other formula', 1, (w) => 1 - Number(w)),
	word('Scale', 'another factor', 1, scaled),
	word('AdamW', 'β₁ changed', 2, scaled),
	word('Rotary', 'rotated in the wrong direction', 3, (w) => -Number(w)),
	word('SliceRows', 'from the first row', 1, () => 0),
	word('RmsNorm', 'without ε', 2, () => ({ f32: 0 })),
];

const layoutOf = (mutant: DispatchMutant | CallMutant): Partial<Tuning> | undefined =>
	'layout' in mutant ? mutant.layout : undefined;

/** The mutated kernel, and whether it has changed any dispatch or call so far. */
export function mutate(
	kernel: Kernel,
	mutant: DispatchMutant | CallMutant,
): { readonly kernel: Kernel; readonly changed: () => boolean } {
	let changed = false;
	const track = <T>(original: T, mutated: T): T => {
		changed ||= mutated !== original;
		return mutated;
	};
	return {
		kernel: {
			...kernel,
			dispatches: (operands, attributes, tuning) =>
				kernel
					.dispatches(operands, attributes, { ...tuning, ...layoutOf(mutant) })
					.map((dispatch) =>
						'onDispatch' in mutant ? track(dispatch, mutant.onDispatch(dispatch)) : dispatch,
					),
			calls: (...args) =>
				kernel.calls!(...args).map((call) =>
					'onCall' in mutant ? track(call, mutant.onCall(call)) : call,
				),
		},
		changed: () => changed,
	};
}
