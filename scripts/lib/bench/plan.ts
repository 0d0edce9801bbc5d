/** What a call of the bench hands to the tests and reporters that Playwright starts: a file, which SKILLET_BENCH_PLAN names. */
import { readFileSync, writeFileSync } from 'node:fs';
import { sha256OfJson } from '#core/hash.ts';
import type { Json } from '#core/json.ts';
import type { SkillInfo } from '#data/skill.ts';
import { type Cell, type Study, planCells } from '#features/studies/study.ts';
import type { SkillFile } from './skills.ts';

export interface BenchPlan {
	readonly study: Study;
	/** What the lab has: the built-in skills and those of `files`. */
	readonly skills: readonly SkillInfo[];
	/** Imported by each browser before its first cell. */
	readonly files: readonly SkillFile[];
	/** Where the page is served. */
	readonly url: string;
	/** The worker and the kernels by their content: results of another build are not taken for this one's. */
	readonly engine: string;
	/** Folder of stored results. */
	readonly cache: string;
	/** Cells are run again, whatever is stored. */
	readonly fresh: boolean;
	/** The events of each cell's run are wanted too. */
	readonly events: boolean;
	/** How many browsers at once. */
	readonly workers: number;
	/** WebGPU on the CPU. */
	readonly software: boolean;
	/** Endpoint of a remote browser; null: one of this machine's. */
	readonly connect: string | null;
	/** Folder for what Playwright itself wants to write. */
	readonly folder: string;
	/** File that the results go to. */
	readonly gathered: string;
	/** File for Playwright's blob report; null: none. */
	readonly blob: string | null;
}

/** What a merge needs of it: part of each blob report. */
export type StudyPlan = Pick<BenchPlan, 'study' | 'skills'>;

const variable = 'SKILLET_BENCH_PLAN';

/** The environment of the program that reads it. */
export function writePlan(plan: BenchPlan, file: string): Record<string, string> {
	writeFileSync(file, JSON.stringify(plan));
	return { [variable]: file };
}

/** null: nobody has written one, as in a merge. */
export function readPlan(): BenchPlan | null {
	const file = process.env[variable];
	return file ? (JSON.parse(readFileSync(file, 'utf8')) as BenchPlan) : null;
}

export const cellsOf = ({ study, skills }: StudyPlan): Cell[] => planCells(study, skills);

/** Entries in the metadata of a report: parts of different studies, or of different builds, have different ones. */
export const metadataOf = ({
	study,
	skills,
	engine,
}: Pick<BenchPlan, 'study' | 'skills' | 'engine'>): Record<string, unknown> => ({
	[`${ofStudy}${sha256OfJson({ study, skills } as unknown as Json)}`]: { study, skills },
	[`${ofEngine}${engine}`]: engine,
});

/** The studies that a report is about; more than one where parts of several were merged. */
export const studiesIn = (metadata: Readonly<Record<string, unknown>>): StudyPlan[] =>
	Object.entries(metadata).flatMap(([name, value]) =>
		name.startsWith(ofStudy) ? [value as StudyPlan] : [],
	);

export const enginesIn = (metadata: Readonly<Record<string, unknown>>): string[] =>
	Object.keys(metadata).flatMap((name) =>
		name.startsWith(ofEngine) ? [name.slice(ofEngine.length)] : [],
	);

const ofStudy = 'skillet study ';
const ofEngine = 'skillet engine ';
