/** Trains the cells of published studies in Node, and stores each result when it is done. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { toMessage } from '../../src/engine/core/errors.ts';
import { cellExperiment, planCells, toKey, type Cell } from '../../src/lab/study/cells.ts';
import { averageLoss } from '../../src/lab/study/measures.ts';
import { toResult, type CellAnswers, type CellResult } from '../../src/lab/study/result.ts';
import type { QuestionSet } from '../../src/lab/features/questions/model/types.ts';
import type { Study } from '../../src/lab/study/study.ts';
import type { Experiment } from '../../src/lab/run/experiment.ts';
import { cellName } from '../../scripts/lib/bench/groups.ts';
import { openNodeLab, type NodeLab } from '../../scripts/lib/bench/nodeLab.ts';
import { takeClaim } from '../../scripts/lib/bench/claims.ts';
import { listUnits } from '../../scripts/lib/bench/Unit.ts';
import { writeBeside } from '../../scripts/lib/writeBeside.ts';
import { folderModels } from './folderModels.ts';
import { folderSkills } from './folderSkills.ts';
import { once } from './once.ts';
import { askBoth, askedQuestions } from './questions.ts';
import {
	publish,
	publishedStudy,
	readStudyPlan,
	resultFinder,
	studyNames,
} from '../../scripts/lib/shelf/published.ts';

/** A trained experiment waits here until it is added to its studies. */
export const trainedFolder = path.join('.cache', 'results');
const fileOf = (key: string) => path.join(trainedFolder, `${key}.json`);

/** Cells of two studies can have the same experiment. */
const publishedByKey = once(
	() =>
		new Map(
			studyNames
				.flatMap((name) => publishedStudy(name).results)
				.map((result) => [result.experiment, result]),
		),
);

/** null: it was trained neither here nor for another study. */
function readTrained(key: string): CellResult | null {
	if (!existsSync(fileOf(key))) return publishedByKey().get(key) ?? null;
	return JSON.parse(readFileSync(fileOf(key), 'utf8')) as CellResult;
}

/** A lab with the skills and models of these experiments that are not shipped. */
export const openFolderLab = async (
	experiments: readonly Experiment[],
	data: string | undefined,
): Promise<NodeLab> =>
	openNodeLab({
		sources: await folderSkills(
			experiments.flatMap(({ skills }) => skills),
			data,
		),
		loaded: await folderModels(
			experiments.map(({ model }) => model),
			data,
		),
	});

/** Trains a cell whose shares are known. `questions` are asked before and after. */
export async function trainCell(
	lab: NodeLab,
	cell: Pick<Cell, 'factors' | 'experiment' | 'keepsSchedule'>,
	questions: QuestionSet | null = null,
): Promise<CellResult> {
	const began = performance.now();
	let answers: CellAnswers | undefined;
	const events = await lab.run(cell.experiment, undefined, async (trainer) => {
		if (questions) answers = await askBoth(trainer, questions);
	});
	const { backend, name: device } = lab.info.device;
	const result = toResult(cell, events, performance.now() - began, { backend, device });
	return { ...result, ...(answers && { answers }) };
}

/**
 * A published result has no schedule. The cell that replays one of a source that was trained
 * elsewhere is taken as published; if it is missing, its source is trained again.
 */
export const readsSchedule = ({ replays }: Cell): boolean =>
	replays?.as === 'reversed' || replays?.over !== undefined;

/** The average of right answers; without one the mean held-out loss of the trained skills. */
function reached(study: Study, { final: { averageExact, skills }, mix }: CellResult): string {
	if (averageExact !== null) return `${(100 * averageExact).toFixed(1)} %`;
	return `${averageLoss(study, skills, mix)?.toFixed(3)} nats`;
}

/**
 * Several processes share the cells. Those that wait for another cell's shares follow it. `data`:
 * the folder of data that studies do not ship. Returns the number of failures.
 */
export async function trainStudies(
	names: readonly string[],
	data: string | undefined,
	log: (line: string) => void,
): Promise<number> {
	const experiments = names.map((name) => publishedStudy(name).study.experiment);
	const lab = await openFolderLab(experiments, data);
	let failures = 0;
	for (const name of names) {
		const { study, skills } = readStudyPlan(name);
		const find = resultFinder(publishedStudy(name));
		const questions = askedQuestions(study);
		const done = new Map<string, CellResult>();
		const cells = planCells(study, skills);
		const byKey = new Map(cells.map((cell) => [cell.key, cell]));
		const unpublished = cells.filter((cell) => readsSchedule(cell) && !find(cell));
		const needed = new Set(unpublished.map(({ replays }) => replays?.cell));
		const train = async (key: string) => {
			const cell = byKey.get(key)!;
			const title = `${name}: ${cellName(study, cell.factors)}`;
			try {
				if (readsSchedule(cell) && find(cell)) return;
				const experiment = cellExperiment(cell, done);
				const experimentKey = toKey(experiment);
				const published = find(cell);
				const known = published?.experiment === experimentKey ? published : null;
				const isEnough = (result: CellResult | null) => result?.schedule || !needed.has(key);
				const stored = [known, readTrained(experimentKey)].find(
					(result) => result && isEnough(result),
				);
				const result = stored ?? (await trainCell(lab, { ...cell, experiment }, questions));
				done.set(key, result);
				if (stored) return;
				writeBeside(fileOf(experimentKey), JSON.stringify(result));
				const seconds = (result.totalMilliseconds / 1000).toFixed(0);
				log(`${title}: ${reached(study, result)} (${seconds} s)`);
			} catch (error) {
				failures++;
				log(`${title}: ${toMessage(error)}`);
			}
		};
		for (const unit of listUnits(cells)) {
			const claim = takeClaim(path.join(trainedFolder, 'claims'), `${name} ${unit.join(' ')}`);
			if (!claim) continue;
			for (const key of unit) await train(key);
			claim.release();
		}
	}
	return failures;
}

/**
 * Adds the trained cells to their study; returns the numbers of new and of missing cells. A study
 * goes over to later versions of its skills when all of its cells are trained on them.
 */
export function publishTrained(name: string): { readonly added: number; readonly missing: number } {
	const { study, skills } = readStudyPlan(name);
	const before = publishedStudy(name);
	const find = resultFinder(before);
	const done = new Map<string, CellResult>();
	let added = 0;
	const cells = planCells(study, skills);
	for (const cell of cells) {
		const source = cell.replays && done.get(cell.replays.cell);
		if (cell.replays && !source) continue;
		const published = find(cell);
		const isUnchecked = readsSchedule(cell) && !source?.schedule;
		if (isUnchecked && !published) continue;
		const key = isUnchecked ? published!.experiment : toKey(cellExperiment(cell, done));
		const isKnown = published?.experiment === key;
		const trained = isKnown && !cell.keepsSchedule ? null : readTrained(key);
		const found = trained ?? (isKnown ? published : null);
		if (!found) continue;
		done.set(cell.key, { ...found, factors: cell.factors });
		if (!isKnown) added++;
	}
	const missing = cells.length - done.size;
	const hasSameRows = toKey(before.study.experiment) === toKey(study.experiment);
	if (added > 0 && (hasSameRows || missing === 0))
		publish(name, [...(hasSameRows ? before.results : []), ...done.values()]);
	return { added, missing };
}
