/** Computes how many steps fit into the time, from measured step times. */
import type { DecoderConfig } from '../../src/engine/model/decoderConfig.ts';

export const agreementSteps = 20;
/** The first loss tests the forward pass; the second one tests a whole step. */
const fewestAgreementSteps = 2;
const mostStepsPerRound = 50;

/** Number of steps whose losses are compared within `seconds`. */
export function affordableAgreement(stepMilliseconds: number, seconds: number): number {
	const affordable = Math.floor((1000 * seconds) / stepMilliseconds);
	return Math.min(agreementSteps, Math.max(fewestAgreementSteps, affordable));
}

export interface Rounds {
	readonly rounds: number;
	readonly steps: number;
}

/** Rounds and steps within `seconds`. Reduces steps first, then rounds; at least one step. */
export function affordableRounds(
	stepMilliseconds: number,
	seconds: number,
	wantedRounds: number,
): Rounds {
	const total = Math.floor((1000 * seconds) / stepMilliseconds);
	if (total < wantedRounds) return { rounds: Math.max(1, total), steps: 1 };
	return {
		rounds: wantedRounds,
		steps: Math.min(mostStepsPerRound, Math.floor(total / wantedRounds)),
	};
}

/** Seconds for one cell of the table: its share of the time left for all remaining `shares`. */
export const cellSeconds = (secondsLeft: number, share: number, shares: number): number =>
	Math.max(0, secondsLeft) * (share / shares);

/**
 * FLOPs of the matrix products of one step: forward, and twice as many backward.
 * Attention counts whole rows.
 */
export function matmulFlops(config: DecoderConfig, rows: number, time: number): number {
	const { width, heads, keyValueHeads, headDim, hidden, layers, vocabulary } = config;
	const queryWidth = heads * headDim;
	const perLayer =
		2 * width * queryWidth + 2 * width * keyValueHeads * headDim + 3 * width * hidden;
	const perPosition = 2 * (layers * perLayer + vocabulary * width);
	const attention = layers * 4 * time * queryWidth;
	return 3 * rows * time * (perPosition + attention);
}

/** Predicts the step time of a workload from the FLOP rate of a measured one. */
export const predictedStep = (
	measured: { readonly milliseconds: number; readonly flops: number },
	flops: number,
): number => measured.milliseconds * (flops / measured.flops);
