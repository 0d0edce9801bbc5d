/**
 * Kernels that are wrong on purpose: the suite must see each. A mutant replaces text of the WGSL, or changes a dispatch or a
 * call of the wasm kernels. The list says what was done in words, so that a mutant which lives tells what the suite misses.
 */
import type { Call, Dispatch, Kernel, Word } from '#gpu/kernel.ts';

interface Mutant {
	/** Of the kernel. */
	readonly name: string;
	readonly what: string;
}
export interface DispatchMutant extends Mutant {
	/** The dispatch itself where there is nothing to change. */
	onDispatch(dispatch: Dispatch): Dispatch;
}
export interface CallMutant extends Mutant {
	onCall(call: Call): Call;
}

const text = (name: string, what: string, from: RegExp, to: string): DispatchMutant => ({
	name,
	what,
	onDispatch: (dispatch) => {
		const wgsl = dispatch.wgsl.replace(from, to);
		return wgsl === dispatch.wgsl ? dispatch : { ...dispatch, wgsl };
	},
});

export const textMutants: readonly DispatchMutant[] = [
	text('Add', 'a dropped term', / \+ b_(at|quad)\(i\)/, ''),
	text('Accumulate', 'overwrites', /sum_(at|quad)\(i\) \+ /, ''),
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
	text('AttentionDelta', 'a dropped term', /\(delta_sum\.z \+ delta_sum\.w\)/, 'delta_sum.z'),
	text('AttentionDelta', 'lse of the query before', /lse_at\(i\)/, 'lse_at(max(i, 1u) - 1u)'),
	text('AttentionGradientQ', 'without delta', / - delta\d+\)/g, ')'),
	text('AttentionGradientQ', 'sees keys after the query', / && j <= t\d+/g, ''),
	text('AttentionGradientQ', 'sees other examples', /j >= first\d+ && /g, ''),
	text('AttentionGradientQ', 'values for keys', /(fma\(vec4f\(ds\d+\), )k_/g, '$1v_'),
	text('AttentionGradientQ', 'not scaled back', / \* u\.scale\b/g, ''),
	text('AttentionGradientKV', 'without delta', / - delta\)/g, ')'),
	text('AttentionGradientKV', 'misses the last query', /last_at\(j\) \+ 1/, 'last_at(j)'),
	text(
		'AttentionGradientKV',
		'misses the first query',
		/var n = start \*/,
		'var n = (start + 1u) *',
	),
	text('AttentionGradientKV', 'is seen by other examples', / && t < end\d+/g, ''),
	text('AttentionGradientKV', 'is seen by queries before the key', /t >= j\d+ && /g, ''),
	text(
		'AttentionGradientKV',
		'a window one too long',
		/min\(end, j \+ (\d+)u\)/,
		'min(end, j + $1u + 1u)',
	),
	text('AttentionGradientKV', 'only the first head of a group', /n % \d+u;/, '0u;'),
	text('AttentionGradientKV', 'reads the wrong operand', /(fma\(vec4f\(ds\d+\), )q_/g, '$1dy_'),

	text('Linear', 'a dropped term', /k < u\.k/, 'k + 1u < u.k'),
	text('Linear', 'the residual taken away', /(sum_\d+_\d+) \+ /g, '$1 - '),
	text('LinearInputGradient', 'a dropped term', /k < u\.k/, 'k + 1u < u.k'),
	text('LinearInputGradient', 'wrong stride', /\(k \+ (\d)u\) \* u\.n/, '(k + $1u) * u.k'),
	text('LinearWeightGradient', 'a dropped term', /k < u\.k/, 'k + 1u < u.k'),

	text('RmsNorm', 'without ε', / \+ u\.epsilon/, ''),
	text('RmsNorm', 'without the gain', / \* gain_(at|quad)\(c\)/, ''),
	text('RmsNorm', 'wrong stride', /let start = row \* (\d+)u/, 'let start = row * ($1u - 1u)'),
	text('RmsNormGradient', 'a dropped term', / - x_(at|quad)\(start \+ c\) \* shared_part/, ''),
	text('RmsNormGradient', 'r² for r³', /\* r \* r \* r;/, '* r * r;'),
	text('RmsNormGradient', 'the last row of a chunk dropped', /i < end; i\+\+/, 'i + 1u < end; i++'),
	text('RmsNormGradient', 'the last chunk dropped', /k < u\.chunks/, 'k + 1u < u.chunks'),

	text('GatherRows', 'the row after', /index_at\(i \/ (\d+)u\)\)/, 'index_at(i / $1u)) + 1u'),
	text('ScatterRows', 'the last place dropped', /j < end/, 'j + 1 < end'),
	text('Rotary', 'turned the other way', /a \* cosine - b \* sine/, 'a * cosine + b * sine'),
	text(
		'Rotary',
		'the position of the token after',
		/positions_at\(head \/ (\d+)u\)/,
		'positions_at(head / $1u + 1u)',
	),
	text('AdamW', 'decay of everything', / \* decay_at\(i\)/, ''),
	text('AdamW', 'not clipped', /min\(1\.0, u\.clip.*\);/, '1.0;'),
	text('AdamW', 'β₁ for β₂', /\(1\.0 - u\.beta2\)/, '(1.0 - u.beta1)'),
	text('AdamW', 'moments not corrected', /\(m \* scalars_at\(1u\)\)/, 'm'),
	text('AdamW', 'the last square of a chunk dropped', /j < end/, 'j + 1u < end'),
	text('AdamW', 'steps with an infinite norm', /if \(!is_finite.*/, ''),
	text('TimesLossScale', 'divided', /state_at\(0u\)/, 'state_at(1u)'),
	text('Unscale', 'scaled again', /state_at\(1u\)/, 'state_at(0u)'),
	text(
		'AdjustLossScale',
		'an infinite gradient counts as finite',
		/is_finite = .*/,
		'is_finite = true;',
	),
	text('AdjustLossScale', 'grows without a bound', / \|\| scale \* factor > 16777216\.0/, ''),
	text('AdjustLossScale', 'never grows', /row >= u\.growEvery/, 'false'),
	text('CrossEntropy', 'the target not taken away', / - onehot\(v, c\) \* weight/, ''),
	text('CrossEntropy', 'not weighted', /weight \/ sum/, '1 / sum'),
	text('CrossEntropy', 'ties are hits', / && !is_equalled/, ''),
	text(
		'CrossEntropyScores',
		'nll without the maximum',
		/log\(sum\) \+ \(most - z_target\)/,
		'log(sum) - z_target',
	),
	text('SegmentMeans', 'the last row dropped', /row < to_row/, 'row + 1u < to_row'),
	text('SegmentMeans', 'a sum', / \/ max\(1\.0, .*\)\);/, ');'),
	text('SliceRows', 'from the first row', /u\.start \+ /, ''),
	text('ConcatRows', 'a again', /b_(at|quad)\(i - u\.split\)/, 'a_$1(i - u.split)'),
	text('ScatterRows', 'places for order', /u32\(order_at\(u32\(j\)\)\)/, 'u32(j)'),
];

