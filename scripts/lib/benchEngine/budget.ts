/** How many steps a run can afford: pure functions of measured step times. */
import type { DecoderConfig } from '#model/decoder.ts';

export const agreementSteps = 20;
/** The first loss is of the weights as given, the second one of a whole step: gradients, clipping, update. */
const fewestAgreementSteps = 2;
const mostStepsPerRound = 50;

/** How many steps' losses to compare within `seconds`. */
export function affordableAgreement(stepMilliseconds: number, seconds: number): number {
	const affordable = Math.floor((1000 * seconds) / stepMilliseconds);
	return Math.min(agreementSteps, Math.max(fewestAgreementSteps, affordable));
}

export interface Rounds {
	readonly rounds: number;
	readonly steps: number;
}

/** Rounds of steps within `seconds`: fewer steps first, then fewer rounds, at least one step. */
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

/** Seconds that fall to a cell of the table: its share of what is left, with `shares` of it and all cells after it. */
export const cellSeconds = (secondsLeft: number, share: number, shares: number): number =>
	Math.max(0, secondsLeft) * (share / shares);

/** Multiplications and additions of a step's matrix products: forward, and twice that backward; attention over whole rows. */
export function matmulFlops(config: DecoderConfig, rows: number, time: number): number {
	const { width, heads, keyValueHeads, headDim, hidden, layers, vocabulary } = config;
	const queryWidth = heads * headDim;
	const perLayer =
		2 * width * queryWidth + 2 * width * keyValueHeads * headDim + 3 * width * hidden;
	const perPlace = 2 * (layers * perLayer + vocabulary * width);
	const attention = layers * 4 * time * queryWidth;
	return 3 * rows * time * (perPlace + attention);
}

/** A step's time on another workload, at the rate of flops of one that was measured. */
export const predictedStep = (
	measured: { readonly milliseconds: number; readonly flops: number },
	flops: number,
): number => measured.milliseconds * (flops / measured.flops);
