import { expect, it } from 'vitest';
import { add } from '../kernels/add.ts';
import type { Dispatch } from '../kernel.ts';
import { checkAccess } from './pipelines.ts';
import { safeTuning } from './tuning.ts';

const operand = { shape: [5, 3], storage: 'f32' } as const;
const [dispatch] = add.dispatches(
	{ inputs: [operand, operand], outputs: [operand] },
	{},
	safeTuning,
);

it('takes a shader that declares what its dispatch binds', () => {
	expect(() => checkAccess(dispatch)).not.toThrow();
});

it.each<[string, Dispatch]>([
	[
		'a binding that is written and bound to be read',
		{
			...dispatch,
			bindings: dispatch.bindings.map(({ operand }) => ({ operand, access: 'read' })),
		},
	],
	[
		'a binding that is read and bound to be written',
		{
			...dispatch,
			bindings: dispatch.bindings.map(({ operand }) => ({ operand, access: 'read_write' })),
		},
	],
	['a binding too few', { ...dispatch, bindings: dispatch.bindings.slice(1) }],
	['a missing uniform', { ...dispatch, uniforms: [] }],
	[
		'other text',
		{ ...dispatch, wgsl: dispatch.wgsl.replace('storage, read>', 'storage, read_write>') },
	],
])('refuses %s', (_, wrong) => {
	expect(() => checkAccess(wrong)).toThrow(/Kernel add: its WGSL declares/);
});