const lessOne = (words: readonly Word[]): readonly Word[] =>
	words.map((word, i) => (i === 0 && typeof word === 'number' ? word - 1 : word));

/** Of every kernel: its first size one too small, so that the last element or row is not written. */
export const shortDispatch = (name: string): DispatchMutant => ({
	name,
	what: 'the last one of its first size is left out',
	onDispatch: (dispatch) => ({ ...dispatch, uniforms: lessOne(dispatch.uniforms) }),
});
export const shortCall = (name: string): CallMutant => ({
	name,
	what: 'the last one of its first size is left out',
	onCall: (call) => ({ ...call, words: lessOne(call.words) }),
});

const word = (name: string, what: string, at: number, to: (word: Word) => Word): CallMutant => ({
	name,
	what,
	onCall: (call) => ({ ...call, words: call.words.map((w, i) => (i === at ? to(w) : w)) }),
});
const exchange = (name: string, a: number, b: number, count: number): CallMutant => ({
	name,
	what: `operands ${a} and ${b} exchanged`,
	onCall: (call) => {
		const operands = call.operands ?? Array.from({ length: count }, (_, i) => i);
		const swap = (place: number | 'scratch') => (place === a ? b : place === b ? a : place);
		return { ...call, operands: operands.map(swap) };
	},
});
const scaled = (w: Word): Word => (typeof w === 'number' ? w : { f32: w.f32 * 1.01 });

/** Of calls; reads may go astray, writes stay inside their operand. */
export const callMutants: readonly CallMutant[] = [
	word('Attention', 'another scale', 5, scaled),
	word('Attention', 'a window of one more', 4, (w) => (w === 0 ? 3 : Number(w) + 1)),
	exchange('Attention', 1, 2, 7),
	word('AttentionGradientQ', 'another scale', 5, scaled),
	exchange('AttentionGradientQ', 0, 3, 7),
	word('AttentionGradientKV', 'another scale', 5, scaled),
	word('AttentionGradientKV', 'a window of one more', 4, (w) => (w === 0 ? 3 : Number(w) + 1)),
	exchange('AttentionGradientKV', 6, 7, 8),
	word('Linear', 'the residual forgotten', 5, () => 0),
	word('LinearWeightGradient', 'wrong stride', 3, (w) => Number(w) + 1),
	word('AdamW', 'β₁ changed', 2, scaled),
	word('TimesLossScale', 'divided', 1, () => 1),
	word('AdjustLossScale', 'grows without a bound', 1, (w) => Number(w) * 4),
	word('Rotary', 'turned the other way', 3, (w) => -Number(w)),
	word('SliceRows', 'from the first row', 1, () => 0),
	word('RmsNorm', 'without ε', 2, () => ({ f32: 0 })),
];

/** The kernel with the mutant's change, and whether it changed anything in what was dispatched or called so far. */
export function mutate(
	kernel: Kernel,
	mutant: DispatchMutant | CallMutant,
): { readonly kernel: Kernel; readonly changed: () => boolean } {
	let changed = false;
	const noted = <T>(thing: T, other: T): T => {
		changed ||= other !== thing;
		return other;
	};
	return {
		kernel: {
			...kernel,
			dispatches: (...given) =>
				kernel
					.dispatches(...given)
					.map((thing) =>
						'onDispatch' in mutant ? noted(thing, mutant.onDispatch(thing)) : thing,
					),
			calls: (...given) =>
				kernel
					.calls(...given)
					.map((thing) => ('onCall' in mutant ? noted(thing, mutant.onCall(thing)) : thing)),
		},
		changed: () => changed,
	};
}
