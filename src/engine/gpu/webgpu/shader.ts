/**
 * Writes the WGSL of a dispatch. Bindings, accessors and the uniform struct are generated from one
 * list of operands, so that shader and bind group layout always agree.
 *
 * The shader gets accessors for an operand `x`, by width:
 * - width 1: `x_at(i) -> f32` and, if writable, `x_set(i, f32)`;
 * - width 4: `x_quad(i) -> vec4<f32>` with i in units of four elements, `x_at(i)` with i in
 *   elements and, if writable, `x_set_quad(i, vec4<f32>)`.
 *
 * WebGPU clamps reads beyond the end, it does not return zero: kernels mask for themselves.
 */
import { InternalError } from '#engine/core/errors.ts';
import { sum } from '#engine/core/statistics.ts';
import { findEncoding } from '../encodings.ts';
import { type Access, type Dispatch, type Operand, type Storage, type Word } from '../kernel.ts';

export interface ShaderOperand extends Operand {
	/** Index among the operation's operands: inputs, then outputs. */
	readonly index: number;
	/** Elements moved at once. Use 4 if the inner dimension allows it and the body uses `_quad`. */
	readonly width: 1 | 4;
	readonly write?: boolean;
}

/** Binds operand `index` for reading. */
export const read = (operand: Operand, index: number, width: 1 | 4 = 1): ShaderOperand => ({
	...operand,
	index,
	width,
});
/** Binds operand `index` for reading and writing. */
export const write = (operand: Operand, index: number, width: 1 | 4 = 1): ShaderOperand => ({
	...read(operand, index, width),
	write: true,
});

export interface Shader {
	readonly label: string;
	/** By the name that the body uses, in the order of the bindings. */
	readonly operands: { readonly [name: string]: ShaderOperand };
	/** Unsigned integers that the body reads as `u.name`: the sizes that change with the batch. */
	readonly sizes?: { readonly [name: string]: number };
	/** Floats that the body reads as `u.name`. */
	readonly scalars?: { readonly [name: string]: number };
	readonly workgroupSize: readonly [number, number, number];
	/** Functions, constants and workgroup variables, before the entry point. */
	readonly functions?: string;
	/** `enable` and `requires` lines. */
	readonly enables?: string;
	/** Entry point. It may use `id` (global invocation), `local`, `group`, `lane` (local index). */
	readonly body: string;
	readonly workgroups: readonly [number, number, number];
	readonly flops: number;
}

export function shader(source: Shader): Dispatch {
	const { label, operands, sizes = {}, scalars = {}, workgroups, flops } = source;
	const uniforms: Word[] = [
		...Object.values(sizes),
		...Object.values(scalars).map((f32) => ({ f32 })),
	];
	const inParts: Dispatch['inParts'] = (lengths) => compose(source, lengths);
	const whole = compose(
		source,
		Object.keys(operands).map(() => []),
	);
	return { label, ...whole, uniforms, workgroups, flops, inParts };
}

/** `lengths`: elements of the parts of each operand that has several. */
function compose(
	{ operands, sizes = {}, scalars = {}, workgroupSize, functions = '', enables = '', body }: Shader,
	lengths: readonly (readonly number[])[],
): Pick<Dispatch, 'wgsl' | 'bindings'> {
	const bindings: Dispatch['bindings'][number][] = [];
	const head = Object.entries(operands).map(([name, { index, ...operand }], i) => {
		const access = operand.write ? 'read_write' : 'read';
		const first = { ...operand, name, access, binding: bindings.length } as const;
		const parts = lengths[i];
		for (let part = 0; part < Math.max(1, parts.length); part++)
			bindings.push({ operand: index, access });
		return parts.length > 1 ? declareParts(first, parts) : declareBinding(first);
	});
	const members = [
		...Object.keys(sizes).map((name) => `${name}: u32`),
		...Object.keys(scalars).map((name) => `${name}: f32`),
	];
	const uniform =
		members.length > 0
			? `struct Uniforms { ${members.join(', ')} }
@group(0) @binding(${bindings.length}) var<uniform> u: Uniforms;
`
			: '';
	const wgsl = `${enables}${head.join('')}${uniform}${functions}
@compute @workgroup_size(${workgroupSize.join(', ')})
fn main(
	@builtin(global_invocation_id) id: vec3u,
	@builtin(local_invocation_id) local: vec3u,
	@builtin(workgroup_id) group: vec3u,
	@builtin(local_invocation_index) lane: u32,
) {
${body}
}
`;
	return { wgsl, bindings };
}

export interface Binding extends Pick<Operand, 'storage'> {
	readonly binding: number;
	readonly name: string;
	readonly access: Access;
	readonly width: 1 | 4;
}

/** The WGSL of one binding in group 0, with its accessor functions. */
export function declareBinding({ binding, name, storage, access, width }: Binding): string {
	const { type, getters, setter } = accessors(name, storage, width);
	const isWritable = access === 'read_write';
	if (isWritable && !setter)
		throw new InternalError(`${name}: encoded matrices are never written.`);
	const variable = `@group(0) @binding(${binding}) var<storage, ${access}> ${name}`;
	const functions = isWritable ? [...getters, setter] : getters;
	return `${variable}: array<${type}>;\n${functions.join('\n')}\n`;
}

