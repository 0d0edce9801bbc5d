import { expect, it } from 'vitest';
import { add } from '../kernels/add.ts';
import type { Dispatch } from '../kernel.ts';
import { checkAccess } from './Pipelines.ts';
import { safeTuning } from './matmul/tuning.ts';

const operand = { shape: [5, 3], storage: 'f32' } as const;
const [dispatch] = add.dispatches(
	{ inputs: [operand, operand], outputs: [operand] },
	{},
	safeTuning,
);

it('accepts a shader that declares the access of its dispatch', () => {
	expect(() => checkAccess(dispatch)).not.toThrow();
});

it.each<[string, Dispatch]>([
	[
		'a binding that is written but bound for reading',
		{
			...dispatch,
			bindings: dispatch.bindings.map(({ operand }) => ({ operand, access: 'read' })),
		},
	],
	[
		'a binding that is read but bound for writing',
		{
			...dispatch,
			bindings: dispatch.bindings.map(({ operand }) => ({ operand, access: 'read_write' })),
		},
	],
	['a missing binding', { ...dispatch, bindings: dispatch.bindings.slice(1) }],
	['a missing uniform', { ...dispatch, uniforms: [] }],
	[
		'different access in the WGSL',
		{ ...dispatch, wgsl: dispatch.wgsl.replace('storage, read>', 'storage, read_write>') },
	],
])('rejects %s', (_, wrong) => {
	expect(() => checkAccess(wrong)).toThrow(/Kernel add: its WGSL declares/);
});
