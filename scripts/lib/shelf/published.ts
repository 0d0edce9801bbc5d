/** The published studies: their files in studies/, and their results in public/studies. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { InternalError } from '#engine/core/errors.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { factorIds, factorsKey, sortByCell } from '#lab/study/factors.ts';
import { parseStudyText } from '#lab/study/parse.ts';
import type { CellResult } from '#lab/study/result.ts';
import { packShelf, studyHash, unpackShelf, withVersions, type ShelfStudy } from './shelfFile.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { builtinInfos, shippedInfos } from '#lab/worker/skills.ts';
import type { StudyPlan } from '../bench/plan.ts';
import { shippedModels } from '../bench/study.ts';
import { writeBeside } from '../writeBeside.ts';

const studyFile = (name: string): string => `studies/${name}.json`;

/** In the order of the shelf. */
export const studyNames: readonly string[] = [
	'policies',
	'online',
	'moving',
	'average',
	'mosCode',
	'rivals',
	'pilot',
	'mospec',
	'targets',
	'raiseSteps',
	'forgetting',
	'balance',
	'noise',
	'ifd',
	'text',
	'real',
	'smollm',
	'bases',
	'sizes',
];

const shelfFolder = path.join('public', 'studies');

const shelfFile = (name: string): string => path.join(shelfFolder, `${name}.json.gz`);

export const readStudyFile = (name: string): JsonObject =>
	JSON.parse(readFileSync(studyFile(name), 'utf8')) as JsonObject;

/**
 * The study with the latest version of each skill. Throws InputError that names the file, the line
 * and the field.
 */
export function readStudyPlan(name: string): StudyPlan {
	const skills = shippedInfos();
	const models = shippedModels();
	const base = defaultExperiment(builtinInfos(), models[0]);
	const file = studyFile(name);
	const context = { file, base, models, skills, toLookAt: true };
	return { study: parseStudyText(readFileSync(file, 'utf8'), context), skills };
}

/** null: no cell is published. */
export function readShelfFile(name: string): ShelfStudy | null {
	if (!existsSync(shelfFile(name))) return null;
	return JSON.parse(gunzipSync(readFileSync(shelfFile(name))).toString()) as ShelfStudy;
}

export interface PublishedStudy extends StudyPlan {
	readonly name: string;
	readonly results: readonly CellResult[];
}

const read = new Map<string, PublishedStudy>();

export function publishedStudy(name: string): PublishedStudy {
	const known = read.get(name);
	if (known) return known;
	const shelf = readShelfFile(name);
	const { study, skills } = readStudyPlan(name);
	const published = {
		name,
		study: shelf ? withVersions(study, shelf, skills) : study,
		skills,
		results: shelf ? unpackShelf(shelf) : [],
	};
	read.set(name, published);
	return published;
}

/** Finds the published result of a cell. */
export function resultFinder({ study, results }: PublishedStudy) {
	const ids = factorIds(study);
	const byFactors = new Map(results.map((result) => [factorsKey(result.factors, ids), result]));
	return ({ factors }: Pick<CellResult, 'factors'>) => byFactors.get(factorsKey(factors, ids));
}

/**
 * Publishes results of the latest version of each skill. A study is registered before its first
 * cell: throws InternalError if its file has changed since then.
 */
export function publish(name: string, results: readonly CellResult[]): void {
	const { study } = readStudyPlan(name);
	const file = readStudyFile(name);
	const registered = studyHash(file);
	const shelf = readShelfFile(name);
	if (shelf && shelf.registered !== registered)
		throw new InternalError(
			`${studyFile(name)} has changed since its first cell was trained. Undo the change, or ` +
				`delete ${shelfFile(name)} and train the study anew.`,
		);
	const all = sortByCell(study, results);
	const text = JSON.stringify(packShelf({ file, registered }, study.experiment.skills, all));
	writeBeside(shelfFile(name), gzipSync(text, { level: 9 }));
	read.delete(name);
}
