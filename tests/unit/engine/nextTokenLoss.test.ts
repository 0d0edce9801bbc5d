import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { capture } from '#engine/gpu/capture.ts';
import { relativeError } from '../../support/finiteDifferences.ts';
import { nextTokenLoss, tokenScores } from '#engine/gpu/kernels/nextTokenLoss.ts';
import { planMemory } from '#engine/gpu/memoryPlan.ts';
import { interpret } from '#engine/gpu/interpret.ts';

const [n, width, vocabulary] = [23, 4, 50];
const stream = randomStream(1, 'loss');
const numbers = (name: string, length: number) =>
	Float64Array.from({ length }, (_, i) => stream.child(name).uniform(i) - 0.5);
const inputs = {
	hidden: numbers('hidden', n * width),
	matrix: numbers('matrix', vocabulary * width),
	weights: numbers('weights', n),
	targets: Int32Array.from({ length: n }, (_, i) => (i * 7) % vocabulary),
};

/** Loss, gradients and scores with at most so many bytes of logits. */
const program = (logitBytes: number) =>
	capture('loss', (capture) => {
		const hidden = capture.input('hidden', [n, width], 'f32') as tf.Tensor2D;
		const matrix = capture.input('matrix', [vocabulary, width], 'f32') as tf.Tensor2D;
		const weights = capture.input('weights', [n], 'f32') as tf.Tensor1D;
		const targets = capture.input('targets', [n], 'i32') as tf.Tensor1D;
		const loss = (h: tf.Tensor, w: tf.Tensor) => {
			const nll = nextTokenLoss(
				h as tf.Tensor2D,
				{ matrix: w as tf.Tensor2D },
				targets,
				weights,
				logitBytes,
			);
			capture.result('nll', nll);
			return nll;
		};
		const [dHidden, dMatrix] = tf.grads(loss)([hidden, matrix]);
		capture.result('dHidden', dHidden);
		capture.result('dMatrix', dMatrix);
		const scores = tokenScores(hidden, { matrix }, targets, logitBytes);
		capture.result('scored', scores.nll);
		capture.result('hit', scores.hit);
		capture.result('confidence', scores.confidence);
	});

it('is the same in chunks of rows as at once, in less memory', () => {
	const whole = program(Infinity);
	const chunked = program(5 * vocabulary * 4);
	const expected = interpret(whole, { inputs });
	const actual = interpret(chunked, { inputs });

	expect(chunked.operations.length).toBeGreaterThan(whole.operations.length);
	for (const [name, values] of Object.entries(expected))
		expect(relativeError(actual[name], values), name).toBeLessThan(1e-12);
	const largest = (memory: typeof whole) => Math.max(...planMemory(memory).buffers);
	expect(largest(whole)).toBeGreaterThanOrEqual(n * vocabulary * 4);
	expect(largest(chunked)).toBeLessThanOrEqual(5 * vocabulary * 4 + 256);
});
