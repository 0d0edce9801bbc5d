/** The config and names that GPT-2, GPT-Neo and OPT have in common. */
import { usedContext } from './configFields.ts';

interface GptShape {
	readonly vocabulary: number;
	readonly positions: number;
	readonly width: number;
	readonly layers: number;
	readonly heads: number;
	readonly hidden: number | null | undefined;
}

export const gptConfig = ({ positions, width, heads, hidden, ...shape }: GptShape) => ({
	...shape,
	width,
	heads,
	keyValueHeads: heads,
	headDim: width / heads,
	hidden: hidden ?? 4 * width,
	rotaryBase: 0,
	positionRows: positions,
	context: usedContext(positions),
	norm: 'layer' as const,
});

/** The names of GPT-2 and GPT-Neo. */
export const gptNames = {
	embedding: 'transformer.wte',
	positions: 'transformer.wpe',
	layers: 'transformer.h',
	finalNorm: 'transformer.ln_f',
};
