import { expect, it } from 'vitest';
import { declare } from './storage.ts';

const base = { binding: 2, name: 'x', access: 'read', width: 4 } as const;

it('declares the access mode, the group and the binding that a layout is made from', () => {
	expect(declare({ ...base, storage: 'f32' })).toContain(
		'@group(0) @binding(2) var<storage, read> x: array<vec4<f32>>;',
	);
	expect(declare({ ...base, storage: 'i32', access: 'read_write', width: 1 })).toContain(
		'var<storage, read_write> x: array<i32>;',
	);
});

it('gives setters to writable bindings only', () => {
	for (const storage of ['f32', 'f16', 'i32'] as const) {
		expect(declare({ ...base, storage })).not.toContain('x_set');
		expect(declare({ ...base, storage, access: 'read_write' })).toContain('fn x_set_quad(i: u32');
	}
});

it('refuses to write halves of a word one at a time', () => {
	expect(() => declare({ ...base, storage: 'f16', access: 'read_write', width: 1 })).toThrow(
		/Declare width 4/,
	);
});
