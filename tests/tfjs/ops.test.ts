/**
 * tfjs's own specs of its operations, on its backend for the processor, before and after a capture:
 * the kernels and chain rules that a capture registers must not change tfjs's.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it, type ExpectStatic } from 'vitest';
import { capture } from '#engine/gpu/capture.ts';
import { linear } from '#engine/gpu/kernels.ts';
import { describeGroup, groups } from './jasmineUtil.ts';

/** jasmine's `expect().nothing()` says that a spec without other expectations has passed. */
const jasmineExpect = (...args: Parameters<ExpectStatic> | []) =>
	Object.assign(expect(...(args as Parameters<ExpectStatic>)), { nothing: () => undefined });
const expectAsync = (promise: Promise<unknown>) => ({
	toBeRejectedWithError: (message: string) => expect(promise).rejects.toThrow(message),
});
/** A spec of jasmine can take a callback for its end. */
type Spec = (done?: (() => void) & { fail: (reason: unknown) => void }) => unknown;
const jasmineIt = (name: string, spec: Spec, timeout?: number) =>
	it(
		name,
		() =>
			spec.length === 0
				? (spec() as Promise<void>)
				: new Promise<void>((resolve, reject) =>
						spec(Object.assign(() => resolve(), { fail: reject })),
					),
		timeout,
	);
Object.assign(globalThis, {
	it: jasmineIt,
	expect: Object.assign(jasmineExpect, expect),
	expectAsync,
	jasmine: {},
});

const folder = path.resolve('node_modules/@tensorflow/tfjs-core/dist/ops');
const specs = readdirSync(folder, { recursive: true })
	.map(String)
	.filter((name) => name.endsWith('_test.js'))
	.sort();
for (const spec of specs) await import(/* @vite-ignore */ path.join(folder, spec));

it('the specs are there', () => {
	expect(specs.length).toBeGreaterThan(150);
	expect(groups.length).toBeGreaterThan(150);
});

describe('before a capture', () => groups.forEach(describeGroup));

describe('after a capture', () => {
	beforeAll(() => {
		capture('gradients', (recording) => {
			const x = recording.input('x', [5, 4], 'f32') as tf.Tensor2D;
			const weight = recording.vector('weights', 128, [4, 4]) as tf.Tensor2D;
			const dy = recording.input('dy', [5, 4], 'f32');
			// Runs the chain rules of Add and Identity, whose names are tfjs's own.
			const forward = (w: tf.Tensor) =>
				tf.add(linear(x, w as tf.Tensor2D), linear(x, w.clone() as tf.Tensor2D));
			const [dWeight] = tf.grads(forward)([weight], dy);
			recording.store(dWeight, 'gradients', 128);
		});
	});
	groups.forEach(describeGroup);
});
