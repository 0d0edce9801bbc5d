/** Cases of the kernel suite: a kernel with inputs and attributes. */
import { randomStream } from '#engine/core/random.ts';
import { sizeOf, type Attributes, type Kernel } from '#engine/gpu/kernel.ts';

/** A tensor with float32 values, so that device and reference compute from the same numbers. */
export interface Input {
	readonly shape: readonly number[];
	readonly storage: 'f32' | 'i32';
	readonly values: Float64Array;
}

export interface KernelCase {
	readonly kernel: Kernel;
	readonly name: string;
	readonly inputs: readonly Input[];
	readonly attributes: Attributes;
	/** K in the bound 1e-5 · √K: terms of the longest sum. */
	readonly terms: number;
	/** ∂L/∂output for the chain rule, 0 for missing outputs. Default: random for all outputs. */
	readonly dy?: readonly Float64Array[];
	/** Takes a software adapter many seconds to compile: only the long suite runs it on WebGPU. */
	readonly slowToCompile?: boolean;
}

/** Kernels with the same inputs, which are tested together: forward and gradient. */
export interface Family<Shape = unknown> {
	/** Shapes of every run: 1, primes, no multiples of 4 or of a tile. */
	readonly fixed: readonly Shape[];
	random(draw: Draw): Shape;
	/** At least one case for each kernel of the family. */
	cases(shape: Shape, draw: Draw): readonly KernelCase[];
}

/** Keeps the type of a family's shapes inside it. */
export const defineFamily = <Shape>(family: Family<Shape>): Family => family;

/** A sequence of random numbers. */
export class Draw {
	readonly #stream;
	#next = 0;
	constructor(seed: number, name: string) {
		this.#stream = randomStream(seed, name);
	}
	/** From `from` to `to`, both inclusive. */
	integer(from: number, to: number): number {
		return from + this.#stream.below(to - from + 1, this.#next++);
	}
	pick<T>(list: readonly T[]): T {
		return list[this.integer(0, list.length - 1)];
	}
	/** Small widths: multiples of four and others equally often. */
	width(max: number): number {
		return this.pick(
			[1, 2, 4, 5, 7, 8, 12, 13, 16, 24, 31, 32, 48, 64, 65, 128].filter((width) => width <= max),
		);
	}
	/** Normally distributed (Box–Muller). */
	floats(shape: readonly number[], scale = 1): Input {
		const values = Float64Array.from({ length: sizeOf(shape) }, () => {
			const radius = Math.sqrt(-2 * Math.log(1 - this.#stream.uniform(this.#next++)));
			const angle = 2 * Math.PI * this.#stream.uniform(this.#next++);
			return Math.fround(scale * radius * Math.cos(angle));
		});
		return { shape, storage: 'f32', values };
	}
}

export const floats = (shape: readonly number[], values: ArrayLike<number>): Input => ({
	shape,
	storage: 'f32',
	values: Float64Array.from(values, Math.fround),
});

export const integers = (values: ArrayLike<number>): Input => ({
	shape: [values.length],
	storage: 'i32',
	values: Float64Array.from(values),
});

/** The reference's outputs. Updated inputs change in `values`. */
export function computeReference(
	{ kernel, inputs, attributes }: Pick<KernelCase, 'kernel' | 'inputs' | 'attributes'>,
	values: readonly Float64Array[] = inputs.map((input) => input.values.slice()),
): Input[] {
	const outputs = kernel.outputs(inputs, attributes);
	const results = kernel.reference(values, { inputs, outputs }, attributes);
	return outputs.map(({ shape }, i) => floats(shape, results[i]));
}
