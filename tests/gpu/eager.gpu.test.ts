/** Eager execution on the lab's device: a captured program equals it bit for bit, and tfjs's own operations keep working. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, onTestFinished, test } from 'vitest';
import { randomStream } from '#core/random.ts';
import { capture } from '#gpu/capture.ts';
import { linear, swiGlu } from '#gpu/kernels.ts';
import { useEagerly } from '#gpu/webgpu/backend.ts';
import { openDevice } from './openDevice.ts';

const [rows, width, hidden] = [13, 20, 36];

/** Rows through a gated block with a residual, as in a decoder's layer. */
const block = (
	x: tf.Tensor2D,
	gate: tf.Tensor2D,
	up: tf.Tensor2D,
	down: tf.Tensor2D,
): tf.Tensor2D => linear(swiGlu(linear(x, gate), linear(x, up)), down, x);

const shapes = {
	x: [rows, width],
	gate: [hidden, width],
	up: [hidden, width],
	down: [width, hidden],
} as const;
const names = Object.keys(shapes) as (keyof typeof shapes)[];

const forwardAndBackward = tf.valueAndGrads((x, gate, up, down) =>
	block(x as tf.Tensor2D, gate as tf.Tensor2D, up as tf.Tensor2D, down as tf.Tensor2D),
);

function values(): Record<string, Float32Array> {
	return Object.fromEntries(
		[...names, 'dy'].map((name) => {
			const random = randomStream(7, name);
			const [r, c] = name === 'dy' ? shapes.x : shapes[name as keyof typeof shapes];
			return [name, Float32Array.from({ length: r * c }, (_, i) => 2 * random.uniform(i) - 1)];
		}),
	);
}

test('a captured chain of kernels with its gradients equals the eager one bit for bit', async () => {
	const device = await openDevice();
	const given = values();

	const program = capture('block', (recording) => {
		const inputs = names.map((name) => recording.input(name, shapes[name], 'f32'));
		const dy = recording.input('dy', shapes.x, 'f32') as tf.Tensor2D;
		const { value, grads } = forwardAndBackward(inputs, dy);
		recording.result('y', value);
		grads.forEach((gradient, i) => recording.result(names[i], gradient));
	});
	const loaded = await device.load(program, {});
	const captured = await loaded.run(given).read();
	const again = await loaded.run(given).read();
	expect(again, 'run to run').toEqual(captured);

	await useEagerly(device);
	onTestFinished(() => tf.removeBackend('skillet-webgpu'));
	const tensors = names.map((name) => tf.tensor2d(given[name], [...shapes[name]]));
	const { value, grads } = forwardAndBackward(tensors, tf.tensor2d(given['dy'], [...shapes.x]));
	expect(captured['y']).toEqual(await value.data());
	for (const [i, name] of names.entries())
		expect(captured[name], name).toEqual(await grads[i].data());
	// Not by both being zero.
	expect(captured['gate'].some((number) => Math.abs(number) > 0.01)).toBe(true);
});

test('operations of tfjs itself compute on it, before and after kernels of ours', async () => {
	const device = await openDevice();
	await useEagerly(device);
	onTestFinished(() => tf.removeBackend('skillet-webgpu'));
	const x: tf.Tensor2D = tf.add(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.scalar(1));
	const y = linear(x, tf.tensor2d([1, 0, 1, 1], [2, 2]));
	const sum: tf.Tensor = tf.sum(tf.mul(y, 2), 1);
	expect([...(await y.data())]).toEqual([2, 5, 4, 9]);
	expect([...(await sum.data())]).toEqual([14, 26]);
	expect([...(await tf.matMul(x, x).data())]).toEqual([16, 21, 28, 37]);
});
