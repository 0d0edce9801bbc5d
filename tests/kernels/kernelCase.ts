/** What the kernel suite tries: a kernel with inputs and attributes, and where its numbers come from. */
import { randomStream } from '#core/random.ts';
import { sizeOf, type Attributes, type Kernel, type Output } from '#gpu/kernel.ts';

/** A tensor with its numbers; they are float32 values, so that a device and a reference compute from the same. */
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
	/** K of the bound 1e-5 · √K: terms of the longest sum. */
	readonly terms: number;
	/** ∂L/∂output for the test of the chain rule, 0 where left out; random for all outputs where there is no list. */
	readonly dy?: readonly Float64Array[];
	/** Its operands have 32 bits in a run of half precision too. */
	readonly exact?: boolean;
	/** A software adapter takes many seconds to compile it: on WebGPU it is tried in the long suite only. */
	readonly slowToCompile?: boolean;
}

/** Kernels that are tried together, since they have the same inputs: forward and gradient. */
export interface Family<Shape = unknown> {
	/** Shapes that are tried always: 1, primes, no multiples of 4 or of a tile. */
	readonly fixed: readonly Shape[];
	random(draw: Draw): Shape;
	/** A case for each kernel of the family. */
	cases(shape: Shape, draw: Draw): readonly KernelCase[];
}

/** Keeps the type of a family's shapes inside it. */
export const defineFamily = <Shape>(family: Family<Shape>): Family => family;

/** Random numbers in order. */
export class Draw {
	readonly #stream;
	#next = 0;
	constructor(seed: number, name: string) {
		this.#stream = randomStream(seed, name);
	}
	/** From `from` to `to`, both among them. */
	integer(from: number, to: number): number {
		return from + this.#stream.below(to - from + 1, this.#next++);
	}
	pick<T>(list: readonly T[]): T {
		return list[this.integer(0, list.length - 1)];
	}
	/** Small widths, multiples of four and others as often. */
	width(most: number): number {
		return this.pick(
			[1, 2, 4, 5, 7, 8, 12, 13, 16, 24, 31, 32, 48, 64, 65, 128].filter((width) => width <= most),
		);
	}
	/** Normal, by Box and Muller. */
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

/** The reference's outputs. Inputs that the kernel updates are updated in `values`. */
export function referenceOf(
	{ kernel, inputs, attributes }: Pick<KernelCase, 'kernel' | 'inputs' | 'attributes'>,
	values: readonly Float64Array[] = inputs.map((input) => input.values.slice()),
): Input[] {
	const outputs = kernel.outputs(inputs, attributes);
	const made = kernel.reference(values, { inputs, outputs }, attributes);
	return outputs.map(({ shape }, i) => floats(shape, made[i]));
}

/** The operands of a case in storage other than its own: what a run of half precision stores in 16 bits. */
export const halved = (operand: Output): Output =>
	operand.storage === 'f32' && !operand.exact && operand.shape.at(-1)! % 4 === 0
		? { ...operand, storage: 'f16' }
		: operand;

/** Whether a run of half precision stores any of its operands in 16 bits. */
export const changesInHalf = ({ kernel, inputs, attributes, exact }: KernelCase): boolean =>
	!exact &&
	[...inputs, ...kernel.outputs(inputs, attributes)].some((operand) => halved(operand) !== operand);

/** Whether an output has 16 bits in any run: only WebGPU stores such. */
export const needsHalf = ({ kernel, inputs, attributes }: KernelCase): boolean =>
	kernel.outputs(inputs, attributes).some(({ storage }) => storage === 'f16');
