/**
 * Storage buffers as WGSL text: a binding and the accessor functions that hide how its elements are stored.
 *
 * For a binding named `x` the shader gets, by width:
 * - width 1: `x_at(i) -> f32` and, where it may be written, `x_set(i, f32)`;
 * - width 4: `x_quad(i) -> vec4<f32>` with i in units of four elements, `x_at(i)` with i in elements, and, where it may be
 *   written, `x_set_quad(i, vec4<f32>)`.
 * Half precision is two elements to a word (pack2x16float, which every device has, unlike shader-f16). Two invocations that
 * each set one half of a word would race, so such a buffer is written by quads only, and holds a multiple of four elements.
 * Reads beyond the end are clamped by WebGPU, not zero: kernels mask for themselves.
 */
import { InternalError } from '#core/errors.ts';
import type { Access, Storage } from '../kernel.ts';

export interface StorageBinding {
	readonly binding: number;
	readonly name: string;
	readonly storage: Storage;
	readonly access: Access;
	/** Elements that the kernel moves at once: 4 needs a number of elements divisible by 4. */
	readonly width: 1 | 4;
}

/** The WGSL of one binding in group 0, with its accessor functions. */
export function declare({ binding, name, storage, access, width }: StorageBinding): string {
	const writable = access === 'read_write';
	if (storage === 'f16' && width === 1 && writable)
		throw new InternalError(
			`${name}: f16 elements share a word, so they cannot be set one at a time. Declare width 4.`,
		);
	const variable = `@group(0) @binding(${binding}) var<storage, ${access}> ${name}`;
	const element = storage === 'i32' ? 'i32' : 'f32';
	const quad = `vec4<${element}>`;
	const lines =
		storage === 'f16'
			? halves(name, width, writable)
			: width === 1
				? [
						`array<${element}>;`,
						`fn ${name}_at(i: u32) -> ${element} { return ${name}[i]; }`,
						...(writable
							? [`fn ${name}_set(i: u32, value: ${element}) { ${name}[i] = value; }`]
							: []),
					]
				: [
						`array<${quad}>;`,
						`fn ${name}_quad(i: u32) -> ${quad} { return ${name}[i]; }`,
						`fn ${name}_at(i: u32) -> ${element} { return ${name}[i >> 2u][i & 3u]; }`,
						...(writable
							? [`fn ${name}_set_quad(i: u32, value: ${quad}) { ${name}[i] = value; }`]
							: []),
					];
	return `${variable}: ${lines.join('\n')}\n`;
}

function halves(name: string, width: 1 | 4, writable: boolean): string[] {
	if (width === 1)
		return [
			'array<u32>;',
			`fn ${name}_at(i: u32) -> f32 { return unpack2x16float(${name}[i >> 1u])[i & 1u]; }`,
		];
	return [
		'array<vec2<u32>>;',
		`fn ${name}_quad(i: u32) -> vec4<f32> {
	let pair = ${name}[i];
	return vec4<f32>(unpack2x16float(pair.x), unpack2x16float(pair.y));
}`,
		`fn ${name}_at(i: u32) -> f32 { return unpack2x16float(${name}[i >> 2u][(i >> 1u) & 1u])[i & 1u]; }`,
		...(writable
			? [
					`fn ${name}_set_quad(i: u32, value: vec4<f32>) {
	${name}[i] = vec2<u32>(pack2x16float(value.xy), pack2x16float(value.zw));
}`,
				]
			: []),
	];
}
