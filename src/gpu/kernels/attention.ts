/**
 * Causal self-attention within segments (Vaswani et al. 2017, arXiv 1706.03762, eq. 1), heads grouped as in arXiv 2305.13245.
 *
 *   P = softmax(Q Kᵀ / √d + bias),  O = P V
 *   ∂V = Pᵀ ∂O,  ∂S = P ∘ (∂O Vᵀ − rowsum(∂O Vᵀ ∘ P)),  ∂Q = ∂S K / √d,  ∂K = ∂Sᵀ Q / √d
 *
 * q [batch, time, heads, d]; k, v [batch, time, kvHeads, d]; bias [batch | 1, 1, time, time], 0 where a query may look
 * and −1e9 where not (causal, and packed examples do not see each other). Head h reads key head ⌊h kvHeads / heads⌋.
 */
import * as tf from '@tensorflow/tfjs-core';

export function attention(
	q: tf.Tensor4D,
	k: tf.Tensor4D,
	v: tf.Tensor4D,
	bias: tf.Tensor4D,
): tf.Tensor4D {
	const groups = q.shape[2] / k.shape[2];
	const scale = 1 / Math.sqrt(q.shape[3]);
	const kernel = tf.customGrad((...args) => {
		const keep = args[3] as tf.GradSaveFunc;
		const q = headsFirst(args[0] as tf.Tensor4D);
		const k = repeatHeads(headsFirst(args[1] as tf.Tensor4D), groups);
		const v = repeatHeads(headsFirst(args[2] as tf.Tensor4D), groups);
		const scores = tf.add<tf.Tensor4D>(tf.mul(tf.matMul(q, k, false, true), scale), bias);
		const probabilities = tf.softmax(scores);
		keep([q, k, v, probabilities]);
		return {
			value: headsFirst(tf.matMul<tf.Tensor4D>(probabilities, v)),
			gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
				const [q, k, v, p] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
				const dOut = headsFirst(dy as tf.Tensor4D);
				const dP = tf.matMul(dOut, v, false, true);
				const weighted = tf.mul(dP, p);
				const dScores = tf.mul<tf.Tensor4D>(
					tf.sub(weighted, tf.mul(p, tf.sum(weighted, 3, true))),
					scale,
				);
				const dK = tf.matMul<tf.Tensor4D>(dScores, q, true, false);
				const dV = tf.matMul<tf.Tensor4D>(p, dOut, true, false);
				return [
					headsFirst(tf.matMul<tf.Tensor4D>(dScores, k)),
					headsFirst(sumGroups(dK, groups)),
					headsFirst(sumGroups(dV, groups)),
				];
			},
		};
	});
	return kernel(q, k, v);
}

/** [batch, time, heads, d] ↔ [batch, heads, time, d] */
const headsFirst = (x: tf.Tensor4D): tf.Tensor4D => tf.transpose(x, [0, 2, 1, 3]);

/** [batch, kvHeads, time, d] → [batch, kvHeads × groups, time, d] */
function repeatHeads(x: tf.Tensor4D, groups: number): tf.Tensor4D {
	if (groups === 1) return x;
	const heads = Int32Array.from({ length: x.shape[1] * groups }, (_, head) =>
		Math.floor(head / groups),
	);
	return tf.gather(x, tf.tensor1d(heads, 'int32'), 1);
}

/** [batch, kvHeads × groups, time, d] → [batch, kvHeads, time, d]. Four axes at most: tfjs's tensors of five crash an emulated GPU. */
function sumGroups(x: tf.Tensor4D, groups: number): tf.Tensor4D {
	if (groups === 1) return x;
	const [batch, heads, time, d] = x.shape;
	return tf.reshape(tf.sum(tf.reshape(x, [batch, heads / groups, groups, time * d]), 2), [
		batch,
		heads / groups,
		time,
		d,
	]);
}

/** bias for `attention`: a query at column t of row b sees columns ≤ t of its own segment. segments [batch, time]. */
export function segmentBias(segments: tf.Tensor2D, causal: tf.Tensor2D): tf.Tensor4D {
	const [batch, time] = segments.shape;
	const same = tf.cast(
		tf.equal(tf.reshape(segments, [batch, time, 1]), tf.reshape(segments, [batch, 1, time])),
		'float32',
	);
	const allowed = tf.mul(same, causal);
	return tf.reshape(tf.mul(tf.sub(allowed, 1), 1e9), [batch, 1, time, time]);
}

/** [time, time]: 1 where column ≤ row. */
export function causalMask(time: number): tf.Tensor2D {
	const mask = new Float32Array(time * time);
	for (let t = 0; t < time; t++) mask.fill(1, t * time, t * time + t + 1);
	return tf.tensor2d(mask, [time, time]);
}

/** In float64, query by query: the oracle of the tests. Layouts as above, segments [batch × time]. */
export function attentionReference(
	q: Float64Array,
	k: Float64Array,
	v: Float64Array,
	segments: readonly number[],
	[batch, time, heads, kvHeads, d]: readonly [number, number, number, number, number],
): Float64Array {
	const out = new Float64Array(q.length);
	for (let b = 0; b < batch; b++)
		for (let t = 0; t < time; t++)
			for (let h = 0; h < heads; h++) {
				const query = ((b * time + t) * heads + h) * d;
				const keyOf = (u: number) =>
					((b * time + u) * kvHeads + Math.floor((h * kvHeads) / heads)) * d;
				const seen: number[] = [];
				for (let u = 0; u <= t; u++)
					if (segments[b * time + u] === segments[b * time + t]) seen.push(u);
				const scores = seen.map((u) => {
					let dot = 0;
					for (let i = 0; i < d; i++) dot += q[query + i] * k[keyOf(u) + i];
					return dot / Math.sqrt(d);
				});
				const top = Math.max(...scores);
				const exps = scores.map((s) => Math.exp(s - top));
				const total = exps.reduce((a, e) => a + e, 0);
				seen.forEach((u, n) => {
					for (let i = 0; i < d; i++) out[query + i] += (exps[n] / total) * v[keyOf(u) + i];
				});
			}
	return out;
}
