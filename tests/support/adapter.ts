/** A decoder small enough for exact comparisons of its adapters. */
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';

export const config: DecoderConfig = {
	vocabulary: 20,
	width: 8,
	layers: 2,
	heads: 2,
	keyValueHeads: 2,
	headDim: 4,
	hidden: 12,
	normEpsilon: 1e-5,
	rotaryBase: 100,
	positionRows: 16,
	context: 16,
	tied: false,
};
