/** A dispatch that treats each element (or each four) alike. */
import { sizeOf, type Dispatch, type Operand } from '../kernel.ts';
import { linearGrid, linearIndex, shader, type ShaderOperand } from './shader.ts';

export interface Elementwise {
	readonly label: string;
	/** All of one size, in the order of the operation's operands. */
	readonly operands: { readonly [name: string]: Operand };
	readonly writes: readonly string[];
	readonly functions?: string;
	/** WGSL for place `i`, in units of `width` elements; T below is the type of what is read. */
	readonly body: (width: 1 | 4) => string;
	readonly flopsPerElement: number;
}

export function elementwise({
	label,
	operands,
	writes,
	functions = '',
	body,
	flopsPerElement,
}: Elementwise): Dispatch {
	const [first] = Object.values(operands);
	const size = sizeOf(first.shape);
	const width = size % 4 === 0 ? 4 : 1;
	const count = size / width;
	const named = Object.entries(operands).map(([name, operand], at): [string, ShaderOperand] => [
		name,
		{ ...operand, at, width, write: writes.includes(name) },
	]);
	return shader({
		label,
		operands: Object.fromEntries(named),
		sizes: { count },
		...linearGrid(count),
		functions: `alias T = ${width === 4 ? 'vec4<f32>' : 'f32'};\n${functions}`,
		body: linearIndex + body(width),
		flops: size * flopsPerElement,
	});
}
