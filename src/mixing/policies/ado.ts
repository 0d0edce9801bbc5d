/**
 * ADO (arXiv 2410.11820): fits a law to the training loss of each skill during the run, and draws
 * what the law says is learnt fastest. K skills, n examples trained so far, μ [K] the prior:
 *
 *     L̂_k(n) = ε_k + β_k n^−α_k,   speed_k = −dL̂_k/dn = α_k β_k n^−α_k / n
 *     d_k ∝ μ_k · speed_k · √h_k, then at least δ each
 *     p = γ d + (1 − γ) d̄,   d̄: mean of the prior and of d at all steps before
 *     h ← 0.9 h + 0.1 (shares of the batch)
 *
 * Source: the authors' code (yidingjiang/ado, src/data_selectors/ado.py @bc3d8d0, which corrected
 * the credit √(h (1 − h)) to √h): γ 0.1, δ 0.01, α ≥ 0.05 where it is used, the same n for all
 * skills. Until the warm-up ends p = μ. Ours: losses are averaged in bins of at least 5 steps (the
 * code smooths them and takes every 10th), h follows the planned shares, ε may be below 1.6 nats,
 * and μ is nearly equal by default (τ 100), where the code has the sizes' shares (τ 1).
 */
import * as v from 'valibot';
import { settingsOf } from '#engine/core/parameters.ts';
import { explainMovement, learningMixer, learnedState } from '../mixers.ts';
import { policyOf, type Observation } from '../policy.ts';
import { fitPowerLaw, reducibleAt, type PowerLaw } from '../powerLaw.ts';
import { normalise, temperatureShares } from '../shares.ts';
import { count, finite, listOf, objectOf } from '../storedData.ts';

/** Steps `width` times in sequence: the mean n, and by skill the sum and number of losses. */
const bin = objectOf({ steps: count, n: finite, sums: listOf(finite), counts: listOf(count) });
type Bin = v.InferOutput<typeof bin>;

const law: v.GenericSchema<unknown, PowerLaw> = objectOf({
	irreducible: finite,
	scale: finite,
	exponent: finite,
});
const adoState = learnedState({
	/** Steps of the policy so far. */
	steps: count,
	bins: listOf(bin),
	/** Steps per bin. It doubles whenever there are too many bins. */
	width: count,
	/** h. */
	history: listOf(finite),
	/** d̄. */
	average: listOf(finite),
	laws: listOf(v.nullable(law)),
	/** speed by skill, nats per 1,000 examples; null without a law. */
	speed: listOf(v.nullable(finite)),
});
type AdoState = v.InferOutput<typeof adoState>;

const firstWidth = 5;
const mostBins = 96;
/** The code's lower bound for an exponent where it is used. */
const leastExponent = 0.05;
const memory = 0.9;

/** speed_k at n examples. */
export const learningSpeed = (law: PowerLaw, n: number): number =>
	(Math.max(law.exponent, leastExponent) * reducibleAt(law, n)) / n;

/** d: shares by prior, speed and credit, each at least `least` before they are scaled to sum 1. */
export function fastestShares(
	prior: readonly number[],
	speed: readonly number[],
	history: readonly number[],
	least: number,
): number[] {
	const amounts = prior.map((share, k) => share * speed[k] * Math.sqrt(history[k]));
	const isKnown = amounts.some((amount) => amount > 0);
	return normalise(normalise(isKnown ? amounts : prior).map((share) => Math.max(share, least)));
}

