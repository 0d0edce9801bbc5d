/** A small study and results of its cells, for the bench's tests. */
import type { CellResult } from '#lab/study/result.ts';
import type { Factors, Study } from '#lab/study/study.ts';
import { draftStudy } from '../../../scripts/lib/bench/study.ts';

/** uniform, proportional and "temperature 3" over two seeds. */
export const smallStudy: Study = {
	...draftStudy({ skills: [], policies: 'uniform,proportional', seeds: '2', steps: '10' }).complete(
		[],
	).study,
	policies: [
		{ label: 'uniform', id: 'uniform', settings: {} },
		{ label: 'proportional', id: 'proportional', settings: {} },
		{ label: 'temperature 3', id: 'temperature', settings: { tau: 3 } },
	],
};

/** Every skill at `exact`, the worst at half of it. */
export function benchResult(factors: Factors, exact: number): CellResult {
	const score = { loss: 1 - exact, exact, tokenAccuracy: exact, examples: 10 };
	const general = { ...score, exact: null };
	const skills = smallStudy.experiment.skills.map(({ use }) => (use === 'train' ? score : general));
	return {
		factors,
		experiment: 'e'.repeat(64),
		steps: 10,
		base: { skills, averageExact: 0, worstExact: { skill: 0, exact: 0 } },
		final: { skills, averageExact: exact, worstExact: { skill: 0, exact: exact / 2 } },
		trainingMilliseconds: 1000,
		totalMilliseconds: 1500,
		tokens: 4000,
		backend: 'wasm',
		mix: {},
		mixAt: [],
		noisyShare: null,
		cost: { probeMilliseconds: 0, updates: 0, measured: 0, milliseconds: 0 },
		warnings: [],
	};
}
