/** The grid of a study's cells: a column per seed, a row per combination of the other factors. */
import { axisText } from '../reportText.ts';
import { labelText, type ModelName } from '../model/labelText.ts';
import { mean } from '#engine/core/statistics.ts';
import type { Evaluation } from '#lab/training/events.ts';
import type { CellResult } from '../model/result.ts';
import type { Factors } from '../model/study.ts';
import type { Cell } from '../model/cells.ts';
import type { OpenStudy } from './OpenStudy.svelte.ts';

export type CellState =
	| { readonly kind: 'done'; readonly result: CellResult }
	| { readonly kind: 'failed'; readonly message: string }
	/** `share`: finished part of its steps. */
	| { readonly kind: 'running'; readonly share: number }
	/** Interrupted: it resumes from this step. */
	| { readonly kind: 'cut'; readonly step: number; readonly share: number }
	/** Waits for another cell's result. */
	| { readonly kind: 'waiting'; readonly for: string }
	| { readonly kind: 'queued' };

interface GridCell {
	readonly cell: Cell;
	readonly name: string;
	readonly state: CellState;
}
type Planned = Pick<OpenStudy, 'cells' | 'outcomes' | 'status' | 'inHand'>;
export function cellGrid({ cells, outcomes, status, inHand }: Planned, modelName?: ModelName) {
	const outcomeAt = new Map(outcomes.map((outcome) => [outcome.cell, outcome]));
	const seeds = [...new Set(cells.map(({ factors }) => factors.seed))];
	/** A cell per seed; null: the study has no such cell. */
	const rows = new Map<string, { label: string; cells: (GridCell | null)[] }>();
	for (const cell of cells) {
		// By ids, because two models can have one name.
		const key = rowLabel(cell.factors);
		const label = rowLabel(cell.factors, modelName);
		const row = rows.get(key) ?? { label, cells: seeds.map(() => null) };
		const name = cellName(cell.factors, modelName);
		row.cells[seeds.indexOf(cell.factors.seed)] = { cell, name, state: findState(cell) };
		rows.set(key, row);
	}
	return { seeds, rows: [...rows.values()] };

	function findState({ key, meanOf, experiment }: Cell): CellState {
		const outcome = outcomeAt.get(key);
		if (outcome?.kind === 'done') return { kind: 'done', result: outcome.result };
		if (outcome?.kind === 'failed') return { kind: 'failed', message: outcome.message };
		if (status.kind === 'running' && status.cell === key) {
			const { search, progress } = status;
			if (search) return { kind: 'running', share: (search.run - 1) / search.of };
			return { kind: 'running', share: progress ? progress.step / progress.steps : 0 };
		}
		if (status.kind === 'idle' && inHand?.cell === key)
			return { kind: 'cut', step: inHand.step, share: inHand.step / experiment.steps };
		if (meanOf === undefined || outcomeAt.get(meanOf)?.kind === 'done') return { kind: 'queued' };
		const source = cells.find((cell) => cell.key === meanOf);
		return { kind: 'waiting', for: source ? cellName(source.factors, modelName) : '' };
	}
}

/** For example `MoS, skillet-medium, epochs 2`. A policy's label contains its domain share. */
const rowLabel = (factors: Factors, modelName: ModelName = String): string =>
	Object.entries(factors)
		.filter(([id]) => id !== 'seed' && id !== 'domainShare')
		.sort(([a], [b]) => Number(b === 'policy') - Number(a === 'policy'))
		.map(([id, value]) => {
			if (id === 'model') return modelName(String(value));
			return id === 'policy' ? labelText(String(value)) : `${axisText(id)} ${value}`;
		})
		.join(', ');

export const cellName = (factors: Factors, modelName?: ModelName): string =>
	`${rowLabel(factors, modelName)}, ${axisText('seed')} ${factors.seed}`;

/** The scores that the grid can show; null: no skill has this score. */
const scores = {
	average: ({ averageExact }: Evaluation) => averageExact,
	worst: ({ worstExact }: Evaluation) => worstExact?.exact ?? null,
	loss: ({ skills }: Evaluation) => mean(skills.map(({ loss }) => loss)),
};
export type CellMeasure = keyof typeof scores;
export const cellMeasures = Object.keys(scores) as CellMeasure[];
export const toScore = ({ final }: CellResult, measure: CellMeasure): number | null =>
	scores[measure](final);