export const ado = policyOf('ado', {
	group: 'adaptive',
	citation: {
		text:
			'Jiang et al., Adaptive Data Optimization: Dynamic Sample Selection with Scaling Laws, ' +
			'ICLR 2025; code: github.com/yidingjiang/ado',
		url: 'https://arxiv.org/abs/2410.11820',
	},
	parameters: settingsOf('ado', {
		warmup: { kind: 'whole', default: 40, min: 1, max: 100_000, unit: true },
		every: { kind: 'whole', default: 20, min: 1, max: 100_000, unit: true },
		ignored: { kind: 'whole', default: 5, min: 0, max: 100_000, unit: true, advanced: true },
		gamma: { kind: 'number', default: 0.1, min: 0, max: 1 },
		tau: { kind: 'number', default: 100, min: 1, max: 100 },
		least: { kind: 'number', default: 0.01, min: 0, max: 1, advanced: true },
	}),
	createMixer: ({ warmup, every, ignored, gamma, tau, least }, { skills, batchSize }) => {
		const prior = temperatureShares(skills, tau);
		const none = skills.map(() => null);
		const next = (state: AdoState, { batchLoss }: Observation): AdoState => {
			if (batchLoss.every((loss) => loss === null)) return state;
			const steps = state.steps + 1;
			const n = steps * batchSize;
			const history = state.history.map((h, k) => memory * h + (1 - memory) * state.weights[k]);
			const binned = steps > ignored ? addToBins(state, n, batchLoss) : state;
			const { bins, width } = binned;
			const isDue = steps >= warmup && (steps - warmup) % every === 0;
			const laws = isDue ? skills.map((_, k) => fitLaw(bins, k) ?? state.laws[k]) : state.laws;
			const measured = { ...state, steps, bins, width, history, laws };
			const known = laws.filter((law) => law !== null);
			if (known.length < laws.length) return measured;
			const speed = known.map((law) => learningSpeed(law, n));
			const fastest = fastestShares(prior, speed, history, least);
			const weights = normalise(
				fastest.map((share, k) => gamma * share + (1 - gamma) * state.average[k]),
			);
			const average = fastest.map(
				(share, k) => state.average[k] + (share - state.average[k]) / (steps + 1),
			);
			const perThousand = speed.map((value) => 1000 * value);
			const shares = [state.weights, weights] as const;
			const sentence = explainMovement('speed', skills, shares, [state.speed, perThousand]);
			return { ...measured, average, speed: perThousand, weights, sentence };
		};
		return learningMixer({
			schema: adoState,
			start: {
				weights: prior,
				sentence: { id: 'ado.start', values: { warmup } },
				warnings: [],
				steps: 0,
				bins: [],
				width: firstWidth,
				history: prior,
				average: prior,
				laws: none,
				speed: none,
			},
			next,
			traces: ({ laws, speed }) => [
				{ label: 'learning speed', values: speed },
				{ label: 'irreducible loss', values: laws.map((law) => law?.irreducible ?? null) },
				{ label: 'exponent', values: laws.map((law) => law?.exponent ?? null) },
			],
		});
	},
});

/** The bins with one more step; neighbours are merged when there are too many. */
function addToBins(
	{ bins, width }: Pick<AdoState, 'bins' | 'width'>,
	n: number,
	losses: readonly (number | null)[],
): Pick<AdoState, 'bins' | 'width'> {
	const stepBin: Bin = {
		steps: 1,
		n,
		sums: losses.map((loss) => Math.min(loss ?? 0, 1e6)),
		counts: losses.map((loss) => (loss === null ? 0 : 1)),
	};
	const last = bins[bins.length - 1] as Bin | undefined;
	const isOpen = last !== undefined && last.steps < width;
	const grown = isOpen ? [...bins.slice(0, -1), mergedBin(last, stepBin)] : [...bins, stepBin];
	if (grown.length <= mostBins) return { bins: grown, width };
	const pairs = Array.from({ length: Math.ceil(grown.length / 2) }, (_, i) =>
		2 * i + 1 < grown.length ? mergedBin(grown[2 * i], grown[2 * i + 1]) : grown[2 * i],
	);
	return { bins: pairs, width: 2 * width };
}

function mergedBin(a: Bin, b: Bin): Bin {
	const steps = a.steps + b.steps;
	return {
		steps,
		n: (a.n * a.steps + b.n * b.steps) / steps,
		sums: a.sums.map((sum, k) => sum + b.sums[k]),
		counts: a.counts.map((count, k) => count + b.counts[k]),
	};
}

/** The law of one skill, from the bins that have its loss. */
function fitLaw(bins: readonly Bin[], skill: number): PowerLaw | null {
	const measuredBins = bins.filter(({ counts }) => counts[skill] > 0);
	return fitPowerLaw(
		measuredBins.map(({ n }) => n),
		measuredBins.map(({ sums, counts }) => sums[skill] / counts[skill]),
	);
}
