/** Settings of an adapter (LoRA; Hu et al. 2021, arXiv 2106.09685) as in peft's LoraConfig. */
import * as v from 'valibot';
import { say } from '#engine/core/message.ts';
import {
	above0,
	between,
	defaulted,
	flag,
	list,
	mustBe,
	object,
	oneOf,
	sha256,
	text,
	whole,
} from '#engine/core/fields.ts';

/** Trains all linear layers of the decoder's layers, without the output matrix. */
export const allLinear = 'all-linear';

/**
 * How the matrices beside an adapter may be stored. int8, nf4: blocks of 64 with a scale.
 * f32dots: as f32, and the processor multiplies whole numbers (gpu/dots.ts).
 */
export const baseStorages = ['f32', 'f32dots', 'bf16', 'int8', 'nf4'] as const;

export const adapterSettings = object({
	/** r: columns of the small matrices. */
	rank: whole(1, 4096),
	/** The product of the small matrices is multiplied by α/r. */
	alpha: above0(1e6),
	/** Share of the input's numbers that a training step leaves out. */
	dropout: defaulted(between(0, 0.99), 0),
	/** The factor is α/√r (rsLoRA; Kalajdzievski 2023, arXiv 2312.03732). */
	rankStabilised: defaulted(flag, false),
	/** Rows have trained lengths (Liu et al. 2024, arXiv 2402.09353). */
	dora: defaulted(flag, false),
	/**
	 * The layers with an adapter: names or their ends after a point, or `all-linear`. Default: as in
	 * peft, by architecture.
	 */
	targets: v.exactOptional(
		v.union(
			[list(text(200), say('names of layers'), 1000), v.literal(allLinear)],
			mustBe(say('names of layers, or all-linear')),
		),
	),
	base: defaulted(oneOf(baseStorages), 'f32'),
	/** SHA-256 of the adapter_model.safetensors that the run begins with. Default: a new adapter. */
	from: v.exactOptional(sha256),
});
export type AdapterSettings = Readonly<v.InferOutput<typeof adapterSettings>>;
/** peft's own. */
export const defaultAdapter: AdapterSettings = { rank: 8, alpha: 8 };
