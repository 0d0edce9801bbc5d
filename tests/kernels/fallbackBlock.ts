/** A block of GPT-2 in tfjs's own operations around the lab's matrix product, and its oracle. */
import * as tf from '@tensorflow/tfjs';
import { randomStream } from '#engine/core/random.ts';
import { capture } from '#engine/gpu/capture.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { withFallback } from '#engine/gpu/fallback.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { linear } from '#engine/gpu/kernels.ts';
import type { Program } from '#engine/gpu/program.ts';

const [rows, width, hidden] = [6, 8, 12];
const shapes = {
	x: [rows, width],
	gain: [width],
	bias: [width],
	up: [hidden, width],
	upBias: [hidden],
	down: [width, hidden],
} as const;
type Name = keyof typeof shapes;
const names = Object.keys(shapes) as Name[];
type Product = (x: tf.Tensor2D, weight: tf.Tensor2D) => tf.Tensor2D;

const plainProduct: Product = (x, weight) => tf.matMul(x, weight, false, true);

/** Layer normalisation, causal softmax over the rows, GELU, biases, a mean: a scalar. */
function block(product: Product, [x, gain, bias, up, upBias, down]: tf.Tensor[]): tf.Scalar {
	const { mean, variance } = tf.moments(x, -1, true);
	const normed = x.sub(mean).div(variance.add(1e-5).sqrt()).mul(gain).add(bias);
	const allowed = tf.greaterEqual(
		tf.reshape(tf.range(0, rows), [rows, 1]),
		tf.reshape(tf.range(0, rows), [1, rows]),
	);
	const scores = tf.matMul(normed, normed, false, true).div(Math.sqrt(width));
	const masked = tf.where(allowed, scores, tf.fill([rows, rows], -1e9));
	const mixed = tf.add<tf.Tensor2D>(x, tf.matMul(tf.softmax(masked), normed));
	const inner = product(mixed, up as tf.Tensor2D).add(upBias);
	const gelu = inner.mul(0.5).mul(tf.erf(inner.div(Math.SQRT2)).add(1));
	const out = tf.add(mixed, product(gelu as tf.Tensor2D, down as tf.Tensor2D));
	const both = tf.concat([out, tf.transpose(out).reshape([rows, width])]);
	return tf.mean<tf.Scalar>(tf.square(both));
}

const numbers = (name: Name): Float32Array => {
	const random = randomStream(3, name);
	return Float32Array.from({ length: sizeOf(shapes[name]) }, (_, i) => 2 * random.uniform(i) - 1);
};

/** Loss and gradients as results. Half precision needs a vector, so `down` lies in one. */
export const blockProgram = (options?: { readonly half: boolean }): Promise<Program> =>
	withFallback(() =>
		capture(
			'block',
			(recording) => {
				const given = names.map((name) =>
					name === 'down' && options?.half
						? recording.vector('down', 0, shapes.down, 'f16')
						: recording.input(name, shapes[name], 'f32'),
				);
				let loss: tf.Tensor | undefined;
				const gradients = tf.grads((...tensors) => (loss = block(linear, tensors)))(given);
				recording.result('loss', loss!);
				gradients.forEach((gradient, i) => recording.result(names[i], gradient));
			},
			options,
		),
	);

/** tfjs's own loss and gradients, on its cpu backend. */
async function expected(): Promise<{ readonly [name: string]: Float32Array }> {
	await tf.setBackend('cpu');
	const results: { [name: string]: Float32Array } = {};
	tf.tidy(() => {
		const { value, grads } = tf.valueAndGrads((...tensors) => block(plainProduct, tensors))(
			names.map((name) => tf.tensor(numbers(name), [...shapes[name]])),
		);
		results['loss'] = value.dataSync<'float32'>();
		grads.forEach((gradient, i) => (results[names[i]] = gradient.dataSync<'float32'>()));
	});
	return results;
}

/** The largest difference of loss and gradients from tfjs's, relative to each one's largest. */
export async function blockError(device: ComputeDevice, half = false): Promise<number> {
	const program = await blockProgram(half ? { half } : undefined);
	const vectors = half ? { down: await device.vector('down', 128, 'f16') } : {};
	vectors.down?.write(numbers('down'));
	const loaded = await device.load(program, vectors);
	const inputs = Object.fromEntries(names.map((name) => [name, numbers(name)]));
	// The second run finds what the first one left.
	await loaded.run(inputs).read();
	const results = await loaded.run(inputs).read();
	loaded.dispose();
	const errors = Object.entries(await expected()).map(([name, values]) => {
		const scale = Math.max(...values.map(Math.abs));
		return Math.max(...values.map((value, i) => Math.abs(results[name][i] - value))) / scale;
	});
	return Math.max(...errors);
}
