/**
 * Weighted sums of changes that were trained apart, as weights that the model can compute with:
 *
 *   W = W_0 + Σ_i w_i (W_i − W_0)
 *
 * W_0 are the weights from which all were trained, W_i those after skill i alone. With adapters the
 * sum is one adapter of a higher rank, so no matrix of the model is copied:
 *
 *   ΔW = (1 − Σ_i w_i) B_0 A_0 + Σ_i w_i B_i A_i
 *
 * Sources: MergeMix (arXiv 2601.17858), OP-Mix (arXiv 2605.15220).
 */
import { sum } from '#engine/core/statistics.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import { stackAdapter, stackNumbers, type Adapter } from '#engine/model/adapters.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';

/** Trained numbers, flat, as in a checkpoint. */
export interface Blend {
	/** W_0 */
	readonly start: Float32Array;
	/** W_i of each part. */
	readonly members: readonly Float32Array[];
}

/** Weights on a device, and the decoder that computes with them. */
export interface Blended {
	readonly decoder: DecoderOnDevice;
	readonly weights: Vector;
}

/** A decoder whose adapter is the sum of `count` adapters. */
interface Stack extends Blended {
	readonly adapter: Adapter;
	readonly count: number;
}

export class Blender {
	/** Of whole weights, or of one adapter. */
	#plain: Vector | undefined;
	#stack: Stack | undefined;

	/** `adapter`: the one that the run trains; undefined: it trains all weights. */
	constructor(
		private readonly decoder: DecoderOnDevice,
		private readonly adapter: Adapter | undefined,
	) {}

	/**
	 * Valid until the next call. A share can be any number: below zero a part is unlearned. A share
	 * of 1 beside zeros gives the numbers of that part, and zeros alone those of the start.
	 */
	async weights(blend: Blend, shares: readonly number[]): Promise<Blended> {
		const used = [...shares.keys()].filter((i) => shares[i] !== 0);
		const alone = used.length === 0 ? blend.start : undefined;
		const whole = used.length === 1 && shares[used[0]] === 1 ? blend.members[used[0]] : alone;
		if (whole) return this.#upload(whole);
		if (!this.adapter) return this.#upload(weightedSum(blend, shares));
		const { start, members } = blend;
		const stack = await this.#stackOf(this.adapter, members.length + 1);
		const numbers = stackNumbers(
			this.adapter,
			stack.adapter,
			[...members, start],
			[...shares, 1 - sum(shares)],
		);
		stack.decoder.write(stack.weights, numbers);
		return stack;
	}

	dispose(): void {
		this.#plain?.dispose();
		this.#plain = undefined;
		this.#disposeStack();
	}

	async #upload(numbers: Float32Array): Promise<Blended> {
		const { decoder } = this;
		this.#plain ??= await decoder.vector('blended weights');
		decoder.write(this.#plain, numbers);
		return { decoder, weights: this.#plain };
	}

	/** The last one stays, because its programs are loaded. */
	async #stackOf(adapter: Adapter, count: number): Promise<Stack> {
		if (this.#stack?.count === count) return this.#stack;
		this.#disposeStack();
		const stacked = stackAdapter(adapter, count);
		const decoder = this.decoder.withAdapter(stacked);
		const weights = await decoder.vector('blended adapters');
		return (this.#stack = { adapter: stacked, count, decoder, weights });
	}

	#disposeStack(): void {
		this.#stack?.decoder.dispose();
		this.#stack?.weights.dispose();
		this.#stack = undefined;
	}
}

/** Added in 64 bits. */
function weightedSum({ start, members }: Blend, shares: readonly number[]): Float32Array {
	const rest = 1 - sum(shares);
	return start.map((value, i) =>
		members.reduce((total, member, m) => total + shares[m] * member[i], rest * value),
	);
}
