/** Kernels that treat each number of their operands alike. All operands have one shape. */
import { defineKernel, sizeOf, type Attributes, type Kernel, type Word } from './kernel.ts';
import { elementwise, type Elementwise } from './webgpu/shader.ts';

interface ElementwiseKernel<A extends Attributes>
	extends
		Pick<Kernel<A>, 'name' | 'inputs' | 'reference' | 'gradient'>,
		Partial<Pick<Kernel<A>, 'outputs'>>,
		Pick<Elementwise, 'flopsPerElement'> {
	/** For errors and profiles. Default: `run`. */
	readonly label?: string;
	/** The output's name in the WGSL. Default: `y`. */
	readonly output?: string;
	/** WGSL before the body. */
	readonly functions?: (attributes: A) => string;
	/** WGSL for item `i`, as in `elementwise`. */
	readonly body: (access: Parameters<Elementwise['body']>[0], attributes: A) => string;
	/** The wasm function. Its words are the size, then `words`. */
	readonly run: string;
	readonly words?: (attributes: A) => readonly Word[];
}

/** One output of the first input's shape. */
export const sameShape: Kernel['outputs'] = ([{ shape }]) => [{ shape, storage: 'f32' }];

/** A kernel with one output: the same shape as the inputs. */
export const elementwiseKernel = <A extends Attributes = Record<string, never>>({
	run,
	label = run,
	output = 'y',
	flopsPerElement,
	functions = () => '',
	body,
	words = () => [],
	...kernel
}: ElementwiseKernel<A>): Kernel<A> =>
	defineKernel<A>({
		outputs: sameShape,
		...kernel,
		dispatches: ({ inputs, outputs: [result] }, attributes) => [
			elementwise({
				label,
				operands: {
					...Object.fromEntries(kernel.inputs.map((name, i) => [name, inputs[i]])),
					[output]: result,
				},
				writes: [output],
				functions: functions(attributes),
				body: (access) => body(access, attributes),
				flopsPerElement,
			}),
		],
		calls: ({ inputs: [{ shape }] }, attributes) => [
			{ run, words: [sizeOf(shape), ...words(attributes)] },
		],
	});
