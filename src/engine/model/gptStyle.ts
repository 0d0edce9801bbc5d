/** The norms and the products with biases that GPT-2, GPT-Neo and GPT-NeoX share. */
import type { NamedTensor } from './architecture.ts';
import * as field from './configFields.ts';
import type { DecoderConfig } from './decoderConfig.ts';
import type { Stored } from './tensors.ts';

/** A norm's gains and biases. */
export const normTensors = (name: string, role: string, width: number): NamedTensor[] => [
	[`${name}.weight`, role, [width]],
	[`${name}.bias`, `${role}Bias`, [width]],
];

/** `stored`: how the checkpoint stores the matrix and the bias, if otherwise. null: no bias. */
export const productTensors = (
	name: string,
	role: string,
	[out, inner]: readonly [number, number],
	{ matrix, bias }: { readonly matrix?: Stored; readonly bias?: Stored | null } = {},
): NamedTensor[] => [
	[`${name}.weight`, role, [out, inner], matrix],
	...(bias === null ? [] : ([[`${name}.bias`, `${role}Bias`, [out], bias]] as const)),
];

interface GptShape {
	readonly vocabulary: number;
	readonly positions: number;
	readonly width: number;
	readonly layers: number;
	readonly heads: number;
	readonly hidden: number | null | undefined;
}

/** GPT-2 and GPT-Neo: learned positions and layer normalisation. */
export const gptConfig = ({ positions, width, heads, hidden, ...shape }: GptShape) => ({
	...shape,
	width,
	heads,
	keyValueHeads: heads,
	headDim: width / heads,
	hidden: hidden ?? 4 * width,
	rotaryBase: 0,
	positionRows: positions,
	context: field.usedContext(positions),
	norm: 'layer' as const,
});

/** GPT-2 and GPT-Neo: the tensors around those of the layers. */
export const gptTensors = (
	c: DecoderConfig,
	layer: (hf: string, role: string) => NamedTensor[],
): NamedTensor[] => [
	['transformer.wte.weight', 'embedding', [c.vocabulary, c.width]],
	['transformer.wpe.weight', 'positions', [c.positionRows!, c.width]],
	...Array.from({ length: c.layers }, (_, i) => layer(`transformer.h.${i}`, `layer${i}`)).flat(),
	...normTensors('transformer.ln_f', 'finalNorm', c.width),
	...headTensor(c),
];

/** The output matrix of an untied model. */
export const headTensor = (c: DecoderConfig, name = 'lm_head.weight'): NamedTensor[] =>
	c.tied ? [] : [[name, 'head', [c.vocabulary, c.width]]];
