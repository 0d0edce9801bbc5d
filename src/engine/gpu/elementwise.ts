/** Kernels that treat each number of their operands alike. All operands have one shape. */
import { defineKernel, sizeOf, type Attributes, type Kernel, type Word } from './kernel.ts';
import { cutShader, itemAccess, read, write, type Shader } from './webgpu/shader.ts';

interface ElementwiseKernel<A extends Attributes>
	extends
		Pick<Kernel<A>, 'name' | 'inputs' | 'updates' | 'reference' | 'gradient'>,
		Partial<Pick<Kernel<A>, 'outputs'>> {
	/** For errors and profiles. Default: `run`. */
	readonly label?: string;
	/** The outputs' names in the WGSL. Default: `y`. */
	readonly results?: readonly string[];
	/** WGSL before the body. */
	readonly functions?: (attributes: A) => string;
	/** WGSL for item `i`, from the suffixes of its accessors. T is the type of an item. */
	readonly body: (access: { readonly at: string; readonly set: string }, attributes: A) => string;
	readonly flopsPerElement: number;
	/** The wasm function of the inputs, then what it writes. Its words are the size, then `words`. */
	readonly run: string;
	readonly words?: (attributes: A) => readonly Word[];
}

/** A kernel whose outputs have the shape of the inputs. */
export const elementwiseKernel = <A extends Attributes = Record<string, never>>({
	run,
	label = run,
	results = ['y'],
	flopsPerElement,
	functions = () => '',
	body,
	words = () => [],
	...kernel
}: ElementwiseKernel<A>): Kernel<A> => {
	const { inputs: inputNames, updates = [] } = kernel;
	const names = [...inputNames, ...results];
	const written = [...names.keys()].filter(
		(i) => i >= inputNames.length || updates.includes(names[i]),
	);
	return defineKernel<A>({
		outputs: ([{ shape }]) => results.map(() => ({ shape, storage: 'f32' })),
		...kernel,
		dispatches: ({ inputs, outputs }, attributes) => {
			const size = sizeOf(inputs[0].shape);
			const { width, items: count, ...access } = itemAccess(size);
			const operands = [...inputs, ...outputs].map((operand, i) => [
				names[i],
				(written.includes(i) ? write : read)(operand, i, width),
			]);
			return [
				cutShader(
					{
						label,
						operands: Object.fromEntries(operands) as Shader['operands'],
						count,
						functions: `alias T = ${width === 4 ? 'vec4<f32>' : 'f32'};\n${functions(attributes)}`,
						body: body(access, attributes),
						flops: size * flopsPerElement,
					},
					Object.fromEntries(names.map((name) => [name, width])),
				),
			];
		},
		calls: ({ inputs: [{ shape }] }, attributes) => [
			{
				run,
				operands: [...inputNames.keys(), ...written],
				words: [sizeOf(shape), ...words(attributes)],
			},
		],
	});
};
