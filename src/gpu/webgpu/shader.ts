/**
 * A dispatch from its parts: the WGSL's head (bindings with accessors, the uniform) is written from the same list as the bindings'
 * access, so that shader and layout cannot disagree.
 */
import type { Dispatch, Operand, Word } from '../kernel.ts';
import { declare } from './storage.ts';

export interface ShaderOperand extends Operand {
	/** Its place in the operation's operands: inputs, then outputs. */
	readonly at: number;
	/** Elements moved at once; 4 where the innermost dimension allows it and the body uses `_quad`. */
	readonly width: 1 | 4;
	readonly write?: boolean;
}

export interface Shader {
	readonly label: string;
	/** By the name that the body uses, in the order of binding. */
	readonly operands: { readonly [name: string]: ShaderOperand };
	/** Unsigned integers that the body reads as `u.name`: what changes with the batch. */
	readonly sizes?: { readonly [name: string]: number };
	/** Floats that the body reads as `u.name`. */
	readonly scalars?: { readonly [name: string]: number };
	readonly workgroupSize: readonly [number, number, number];
	/** Before the entry point: functions, constants, workgroup variables. */
	readonly functions?: string;
	/** `enable` and `requires` lines. */
	readonly enables?: string;
	/** Of the entry point. It may use `id` (global invocation), `local`, `group` (vec3u), `lane` (local index). */
	readonly body: string;
	readonly workgroups: readonly [number, number, number];
	readonly flops: number;
}

export function shader({
	label,
	operands,
	sizes = {},
	scalars = {},
	workgroupSize,
	functions = '',
	enables = '',
	body,
	workgroups,
	flops,
}: Shader): Dispatch {
	const names = Object.keys(operands);
	const bindings = names.map((name) => ({
		operand: operands[name].at,
		access: operands[name].write ? ('read_write' as const) : ('read' as const),
	}));
	const head = names.map((name, binding) => {
		const { storage, width } = operands[name];
		return declare({ binding, name, storage, access: bindings[binding].access, width });
	});
	const members = [
		...Object.keys(sizes).map((name) => `${name}: u32`),
		...Object.keys(scalars).map((name) => `${name}: f32`),
	];
	const uniform =
		members.length > 0
			? `struct Uniforms { ${members.join(', ')} }\n@group(0) @binding(${names.length}) var<uniform> u: Uniforms;\n`
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
	const uniforms: Word[] = [
		...Object.values(sizes),
		...Object.values(scalars).map((f32) => ({ f32 })),
	];
	return { label, wgsl, bindings, uniforms, workgroups, flops };
}

const groupSize = 64;
/** WebGPU's limit of workgroups in one dimension that every device has. */
const mostGroups = 65_535;

/**
 * Workgroup size and counts for `count` invocations in a row, however many. The body begins with `linearIndex`, which gives `i` and
 * leaves when it is beyond `u.count`: pass `count` in sizes.
 */
export const linearGrid = (count: number): Pick<Shader, 'workgroupSize' | 'workgroups'> => {
	const groups = Math.max(1, Math.ceil(count / groupSize));
	const columns = Math.min(groups, mostGroups);
	return {
		workgroupSize: [groupSize, 1, 1],
		workgroups: [columns, Math.ceil(groups / columns), 1],
	};
};
export const linearIndex = `let i = id.x + id.y * ${mostGroups * groupSize}u;
if (i >= u.count) { return; }
`;
