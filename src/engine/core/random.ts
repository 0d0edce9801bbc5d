/**
 * Random numbers without a generator. Each draw is a hash of (seed, stream, index), so a run that
 * resumes needs no random state, and a new consumer changes no other stream. The hash uses integers
 * only, so it is equal in every browser.
 *
 * The mixing function is murmur3's 32-bit finaliser over the chained words (Appleby, MurmurHash3,
 * public domain).
 */
export interface RandomStream {
	/** 32 random bits: a pure function of (seed, name, index). `index` is an integer in [0, 2^53). */
	bits(index: number): number;
	/** Uniform in [0, 1), a multiple of 2^-32. */
	uniform(index: number): number;
	/** An integer in [0, bound), bound ≤ 2^32. Multiply-shift: the bias is below bound / 2^32. */
	below(bound: number, index: number): number;
	/** An independent stream with a name under this one. */
	child(name: string): RandomStream;
}

export function randomStream(seed: number, name = ''): RandomStream {
	let key = mix(0x9e3779b9, seed >>> 0);
	key = mix(key, Math.floor(seed / 2 ** 32) >>> 0);
	return streamFromKey(mixText(key, name));
}

/** 0 … n−1 in the order of (stream, epoch): Fisher–Yates with one draw per position. */
export function permutation(stream: RandomStream, n: number, epoch = 0): Uint32Array {
	const order = Uint32Array.from({ length: n }, (_, i) => i);
	const draws = stream.child(`permutation ${epoch}`);
	for (let i = n - 1; i > 0; i--) {
		const j = draws.below(i + 1, i);
		const swapped = order[i];
		order[i] = order[j]!;
		order[j] = swapped;
	}
	return order;
}

/** Standard normal by Box–Muller, from the uniforms 2 · index and 2 · index + 1. */
export function normal(stream: RandomStream, index: number): number {
	const radius = Math.sqrt(-2 * Math.log(1 - stream.uniform(2 * index)));
	return radius * Math.cos(2 * Math.PI * stream.uniform(2 * index + 1));
}

function streamFromKey(key: number): RandomStream {
	const bits = (index: number) =>
		finish(mix(mix(key, index >>> 0), Math.floor(index / 2 ** 32) >>> 0));
	return {
		bits,
		uniform: (index) => bits(index) / 2 ** 32,
		below: (bound, index) => Math.floor((bits(index) / 2 ** 32) * bound),
		child: (name) => streamFromKey(mixText(mix(key, 0x5bd1e995), name)),
	};
}

function mixText(key: number, text: string): number {
	for (let i = 0; i < text.length; i++) key = mix(key, text.charCodeAt(i));
	return finish(mix(key, text.length));
}

function mix(key: number, word: number): number {
	let k = Math.imul(word, 0xcc9e2d51);
	k = (k << 15) | (k >>> 17);
	let h = key ^ Math.imul(k, 0x1b873593);
	h = (h << 13) | (h >>> 19);
	return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

function finish(h: number): number {
	h ^= h >>> 16;
	h = Math.imul(h, 0x85ebca6b);
	h ^= h >>> 13;
	h = Math.imul(h, 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}
