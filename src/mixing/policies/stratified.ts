/**
 * Stratified: exact quotas instead of chance, so the shares hold in every part of the run.
 * p [K] shares; c_i(k): how many of the first k examples of the run are of skill i; Σ_i c_i(k) = k.
 *
 *     |c_i(k) − k p_i| ≤ 1 − 1/(2K − 2)     for all i and k
 *
 * Source: Tijdeman, The chairman assignment problem, 1980 (quotaSequence below).
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { passiveMixer } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { sharesFromRatios } from '../shares.ts';

export const stratified = policyOf('stratified', {
	citation: {
		text:
			'Tijdeman, The chairman assignment problem, Discrete Mathematics 32 (1980): the order of ' +
			'the quotas',
		url: 'https://doi.org/10.1016/0012-365X(80)90269-1',
	},
	parameters: settingsOf('stratified', { ratios: { kind: 'ratios' } }),
	createMixer: ({ ratios }, { skills, batchSize }) => {
		const weights = sharesFromRatios(ratios, skills, 'ratios');
		const quotasAt = quotaSequence(weights, batchSize);
		return passiveMixer(
			(step) => ({ by: 'quotas', weights, quotas: quotasAt(step) }),
			() => ({ id: 'stratified.mix', values: {} }),
		);
	},
});

/** Tolerance for k·share: far below 1/(2n − 2), far above the rounding error at 10^8 examples. */
const tolerance = 1e-7;

/**
 * Tijdeman's rule hands out one example at a time. Rounding each prefix by largest remainders keeps
 * the same bound, but it can give a negative quota (the Alabama paradox).
 *
 * The quotas of a step are a pure function of the step. The function keeps the counts of the last
 * step: later steps are cheap, earlier ones count again from 0. On a tie, the first skill
 * wins.
 */
export function quotaSequence(
	shares: readonly number[],
	batchSize: number,
): (step: number) => number[] {
	const order = [...shares.keys()].filter((i) => shares[i] > 0);
	const threshold = order.length > 1 ? 1 / (2 * order.length - 2) : 0;
	let counts = shares.map(() => 0);
	let done = 0; // number of steps in `counts`
	let quotas = counts;

	const advance = () => {
		const before = [...counts];
		for (let slot = 1; slot <= batchSize; slot++) {
			const k = done * batchSize + slot;
			counts[nextSkill(k)]++;
		}
		done++;
		quotas = counts.map((count, i) => count - before[i]);
	};

	/** The most urgent skill that can get the k-th example and stay within 1 of its share. */
	const nextSkill = (k: number): number => {
		let chosen = order[0];
		let soonest = Infinity;
		for (const i of order) {
			const owed = k * shares[i] - counts[i];
			if (owed < threshold - tolerance) continue;
			const deadline = (1 - threshold - owed) / shares[i];
			if (deadline < soonest - tolerance) {
				soonest = deadline;
				chosen = i;
			}
		}
		return chosen;
	};

	return (step) => {
		if (step + 1 < done) {
			counts = shares.map(() => 0);
			done = 0;
		}
		while (done <= step) advance();
		return quotas;
	};
}
