/** A vector of the reference engine: a tensor, which each write replaces. */
import * as tf from '@tensorflow/tfjs-core';
import type { Vector } from '../computeDevice.ts';
import { sizeOf } from '../kernel.ts';

/** The parts of a device that its vectors use. */
export interface TensorHost {
	/** Calls `work` while tfjs computes on the device. */
	within<T>(work: () => T): T;
	/** Reads the tensor, then disposes it. */
	take(tensor: tf.Tensor): Promise<Float32Array>;
}

/** Numbers have 32 bits in either storage. */
export class TfjsVector implements Vector {
	#tensor: tf.Tensor;

	constructor(
		private readonly host: TensorHost,
		readonly length: number,
		readonly storage: 'f32' | 'f16',
		private readonly onDispose: (vector: TfjsVector) => void,
	) {
		this.#tensor = host.within(() => tf.zeros([length]));
	}
	write(values: Float32Array, offset = 0): void {
		// A copy: tfjs keeps the array, and the caller may change it.
		this.host.within(() => this.put(offset, tf.tensor1d(values.slice())));
	}
	read(): Promise<Float32Array> {
		return this.host.take(this.host.within(() => this.#tensor.clone()));
	}
	copyFrom(other: Vector): void {
		this.host.within(() => this.put(0, (other as TfjsVector).#tensor.clone()));
	}
	dispose(): void {
		this.#tensor.dispose();
		this.onDispose(this);
	}

	/** A new tensor. */
	part(offset: number, shape: readonly number[]): tf.Tensor {
		return tf.reshape(tf.slice(this.#tensor, offset, sizeOf(shape)), [...shape]);
	}
	/** Replaces the part and disposes `part`. */
	put(offset: number, part: tf.Tensor): void {
		const before = this.#tensor;
		const end = offset + part.size;
		this.#tensor = tf.tidy(() => {
			const start = tf.slice(before, 0, offset);
			const rest = tf.slice(before, end, this.length - end);
			const pieces = [start, tf.reshape(part, [-1]), rest].filter(({ size }) => size > 0);
			return pieces.length === 1 ? pieces[0].clone() : tf.concat(pieces);
		});
		tf.dispose([before, part]);
	}
}
