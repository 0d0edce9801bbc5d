/**
 * Aioli (arXiv 2411.05735): estimates from the run itself how each skill's share moves all losses,
 * and moves the shares by it. K skills; p [K] shares; A [K × K], A_jk: effect of k's share on j.
 *
 *  sweeps  `rounds` times over all skills in random order: `sweepSteps` steps on the mixture
 *          m_i = f on skill i and (1 − f)/(K − 1) on each other one, then all validation losses.
 *          Δ_ji = mean over the rounds of the fall of j's loss in the sweep on m_i.
 *  shares  from a law of these falls; training continues with p to the next sweeps:
 *
 *     Δ_ji = Σ_k A_jk m_ik, solved for A,   A ← (A − min(A, 0)) / Σ
 *     p ← p · exp(η Σ_j A_jk) / Σ
 *
 * Source: Algorithms 1 and 2, and the code (HazyResearch/aioli, trainer/aioli_trainer.py).
 * `average` is the code's --ema: A ← (1 − e) A + e A_old, and p ∝ exp(η Σ_j A_jk) each time.
 * Ours: batches of a sweep are drawn by chance instead of counted; a round is at least one step
 * longer than its sweeps; equal effects give A = 0.
 */
import * as v from 'valibot';
import { settingsOf } from '#engine/core/parameters.ts';
import { permutation } from '#engine/core/random.ts';
import { lowest, sum } from '#engine/core/statistics.ts';
import { explainMovement, learningMixer, learnedState } from '../mixers.ts';
import { policyOf, presetsOf, type Observation } from '../policy.ts';
import { groupMeans, measuredRows } from '../rows.ts';
import { equalShares, softmaxShares } from '../shares.ts';
import { count, finite, listOf } from '../storedData.ts';
import { lossProbe, unvalidatedWarnings } from '../validationLosses.ts';

const matrix = listOf(listOf(finite));
const aioliState = learnedState({
	/** The round began before this step; null before the first measurement. */
	from: v.nullable(count),
	/** The next measurement comes before this step, or at once after a switch away and back. */
	due: v.nullable(count),
	/** The last validation losses, nats per token; 0 before the first measurement. */
	losses: listOf(finite),
	/** fall[j][i]: sum of the falls of j's loss in the sweeps on i, since the round began. */
	fall: matrix,
	/** A of the last round; null before it. */
	law: v.nullable(matrix),
	/** log p, up to a constant. */
	logit: listOf(finite),
});
type AioliState = v.InferOutput<typeof aioliState>;

/** m_i: f on skill i, the rest evenly on the others. */
export const sweepMixture = (skills: number, skill: number, f: number): number[] =>
	Array.from({ length: skills }, (_, k) => (k === skill ? f : (1 - f) / (skills - 1)));

/**
 * Solves Δ = A Mᵀ for A, M_ik = m_ik. M = a I + b 11ᵀ with b = (1 − f)/(K − 1), a = f − b and
 * a + K b = 1, so its inverse is (I − b 11ᵀ)/a.
 */
export function solveLaw(falls: readonly (readonly number[])[], f: number): number[][] {
	const b = (1 - f) / (falls.length - 1);
	return falls.map((row) => {
		const sum = indexedSum(row);
		return row.map((fall) => (fall - b * sum) / (f - b));
	});
}

/** A − min(A, 0), divided by its sum; zeros if all entries are equal. */
export function normaliseLaw(law: readonly (readonly number[])[]): number[][] {
	const least = Math.min(0, lowest(law.flat()));
	const total = indexedSum(law.map((row) => indexedSum(row.map((entry) => entry - least))));
	return law.map((row) => row.map((entry) => (total > 0 ? (entry - least) / total : 0)));
}

/** Σ_j A_jk: the effect of k's share on all losses. */
export const effects = (law: readonly (readonly number[])[]): number[] =>
	law.map((_, k) => indexedSum(law.map((row) => row[k])));

/** The sum in rising order: skills in any order agree. */
const indexedSum = (values: readonly number[]): number => sum([...values].sort((a, b) => a - b));

