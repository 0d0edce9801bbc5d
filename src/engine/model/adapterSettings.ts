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
	recordOf,
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

const rank = whole(1, 4096);
const alpha = above0(1e6);

export const adapterSettings = object({
	/** r: columns of the small matrices. */
	rank,
	/** The product of the small matrices is multiplied by α/r. */
	alpha,
	/** Share of the input's numbers that a training step leaves out. */
	dropout: defaulted(between(0, 0.99), 0),
	/** The factor is α/√r (rsLoRA; Kalajdzievski 2023, arXiv 2312.03732). */
	rankStabilised: defaulted(flag, false),
	/** Rows have trained lengths (Liu et al. 2024, arXiv 2402.09353). */
	dora: defaulted(flag, false),
	/**
	 * The layers with an adapter: names or their ends after a point, `all-linear`, or a regular
	 * expression that matches the whole name. Default: as in peft, by architecture.
	 */
	targets: v.exactOptional(
		v.union(
			[list(text(200), say('names of layers'), 1000), text(1000)],
			mustBe(say('names of layers or a regular expression')),
		),
	),
	base: defaulted(oneOf(baseStorages), 'f32'),
	/** Other ranks and alphas of some layers, by expressions for the end of their names. */
	rankPattern: v.exactOptional(recordOf(rank)),
	alphaPattern: v.exactOptional(recordOf(alpha)),
	/** SHA-256 of the adapter_model.safetensors that the run begins with. Default: a new adapter. */
	from: v.exactOptional(sha256),
});
export type AdapterSettings = Readonly<v.InferOutput<typeof adapterSettings>>;
/** peft's own. */
export const defaultAdapter: AdapterSettings = { rank: 8, alpha: 8 };
