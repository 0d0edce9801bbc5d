/** For tests: a lab with the built-in skills, and results of cells without training. */
import { mean } from '#engine/core/statistics.ts';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import { parseStudy, type StudyContext } from '#lab/study/parse.ts';
import type { CellResult } from '#lab/study/result.ts';
import type { Factors, Study } from '#lab/study/study.ts';

export const skillInfos = builtinSkills.map(({ id }) => builtinSource(id).info);
export const models = [
	'skillet-base',
	'skillet-medium',
	'skillet-tutor',
	'skillet-small',
	...[2, 3, 4, 5, 6, 7, 8].map((seed) => `skillet-base-${seed}`),
].map((id, i) => ({ id, sha256: i.toString(16).repeat(64) }));
export const baseExperiment = parseExperiment(defaultExperiment(skillInfos, models[0]));

export const studyContext: StudyContext = {
	file: 'study.json',
	base: baseExperiment,
	models,
	skills: skillInfos,
};

export const makeStudy = (change: object = {}): Study =>
	parseStudy(
		{
			version: 1,
			title: 'Two policies',
			policies: [
				{ label: 'uniform', id: 'uniform' },
				{ label: 'MoS', id: 'mos' },
			],
			seeds: [1, 2, 3],
			...change,
		},
		studyContext,
	);

export interface FakeScores {
	/** The exact match of all trained skills except the first, which has `worst`. */
	readonly exact: number;
	readonly worst?: number;
	readonly generalLoss?: number;
}

/**
 * The losses are 1, and `generalLoss` for general text. The base model has exact 0 and loss 2.
 */
export function resultWith(
	factors: Factors,
	{ exact, worst = exact, generalLoss = 3 }: FakeScores,
	change: Partial<CellResult> = {},
): CellResult {
	const evaluation = (right: number, least: number, loss: number, general: number): Evaluation => {
		const skills = skillInfos.map(({ measure: { kind } }) => ({
			loss: kind === 'exact' ? loss : general,
			exact: kind === 'exact' ? right : null,
			tokenAccuracy: 0.5,
			examples: 150,
		}));
		const all = skills.flatMap((score) => score.exact ?? []);
		return { skills, averageExact: mean(all), worstExact: { skill: 0, exact: least } };
	};
	return {
		factors,
		experiment: 'e'.repeat(64),
		steps: 300,
		base: evaluation(0, 0, 2, 2.5),
		final: evaluation(exact, worst, 1, generalLoss),
		trainingMilliseconds: 3000,
		totalMilliseconds: 4000,
		tokens: 60_000,
		backend: 'wasm',
		mix: { addition: 0.5, sorting: 0.5 },
		mixAt: [],
		noisyShare: null,
		cost: { probeMilliseconds: 0, updates: 0, measured: 0, milliseconds: 0 },
		warnings: [],
		...change,
	};
}
