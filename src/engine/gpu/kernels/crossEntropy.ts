/**
 * Weighted cross-entropy of each row's softmax against its target, and the gradient with respect to
 * the logits.
 *
 *   nll_i = log Σ_v exp z_iv − z_i,target          L = Σ_i w_i nll_i
 *   ∂z_iv = w_i (exp z_iv / Σ exp z_i − [v = target_i])
 *   hit_i = 1 if the target is the argmax (the lowest index among equals), else 0
 *   confidence_i = max_v exp z_iv / Σ_v exp z_iv = 1 / Σ_v exp(z_iv − max z_i)
 *
 * z (logits) [n, V]; target, w, nll, hit, confidence [n].
 *
 * The derivative of log Σ exp is the softmax, and that of the target's logit is 1 at the target. So
 * the gradient is the predicted distribution minus the true one. Exponents use z − max z: none
 * overflows, and the quotient is the same.
 *
 * ∂z is computed together with the loss. By convention L ends the chain with ∂L = 1, and the
 * upstream gradient is ignored.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, type Operand, type Operands } from '../kernel.ts';
import { rowShader } from '../webgpu/rowReduction.ts';
import { read, write } from '../webgpu/shader.ts';

/** logits [n, V], targets int32 [n], weights [n] → nll [n], differentiable as Σ w nll. */
export const crossEntropy = (
	logits: tf.Tensor2D,
	targets: tf.Tensor1D,
	weights: tf.Tensor1D,
): tf.Tensor1D => apply(crossEntropyKernel, { logits, targets, weights }, {})[0] as tf.Tensor1D;

/** Outputs nll, hit, ∂z. */
export const crossEntropyKernel = defineKernel({
	name: 'CrossEntropy',
	inputs: ['logits', 'targets', 'weights'],
	outputs: ([logits]) => [...scoreOutputs(logits), { shape: logits.shape, storage: 'f32' }],
	dispatches: (operands) => [lossDispatch('cross-entropy', operands)],
	calls: ({ inputs: [logits] }) => [
		{ run: 'crossEntropy', operands: [0, 1, 2, 5, 3, 4], words: logits.shape },
	],
	reference: ([logits, targets, weights]) => {
		const size = logits.length / targets.length;
		const [nll, hit] = scoresReference(logits, targets);
		const dLogits = logits.map((z, i) => {
			const row = Math.floor(i / size);
			const target = row * size + targets[row];
			// log Σ exp z = nll + z_target
			const probability = Math.exp(z - logits[target] - nll[row]);
			return weights[row] * (probability - (i === target ? 1 : 0));
		});
		return [nll, hit, dLogits];
	},
	gradient: {
		inputs: [],
		outputs: [2],
		backward: (_, [dLogits]) => ({ logits: () => dLogits.clone() }),
	},
});

/** Without gradient. Outputs nll, hit, confidence. */
export const crossEntropyScores = defineKernel({
	name: 'CrossEntropyScores',
	inputs: ['logits', 'targets'],
	outputs: ([logits]) => [...scoreOutputs(logits), scoreOutputs(logits)[0]],
	dispatches: (operands) => [lossDispatch('cross-entropy scores', operands)],
	calls: ({ inputs: [logits] }) => [{ run: 'crossEntropyScores', words: logits.shape }],
	reference: ([logits, targets]) => scoresReference(logits, targets),
});

const scoreOutputs = (logits: Operand) =>
	[0, 1].map(() => ({ shape: [logits.shape[0]], storage: 'f32' as const }));

/** The dispatch of either kernel. Only that of the training loss has weights. */
function lossDispatch(label: string, { inputs, outputs: [nll, hit, last] }: Operands) {
	const [logits, targets, weights] = inputs;
	const isTrained = inputs.length === 3;
	const first = inputs.length;
	const [rows, size] = logits.shape;
	return rowShader(logits.shape, ({ width, items, at, set, lanes, loop }) => {
		const z = `logits_${at}(start + c)`;
		const onehot =
			width === 4
				? 'vec4f(vec4u(4u * c, 4u * c + 1u, 4u * c + 2u, 4u * c + 3u) == vec4u(v))'
				: 'f32(c == v)';
		return {
			label,
			operands: {
				logits: read(logits, 0, width),
				targets: read(targets, 1),
				nll: write(nll, first),
				hit: write(hit, first + 1),
				...(isTrained
					? { weights: read(weights, 2), d_logits: write(last, 5, width) }
					: { confidence: write(last, 4) }),
			},
			functions: `fn onehot(v: u32, c: u32) -> T { return ${onehot}; }`,
			body: `let start = row * ${items}u;
let v = u32(targets_at(row));
let z_target = logits_at(row * ${size}u + v);
var top = T(-3.4e38);
${loop(`top = max(top, ${z});`)}
let most = join_max(largest(top), lane);
var exps = T();
${loop(`exps += exp(${z} - most);`)}
let sum = join_sum(total(exps), lane);
// If the target's logit is the largest, an equal one before it is the argmax.
var equal_before = 0.0;
if (z_target == most) {
	for (var j = column; j < v; j += ${lanes}u) {
		if (logits_at(row * ${size}u + j) == most) { equal_before = 1.0; }
	}
}
let is_equalled = join_max(equal_before, lane) > 0;
if (is_row && column == 0u) {
	nll_set(row, log(sum) + (most - z_target));
	hit_set(row, select(0.0, 1.0, z_target == most && !is_equalled));
	${isTrained ? '' : 'confidence_set(row, 1.0 / sum);'}
}
${
	isTrained
		? `if (is_row) {
	let weight = weights_at(row);
	let scale = weight / sum;
	${loop(`d_logits_${set}(start + c, exp(${z} - most) * scale - onehot(v, c) * weight);`)}
}`
		: ''
}`,
			flops: rows * size * (isTrained ? 40 : 20),
		};
	});
}

function scoresReference(logits: Float64Array, targets: Float64Array): Float64Array[] {
	const size = logits.length / targets.length;
	const nll = new Float64Array(targets.length);
	const hit = new Float64Array(targets.length);
	const confidence = new Float64Array(targets.length);
	targets.forEach((target, i) => {
		const row = logits.subarray(i * size, (i + 1) * size);
		const largest = row.reduce((a, z) => Math.max(a, z), -Infinity);
		const sum = row.reduce((total, z) => total + Math.exp(z - largest), 0);
		nll[i] = Math.log(sum) + largest - row[target];
		hit[i] = row.indexOf(largest) === target ? 1 : 0;
		confidence[i] = 1 / sum;
	});
	return [nll, hit, confidence];
}
