/** Tensors that GPT-2, GPT-Neo and GPT-NeoX share by role: norms and products with biases. */
import type { NamedTensor } from './architecture.ts';
import type { Stored } from './stored.ts';

/** A norm's gains and biases, by the name of both. */
export const normTensors = (name: string, role: string, width: number): NamedTensor[] => [
	[`${name}.weight`, role, [width]],
	[`${name}.bias`, `${role}Bias`, [width]],
];

/** `stored`: how the checkpoint stores the matrix and the bias, if otherwise. */
export const productTensors = (
	name: string,
	role: string,
	[out, inner]: readonly [number, number],
	{ matrix, bias }: { readonly matrix?: Stored; readonly bias?: Stored | null } = {},
): NamedTensor[] => [
	[`${name}.weight`, role, [out, inner], matrix],
	...(bias === null ? [] : ([[`${name}.bias`, `${role}Bias`, [out], bias]] as const)),
];
