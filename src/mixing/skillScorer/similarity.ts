/**
 * The transferability reward (COSSIM): how alike a skill's hidden states are to those of all skills.
 *
 * Source: MoS, Eq. 7 and 8.  e_j [width] = mean over the tokens of example j, prompt and answer, of the top layer's hidden state (the
 * probe's 'state');  z_i [width] = mean of e_j over a minibatch of L training examples of skill i;
 * R_i = (1/N) Σ_n cos(z_i, z_n), n = i included, which adds 1.
 * As in the code, an example whose state is not finite is left out of z_i. Ours: a skill without any finite state is left
 * out of the others' means, and a negative R_i counts as 0, since with R_i < 0 Eq. 6 has no largest F.
 * Toward one skill (MoSpec, §6): R_i = cos(z_i, z_target), so the target's own is 1.
 */

/** z [N][width] of states [N × L × width]; null where none of a skill's states is finite. */
export function meanStates(
	states: Float32Array,
	skills: number,
	examples: number,
): (Float64Array | null)[] {
	const width = states.length / (skills * examples);
	return Array.from({ length: skills }, (_, i) => {
		const sum = new Float64Array(width);
		let used = 0;
		for (let j = 0; j < examples; j++) {
			const at = (i * examples + j) * width;
			const state = states.subarray(at, at + width);
			if (!state.every(Number.isFinite)) continue;
			used++;
			for (let c = 0; c < width; c++) sum[c] += state[c];
		}
		return used === 0 ? null : sum.map((value) => value / used);
	});
}

/** cos(z_i, z_n) [N][N], 1 on the diagonal; null where a state is missing or 0. */
export function cosinesOf(states: readonly (Float64Array | null)[]): (number | null)[][] {
	const norms = states.map((state) => (state ? Math.sqrt(dot(state, state)) : 0));
	return states.map((a, i) =>
		states.map((b, n) => {
			if (!a || !b || norms[i] === 0 || norms[n] === 0) return null;
			return i === n ? 1 : dot(a, b) / (norms[i] * norms[n]);
		}),
	);
}

/** R [N], NaN where none is known. `target`: MoSpec's skill. */
export function similarityRewards(
	cosines: readonly (readonly (number | null)[])[],
	target: number | undefined,
): number[] {
	return cosines.map((row) => {
		const counted = target === undefined ? row : [row[target]];
		const known = counted.filter((cosine) => cosine !== null);
		return Math.max(0, known.reduce((sum, cosine) => sum + cosine, 0) / known.length);
	});
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let c = 0; c < a.length; c++) sum += a[c] * b[c];
	return sum;
}
