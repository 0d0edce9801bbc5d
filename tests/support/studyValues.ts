/** A small stored study with results of its cells. */
import type { CellOutcome } from '#lab/study/result.ts';
import type { StudyRecord } from '#lab/study/study.ts';
import { runRecord } from './labValues.ts';
import type { Cell } from '#lab/study/cells.ts';

export const studyRecord = (changes: Partial<StudyRecord> = {}): StudyRecord => ({
	id: 'study-1',
	madeAt: 1_700_000_200_000,
	keepRuns: false,
	going: false,
	study: {
		version: 1,
		title: 'Uniform or proportional “Ä”',
		about: 'Does the rare skill gain?',
		experiment: runRecord().experiment,
		policies: [
			{ label: 'uniform', id: 'uniform', settings: {} },
			{ label: 'proportional', id: 'proportional', settings: {} },
		],
		seeds: [1, 2],
		axes: {},
		budget: null,
		against: [],
		target: null,
		groups: { domain: ['addition'], general: [] },
	},
	...changes,
});

/** Its key is that of `doneCell`. */
export const cell = (policy: string, seed: number, more: Partial<Cell> = {}): Cell => ({
	key: `${policy} ${seed}`,
	factors: { policy, seed },
	experiment: runRecord().experiment,
	...more,
});

export const doneCell = (
	cell: string,
	exact = 0.1 + 0.2,
	studyId = 'study-1',
): CellOutcome & { readonly kind: 'done' } => {
	const [policy = '', seed = '1'] = cell.split(' ');
	const score = { loss: 1 / 3, exact, tokenAccuracy: 0.5, examples: 40 };
	const evaluation = { skills: [score], averageExact: exact, worstExact: { skill: 0, exact } };
	const factors = { policy, seed: Number(seed) };
	return {
		kind: 'done',
		studyId,
		cell,
		factors,
		at: 1_700_000_300_000,
		result: {
			factors,
			experiment: 'ab'.repeat(32),
			steps: 300,
			base: evaluation,
			final: evaluation,
			trainingMilliseconds: 1234.5,
			totalMilliseconds: 2345.6,
			tokens: 99,
			backend: 'wasm',
			mix: { addition: 1 },
			mixAt: [{ step: 1, weights: [1] }],
			noisyShare: null,
			cost: { probeMilliseconds: 0, updates: 0, measured: 0, milliseconds: 0 },
			warnings: [],
		},
	};
};

export const failedCell = (cell: string, studyId = 'study-1'): CellOutcome => ({
	kind: 'failed',
	studyId,
	cell,
	at: 1_700_000_400_000,
	factors: { policy: cell, seed: 1 },
	message: 'The loss is not a number.',
});
