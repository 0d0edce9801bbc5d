/**
 * A published study (docs/guide/results): its file in studies/, and the results of its cells from
 * its CSV file. Early files have fewer columns, so some numbers of their cells are 0 or missing.
 */
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { InternalError } from '#engine/core/errors.ts';
import { mean } from '#engine/core/statistics.ts';
import { factorIds } from '#lab/features/studies/model/factors.ts';
import { listsByKey } from '#lab/features/studies/model/groups.ts';
import { parseStudyText } from '#lab/features/studies/model/parse.ts';
import type { CellResult, LossAt } from '#lab/features/studies/model/result.ts';
import type { Factors } from '#lab/features/studies/model/study.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { decodeLink } from '#lab/run/link.ts';
import { presetById } from '#lab/run/presets.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import type { Evaluation } from '#lab/training/events.ts';
import type { StudyPlan } from '../bench/plan.ts';
import { shippedModels } from '../bench/study.ts';

export const resultsFolder = 'docs/guide/results';

export interface PublishedStudy extends StudyPlan {
	readonly csv: string;
	/** Names of the columns of the CSV file. */
	readonly columns: readonly string[];
	readonly results: readonly CellResult[];
}

type Row = Readonly<Record<string, string>>;

const studies = new Map<string, PublishedStudy>();

/** `name`: of the files, for example `policies`. Throws InternalError if a file does not fit. */
export function publishedStudy(name: string): PublishedStudy {
	const known = studies.get(name);
	if (known) return known;
	const csv = `${resultsFolder}/${name}.csv`;
	const plan = readStudyPlan(`studies/${name}.json`);
	const text = readFileSync(csv, 'utf8').replace(/^\uFEFF/, '');
	const { data, meta, errors } = Papa.parse<Row>(text, { header: true, skipEmptyLines: true });
	const [error] = errors;
	if (error) throw new InternalError(`${csv}: row ${error.row}: ${error.message}`);
	const study = { ...plan, csv, columns: meta.fields ?? [], results: readCells(plan, data, csv) };
	studies.set(name, study);
	return study;
}

/** Reads the study without its skill files, which may be on another machine. */
export function readStudyPlan(file: string): StudyPlan {
	const skills = builtinInfos();
	const models = shippedModels();
	const base = defaultExperiment(skills, models[0]);
	const preset = (id: string) => presetById(id).apply(base, models);
	const context = { file, base, preset, models, skills, decodeLink };
	return { study: parseStudyText(readFileSync(file, 'utf8'), context), skills };
}

function readCells({ study }: StudyPlan, rows: readonly Row[], csv: string): CellResult[] {
	const ids = factorIds(study);
	const toKey = (row: Row) => JSON.stringify(ids.map((id) => row[id]));
	return [...listsByKey(rows, toKey)].map(([key, cellRows]) => {
		const bySkill = new Map(cellRows.map((row) => [row.skill, row]));
		const ordered = study.experiment.skills.map(({ id }) => {
			const row = bySkill.get(id);
			if (!row) throw new InternalError(`${csv}: the cell ${key} has no row for skill ${id}.`);
			return row;
		});
		return readCell(ordered, ids, ({ skill, use }) => {
			const planned = study.experiment.skills.find(({ id }) => id === skill);
			return (use ?? planned?.use) === 'train';
		});
	});
}

/** `rows`: one per skill of the experiment, in its order. */
function readCell(
	rows: readonly Row[],
	ids: readonly string[],
	isTrained: (row: Row) => boolean,
): CellResult {
	const [row] = rows;
	const seconds = (column: string) => 1000 * (numberIn(row, column) ?? 0);
	const count = (column: string) => numberIn(row, column) ?? 0;
	const engine = numberIn(row, 'engine');
	const trained = rows.filter(isTrained);
	const shares = (column: string) =>
		Object.fromEntries(trained.map((cell) => [cell.skill, numberIn(cell, column) ?? 0] as const));
	const bestStep = numberIn(row, 'bestStep');
	return {
		factors: factorsIn(row, ids),
		experiment: row.experiment ?? '',
		steps: count('steps'),
		base: evaluationIn(rows, 'base', isTrained),
		final: evaluationIn(rows, 'final', isTrained),
		trainingMilliseconds: seconds('trainingSeconds'),
		totalMilliseconds: seconds('totalSeconds'),
		tokens: count('tokens'),
		backend: row.backend ?? '',
		...(engine !== null && { engine }),
		mix: shares('meanShare'),
		...(row.examplesShare && {
			drawn: { examples: shares('examplesShare'), tokens: shares('tokensShare') },
		}),
		...(bestStep !== null && {
			best: { step: bestStep, ...evaluationIn(rows, 'best', isTrained) },
		}),
		...(row.lossAt && { lossAt: lossesIn(rows) }),
		mixAt: [],
		noisyShare: numberIn(row, 'noisyShare'),
		cost: {
			probeMilliseconds: seconds('probeSeconds'),
			updates: count('updatesBeforehand'),
			measured: count('measuredBeforehand'),
			milliseconds: seconds('secondsBeforehand'),
		},
		warnings: [],
	};
}

/** The column `lossAt`: step and loss of each evaluation, as `0:2.3 25:1.9`. */
function lossesIn(rows: readonly Row[]): LossAt[] {
	const bySkill = rows.map(({ lossAt }) => lossAt.split(' ').map((pair) => pair.split(':')));
	return bySkill[0].map(([step], i) => ({
		step: Number(step),
		losses: bySkill.map((pairs) => Number(pairs[i][1])),
	}));
}

function evaluationIn(
	rows: readonly Row[],
	when: 'base' | 'final' | 'best',
	isTrained: (row: Row) => boolean,
): Evaluation {
	const [exact, loss, examples] =
		when === 'final'
			? ['exact', 'loss', 'examples']
			: [`${when}Exact`, `${when}Loss`, 'baseExamples'];
	const marks = rows.flatMap((row, skill) => {
		const mark = isTrained(row) ? numberIn(row, exact) : null;
		return mark === null ? [] : [{ skill, exact: mark }];
	});
	const worst = marks.toSorted((a, b) => a.exact - b.exact).at(0) ?? null;
	return {
		skills: rows.map((row) => ({
			loss: numberIn(row, loss) ?? NaN,
			exact: numberIn(row, exact),
			tokenAccuracy: when === 'final' ? (numberIn(row, 'tokenAccuracy') ?? NaN) : NaN,
			examples: numberIn(row, examples) ?? 0,
		})),
		averageExact: marks.length > 0 ? mean(marks.map((mark) => mark.exact)) : null,
		worstExact: worst,
	};
}

const factorsIn = (row: Row, ids: readonly string[]): Factors =>
	Object.fromEntries(
		ids.flatMap((id) => {
			const text = row[id] ?? '';
			if (text === '') return [];
			return [[id, id === 'policy' || id === 'model' ? text : Number(text)]];
		}),
	);

/** null: the file has no such column, or the field is empty. */
function numberIn(row: Row, column: string): number | null {
	const text = row[column] ?? '';
	return text === '' ? null : Number(text);
}