export const aioli = policyOf('aioli', {
	group: 'adaptive',
	citation: {
		text:
			'Chen et al., Aioli: A Unified Optimization Framework for Language Model Data Mixing, ' +
			'ICLR 2025; code: github.com/HazyResearch/aioli',
		url: 'https://arxiv.org/abs/2411.05735',
	},
	parameters: settingsOf('aioli', {
		every: { kind: 'whole', default: 75, min: 1, max: 100_000, unit: true },
		rounds: { kind: 'whole', default: 2, min: 1, max: 100 },
		sweepSteps: { kind: 'whole', default: 2, min: 1, max: 10_000, unit: true },
		eta: { kind: 'number', default: 2, min: 0, max: 100 },
		focus: { kind: 'number', default: 0.75, min: 0.55, max: 1, advanced: true },
		update: { kind: 'choice', options: ['multiply', 'average'], advanced: true },
		ema: { kind: 'number', default: 0.1, min: 0, max: 0.999, advanced: true },
		normalise: { kind: 'flag', default: true, advanced: true },
		rows: measuredRows(16, 1024),
	}),
	presets: presetsOf('aioli', {
		lab: {},
		script: { every: 200, sweepSteps: 10, eta: 1, update: 'average' },
	}),
	createMixer: (values, context) => {
		const { rounds, sweepSteps, eta, focus, update, ema, normalise, rows } = values;
		const { skills, random } = context;
		const K = skills.length;
		const sweeps = K > 1 ? rounds * K : 0;
		const roundSteps = Math.max(values.every, sweeps * sweepSteps + 1);
		/** The skill of sweep number `sweep` (from 0) in round number `round`. */
		const swept = (round: number, sweep: number): number => {
			const pass = round * rounds + Math.floor(sweep / K);
			return permutation(random.child('sweeps'), K, pass)[sweep % K];
		};
		const zeros = skills.map(() => skills.map(() => 0));
		const start: AioliState = {
			weights: equalShares(K),
			sentence: { id: 'aioli.start', values: {} },
			warnings: unvalidatedWarnings(context),
			from: null,
			due: null,
			losses: skills.map(() => 0),
			fall: zeros,
			law: null,
			logit: skills.map(() => 0),
		};
		/** The state with the mixture of a sweep, or with new shares after the last one. */
		const afterSweep = (state: AioliState, round: number, done: number): AioliState => {
			if (done < sweeps) {
				const skill = swept(round, done);
				const { name } = skills[skill];
				const values = { name, share: focus, steps: sweepSteps, done: done + 1, of: sweeps };
				const sentence = { id: 'aioli.sweep', values } as const;
				return { ...state, weights: sweepMixture(K, skill, focus), sentence };
			}
			const solved = solveLaw(
				state.fall.map((row) => row.map((fall) => fall / rounds)),
				focus,
			);
			const scaled = normalise ? normaliseLaw(solved) : solved;
			const old = update === 'average' ? state.law : null;
			const law = old
				? scaled.map((row, j) => row.map((entry, k) => (1 - ema) * entry + ema * old[j][k]))
				: scaled;
			const effect = effects(law);
			const logit = effect.map((sum, k) => eta * sum + (update === 'average' ? 0 : state.logit[k]));
			const weights = softmaxShares(logit);
			const shares = [softmaxShares(state.logit), weights] as const;
			const before = state.law ? effects(state.law) : skills.map(() => null);
			const sentence = explainMovement('effect', skills, shares, [before, effect]);
			return { ...state, law, logit, weights, sentence };
		};
		const next = (state: AioliState, { step, results: [result] }: Observation): AioliState => {
			if (result?.kind !== 'measure') return state;
			// A measurement that is not due begins the first round, also after other policies' steps.
			const from = state.due === step + 1 ? state.from! : step + 1;
			const round = Math.floor((step + 1 - from) / roundSteps);
			const done = ((step + 1 - from) % roundSteps) / sweepSteps;
			const due = done < sweeps ? step + 1 + sweepSteps : from + (round + 1) * roundSteps;
			const losses = groupMeans(result.values.loss!, rows);
			const moved = { ...state, from, due, losses };
			if (done === 0) return afterSweep({ ...moved, fall: zeros }, round, 0);
			const skill = swept(round, done - 1);
			const fall = state.fall.map((row, j) =>
				row.map((sum, i) => (i === skill ? sum + state.losses[j] - losses[j] : sum)),
			);
			return afterSweep({ ...moved, fall }, round, done);
		};
		return learningMixer({
			schema: aioliState,
			start,
			learns: 'probes',
			probes: (step, { from, due }) => {
				const at = (step + 1 - (from ?? 0)) % roundSteps;
				const isDue = at % sweepSteps === 0 && at <= sweeps * sweepSteps;
				const isLate = due !== null && step + 1 > due;
				return K > 1 && (isDue || isLate) ? [lossProbe(context, rows)] : [];
			},
			next,
			traces: ({ from, losses, law }) => [
				{ label: 'validation loss', values: from === null ? losses.map(() => null) : losses },
				{ label: 'effect', values: law ? effects(law) : losses.map(() => null) },
			],
		});
	},
});
