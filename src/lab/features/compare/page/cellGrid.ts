/** The grid of a study's cells: a column per seed, a row per combination of the other factors. */
import { listsByKey } from '#engine/core/listsByKey.ts';
import type { Statement } from '#engine/core/message.ts';
import { skillName } from '#lab/page/words/words.ts';
import { storedText } from '#languages/language.ts';
import type { Cell } from '#lab/study/cells.ts';
import { labelText, type ModelName } from '#lab/study/labelText.ts';
import { listMeasures, toScore, type ScoredSkill } from '#lab/study/measures.ts';
import type { Factors, Study } from '#lab/study/study.ts';
import type { CellResult } from '#lab/study/result.ts';
import { axisText, measureTitle } from '#lab/study/sentences.ts';
import type { OpenStudy } from './OpenStudy.svelte.ts';

export type CellState =
	| { readonly kind: 'done'; readonly result: CellResult }
	| { readonly kind: 'failed'; readonly message: Statement }
	| { readonly kind: 'running' }
	/** Interrupted: it resumes from this step. */
	| { readonly kind: 'cut'; readonly step: number }
	/** Waits for another cell's result. */
	| { readonly kind: 'waiting'; readonly for: string }
	| { readonly kind: 'queued' };

type Planned = Pick<OpenStudy, 'cells' | 'outcomes' | 'trained' | 'cutAt'>;
export function cellGrid({ cells, outcomes, trained, cutAt }: Planned, modelName?: ModelName) {
	const outcomeAt = new Map(outcomes.map((outcome) => [outcome.cell, outcome]));
	const seeds = [...new Set(cells.map(({ factors }) => factors.seed))];
	const isVaried = (id: string) => new Set(cells.map(({ factors }) => factors[id])).size > 1;
	const shown = Object.keys(cells[0]?.factors ?? {}).filter(
		(id) => id === 'policy' || isVaried(id),
	);
	// By ids, because two models can have one name.
	const byRow = listsByKey(cells, ({ factors }) => rowLabel(factors));
	const rows = [...byRow.values()].map((ofRow) => ({
		label: rowLabel(ofRow[0].factors, modelName, shown),
		/** A cell per seed; null: the study has no such cell. */
		cells: seeds.map((seed) => {
			const cell = ofRow.find(({ factors }) => factors.seed === seed);
			return cell
				? { cell, name: cellName(cell.factors, modelName), state: findState(cell) }
				: null;
		}),
	}));
	return { seeds, rows };

	function findState({ key, replays }: Cell): CellState {
		const outcome = outcomeAt.get(key);
		if (outcome?.kind === 'done') return { kind: 'done', result: outcome.result };
		if (outcome?.kind === 'failed') return { kind: 'failed', message: outcome.message };
		if (trained.includes(key)) return { kind: 'running' };
		const cut = cutAt.get(key);
		if (trained.length === 0 && cut !== undefined) return { kind: 'cut', step: cut };
		const from = replays?.cell;
		if (from === undefined || outcomeAt.get(from)?.kind === 'done') return { kind: 'queued' };
		const source = cells.find((cell) => cell.key === from);
		return { kind: 'waiting', for: source ? cellName(source.factors, modelName) : '' };
	}
}

/** For example `MoS, skillet-medium, epochs 2`. A policy's label contains its domain share. */
const rowLabel = (
	factors: Factors,
	modelName: ModelName = String,
	shown: readonly string[] = Object.keys(factors),
): string =>
	Object.entries(factors)
		.filter(([id]) => id !== 'seed' && id !== 'domainShare' && shown.includes(id))
		.sort(([a], [b]) => Number(b === 'policy') - Number(a === 'policy'))
		.map(([id, value]) => {
			if (id === 'model') return modelName(String(value));
			return id === 'policy' ? labelText(String(value)) : `${axisText(id)} ${value}`;
		})
		.join(', ');

export const cellName = (factors: Factors, modelName?: ModelName): string =>
	`${rowLabel(factors, modelName)}, ${axisText('seed')} ${factors.seed}`;

/**
 * Scores that the grid can show: the measures of the report, and each skill. Those that no result
 * has are left out; without results, all are there. `scored`: the study's skills.
 */
export function cellMeasures(
	study: Study,
	results: readonly CellResult[],
	scored: readonly ScoredSkill[],
) {
	const units = scored.map(({ unit }) => unit);
	const { skills } = study.experiment;
	const all = [
		...listMeasures(study, scored, results).map((measure) => ({
			...measure,
			key: String(measure.id),
			label: measureTitle({ ...measure, skills: measure.skills.map(storedText) }),
		})),
		...skills.map((skill) => ({
			...toScore('target', [skill.id], study, units),
			key: skill.id,
			label: skillName(skill),
		})),
	];
	return all.filter(
		({ read }) => results.length === 0 || results.some((result) => read(result) !== null),
	);
}
