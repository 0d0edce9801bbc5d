/** The whole decoder in float64, one example at a time: the oracle of the model's tests. */
import {
	attentionReference,
	crossEntropyReference,
	linearReference,
	rmsNormReference,
	rotaryReference,
	swiGluReference,
} from './parts.ts';
import type { DecoderConfig } from '#engine/model/decoderConfig.ts';
import type { TensorSpec } from '#engine/model/tensors.ts';

export interface ReferenceExample {
	readonly tokens: readonly number[];
	/** 1 for tokens that are targets. */
	readonly targets: readonly number[];
}

/** Mean over the examples of the mean nats per target. */
export function lossReference(
	config: DecoderConfig,
	specs: readonly TensorSpec[],
	flat: Float64Array,
	examples: readonly ReferenceExample[],
): number {
	const losses = examples.map((example) => exampleLoss(config, specs, flat, example));
	return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

function exampleLoss(
	config: DecoderConfig,
	specs: readonly TensorSpec[],
	flat: Float64Array,
	{ tokens, targets }: ReferenceExample,
): number {
	const { width, heads, keyValueHeads, headDim, hidden, normEpsilon, rotaryBase, vocabulary } =
		config;
	const tensor = (role: string) => {
		const { offset, size } = specs.find((spec) => spec.role === role)!;
		return flat.subarray(offset, offset + size);
	};
	const inputs = tokens.slice(0, -1);
	const time = inputs.length;
	const turn = (x: Float64Array, count: number) =>
		rotaryReference(
			x,
			inputs.flatMap((_, position) => Array.from({ length: count }, () => position)),
			headDim,
			rotaryBase,
		);
	const add = (a: Float64Array, b: Float64Array) => a.map((value, i) => value + b[i]);

	let x = Float64Array.from(
		inputs.flatMap((token) => [
			...tensor('embedding').subarray(token * width, (token + 1) * width),
		]),
	);
	for (let layer = 0; layer < config.layers; layer++) {
		const at = (part: string) => tensor(`layer${layer}.${part}`);
		const normed = rmsNormReference(x, at('attentionNorm'), normEpsilon);
		const q = turn(linearReference(normed, at('query'), [time, width, heads * headDim]), heads);
		const k = turn(
			linearReference(normed, at('key'), [time, width, keyValueHeads * headDim]),
			keyValueHeads,
		);
		const v = linearReference(normed, at('value'), [time, width, keyValueHeads * headDim]);
		const mixed = attentionReference(
			q,
			k,
			v,
			inputs.map(() => 0),
			[1, time, heads, keyValueHeads, headDim],
		);
		x = add(x, linearReference(mixed, at('output'), [time, heads * headDim, width]));
		const inner = rmsNormReference(x, at('feedForwardNorm'), normEpsilon);
		const gated = swiGluReference(
			linearReference(inner, at('gate'), [time, width, hidden]),
			linearReference(inner, at('up'), [time, width, hidden]),
		);
		x = add(x, linearReference(gated, at('down'), [time, hidden, width]));
	}
	const final = rmsNormReference(x, tensor('finalNorm'), normEpsilon);
	const logits = linearReference(final, tensor(config.tied ? 'embedding' : 'head'), [
		time,
		width,
		vocabulary,
	]);
	const nll = crossEntropyReference(logits, tokens.slice(1));
	const counted = [...nll].filter((_, i) => targets[i + 1]);
	return counted.reduce((sum, value) => sum + value, 0) / counted.length;
}
