/** The plan of a bench call: a file for Playwright's tests and reporters. */
import { readFileSync } from 'node:fs';
import type { SkillInfo } from '#engine/data/skill.ts';
import { type Cell, planCells } from '#lab/study/cells.ts';
import type { Study } from '#lab/study/study.ts';
import { writeBeside } from '../writeBeside.ts';
import type { SkillFile } from './skills.ts';

export interface BenchPlan {
	readonly study: Study;
	/** The built-in skills and the skills of `files`. */
	readonly skills: readonly SkillInfo[];
	/** Files that each browser imports before its first cell. */
	readonly files: readonly SkillFile[];
	/** Folder of a model that each browser imports; null: none. */
	readonly modelFolder: string | null;
	/** Address of the page; null: cells are trained in Node. */
	readonly url: string | null;
	/** Name of the build: stored results of other builds are not used. */
	readonly engine: string;
	/** Folder with stored results. */
	readonly cache: string;
	/** Several calls share `cache`: each cell needs a claim. */
	readonly isShared: boolean;
	/** Keys of the cells to train; empty: all. */
	readonly only: readonly string[];
	/** Ignore stored results. */
	readonly fresh: boolean;
	/** Keep the events of each run. */
	readonly events: boolean;
	/** Without `url`: on the GPU, through Dawn. */
	readonly gpu: boolean;
	/** Number of parallel browsers, or of processes. */
	readonly workers: number;
	/** WebGPU on the CPU. */
	readonly software: boolean;
	/** Folder for Playwright's own files. */
	readonly folder: string;
	/** File for the collected results. */
	readonly gathered: string;
}

/** The part of the plan that a report needs. */
export type StudyPlan = Pick<BenchPlan, 'study' | 'skills'>;

const variable = 'SKILLET_BENCH_PLAN';

/** Writes the plan; returns the environment of the process that reads it. */
export function writePlan(plan: BenchPlan, file: string): Record<string, string> {
	writeBeside(file, JSON.stringify(plan));
	return { [variable]: file };
}

/** null: there is no plan, as when Playwright lists the tests. */
export function readPlan(): BenchPlan | null {
	const file = process.env[variable];
	return file ? (JSON.parse(readFileSync(file, 'utf8')) as BenchPlan) : null;
}

export const listCells = ({ study, skills }: StudyPlan): Cell[] => planCells(study, skills);
