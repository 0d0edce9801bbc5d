import { expect, it } from 'vitest';
import { declareBinding } from './shader.ts';

const base = { binding: 2, name: 'x', access: 'read', width: 4 } as const;

it('declares access mode, group and binding', () => {
	expect(declareBinding({ ...base, storage: 'f32' })).toContain(
		'@group(0) @binding(2) var<storage, read> x: array<vec4<f32>>;',
	);
	expect(declareBinding({ ...base, storage: 'i32', access: 'read_write', width: 1 })).toContain(
		'var<storage, read_write> x: array<i32>;',
	);
});

it('declares setters for writable bindings only', () => {
	for (const storage of ['f32', 'i32'] as const) {
		expect(declareBinding({ ...base, storage })).not.toContain('x_set');
		expect(declareBinding({ ...base, storage, access: 'read_write' })).toContain(
			'fn x_set_quad(i: u32',
		);
	}
});
