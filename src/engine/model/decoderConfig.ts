/** The numbers and choices of a decoder, which its architecture reads from a config. */
import type { Activation } from './layerParts.ts';

/** The matrices of a layer. */
export const attentionMatrices = ['query', 'key', 'value', 'output'] as const;
export const feedForwardMatrices = ['gate', 'up', 'down'] as const;

export type RotaryScaling =
	| { readonly kind: 'linear'; readonly factor: number }
	| {
			readonly kind: 'llama3';
			readonly factor: number;
			readonly lowFactor: number;
			readonly highFactor: number;
			/** Context before the stretch. */
			readonly original: number;
	  }
	| {
			readonly kind: 'yarn';
			readonly factor: number;
			readonly fast: number;
			readonly slow: number;
			readonly original: number;
			/** Whether the planes' bounds are whole numbers. */
			readonly isTruncated: boolean;
			/** Factor of cosines and sines. */
			readonly attention: number;
	  }
	| {
			readonly kind: 'longrope';
			/** Divisors of the planes' angles. */
			readonly factors: readonly number[];
			readonly attention: number;
	  };

/** The optional fields are what an architecture does unlike Llama. */
export interface DecoderConfig {
	readonly vocabulary: number;
	readonly width: number;
	readonly layers: number;
	readonly heads: number;
	readonly keyValueHeads: number;
	readonly headDim: number;
	/** Inner width of the feed-forward part. */
	readonly hidden: number;
	readonly normEpsilon: number;
	/** 0: positions have no angles, but learned vectors (role `positions`, `positionRows`). */
	readonly rotaryBase: number;
	/** Maximum tokens per sequence. */
	readonly context: number;
	/** The output matrix is the embedding matrix. */
	readonly tied: boolean;
	/** rms+1: root mean square with gains that are stored less 1. Default: rms. */
	readonly norm?: 'rms' | 'rms+1' | 'layer';
	/** Default: silu. */
	readonly activation?: Activation;
	/** The matrices of a layer that have a bias. Default: none. */
	readonly biases?: readonly (
		(typeof attentionMatrices)[number] | (typeof feedForwardMatrices)[number]
	)[];
	/** Attention and feed-forward part read the same x. */
	readonly isParallel?: boolean;
	/** Factor of the token embedding. */
	readonly embeddingScale?: number;
	/** Factor of attention's scores. Default: 1/√headDim. */
	readonly attentionScale?: number;
	/** Scores of layer i are also divided by i + 1. */
	readonly isScaledByLayer?: boolean;
	/** Soft cap of attention's scores (gpu/kernels/softCap.ts). Default: none. */
	readonly attentionCap?: number;
	/** Soft cap of the logits. Default: none. */
	readonly logitCap?: number;
	/** Tokens that a token sees, by layer; 0: all before it. Default: 0 in all layers. */
	readonly windows?: readonly number[];
	/** The token whose row of the embedding gets no gradient when it is read. Default: none. */
	readonly padToken?: number;
	/** Rows of learned positions. */
	readonly positionRows?: number;
	/** Row of a sequence's first position. Default: 0. */
	readonly firstPosition?: number;
	/** Layers whose queries and keys have no positions. Default: none. */
	readonly layersWithoutPositions?: readonly number[];
	/** Numbers of a head that are rotated. Default: all. */
	readonly rotated?: number;
	readonly rotaryScaling?: RotaryScaling | undefined;
	/** Base in layers with a window, which have no scaling. Default: as in the others. */
	readonly windowRotaryBase?: number;
}