/** An operand in several bindings. Its accessors choose the part, at whole quads. */
function declareParts(first: Binding, lengths: readonly number[]): string {
	const { binding, name, storage, access, width } = first;
	const parts = lengths.map((_, part) => `${name}_part${part}`);
	const declared = parts.map((part, i) =>
		declareBinding({ ...first, name: part, binding: binding + i }),
	);
	const element = storage === 'i32' ? 'i32' : 'f32';
	const ends = lengths.map((_, i) => sum(lengths.slice(0, i + 1)));
	const choose = (accessor: string, unit: number, value: string, result: string): string => {
		const calls = parts.map((part, i) => {
			const start = i === 0 ? '' : ` - ${ends[i - 1] / unit}u`;
			const call = `${part}_${accessor}(i${start}${value && ', value'})`;
			const chosen = result ? `return ${call};` : `${call}; return;`;
			return i === parts.length - 1 ? chosen : `if (i < ${ends[i] / unit}u) { ${chosen} }`;
		});
		return `fn ${name}_${accessor}(i: u32${value})${result} {
	${calls.join('\n\t')}
}
`;
	};
	const quad = `vec4<${element}>`;
	const hasQuads = width === 4 || findEncoding(storage) !== undefined;
	return [
		...declared,
		choose('at', 1, '', ` -> ${element}`),
		...(hasQuads ? [choose('quad', 4, '', ` -> ${quad}`)] : []),
		...(access === 'read'
			? []
			: [
					width === 4
						? choose('set_quad', 4, `, value: ${quad}`, '')
						: choose('set', 1, `, value: ${element}`, ''),
				]),
	].join('');
}

function accessors(
	name: string,
	storage: Storage,
	width: 1 | 4,
): { type: string; getters: string[]; setter?: string } {
	const encoding = findEncoding(storage);
	const element = storage === 'i32' ? 'i32' : 'f32';
	const quad = `vec4<${element}>`;
	const at = (value: string) => `fn ${name}_at(i: u32) -> ${element} { return ${value}; }`;
	if (encoding)
		return { type: 'u32', getters: [encoding.wgsl(name), at(`${name}_quad(i >> 2u)[i & 3u]`)] };
	if (width === 1)
		return {
			type: element,
			getters: [at(`${name}[i]`)],
			setter: `fn ${name}_set(i: u32, value: ${element}) { ${name}[i] = value; }`,
		};
	return {
		type: quad,
		getters: [
			`fn ${name}_quad(i: u32) -> ${quad} { return ${name}[i]; }`,
			at(`${name}[i >> 2u][i & 3u]`),
		],
		setter: `fn ${name}_set_quad(i: u32, value: ${quad}) { ${name}[i] = value; }`,
	};
}

/** Invocations of a workgroup in a linear grid. */
export const groupSize = 64;
/** WebGPU's guaranteed number of workgroups in one dimension. */
export const maxGroups = 65_535;

/** At least `groups` workgroups, as many as possible in the first dimension. */
export function groupGrid(groups: number): [number, number, number] {
	const columns = Math.min(Math.max(1, groups), maxGroups);
	return [columns, Math.max(1, Math.ceil(groups / columns)), 1];
}

/** Grid for any number of invocations. Use it with `declareIndex` and `count` in `sizes`. */
export const linearGrid = (count: number): Pick<Shader, 'workgroupSize' | 'workgroups'> => ({
	workgroupSize: [groupSize, 1, 1],
	workgroups: groupGrid(Math.ceil(count / groupSize)),
});
/** Declares the invocation's index, and returns if it is beyond `u.count`. */
export const declareIndex = (name: string): string =>
	`let ${name} = id.x + id.y * ${maxGroups * groupSize}u;
if (${name} >= u.count) { return; }
`;

type ItemShader = Omit<Shader, 'workgroupSize' | 'workgroups'> & { readonly count: number };

/** A dispatch whose body computes item `i` of `count`. */
export const itemShader = ({ count, sizes, body, ...rest }: ItemShader): Dispatch =>
	shader({
		...rest,
		sizes: { count, ...sizes },
		...linearGrid(count),
		body: declareIndex('i') + body,
	});

/**
 * The same if item `i` reads and writes only its own elements of some operands. `widths`: their
 * number, by the operand's name. `rest`: sizes for `count` items from `first` on.
 */
export const cutShader = (
	source: Omit<ItemShader, 'sizes'>,
	widths: { readonly [name: string]: number },
	sizes: (first: number, count: number) => { readonly [name: string]: number } = () => ({}),
): Dispatch => {
	const range = (first: number, count: number) =>
		itemShader({
			...source,
			count,
			sizes: sizes(first, count),
			flops: (source.flops * count) / source.count,
		});
	return {
		...range(0, source.count),
		items: {
			count: source.count,
			widths: Object.keys(source.operands).map((name) => widths[name]),
			range,
		},
	};
};

/** Accessors for items: quads if `length` (of a row, or of all elements) is a multiple of four. */
export const itemAccess = (length: number) =>
	length % 4 === 0
		? ({ width: 4, items: length / 4, at: 'quad', set: 'set_quad' } as const)
		: ({ width: 1, items: length, at: 'at', set: 'set' } as const);
