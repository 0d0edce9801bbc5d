/** A published study: its place on the shelf, with its answer. */
export { engineVersion } from '#engine/training/engineVersion.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { Finding, ReportMessage } from './sentences.ts';
import type { Study } from './study.ts';

export interface ShelfEntry {
	/** The file is `name.json`. */
	readonly name: string;
	readonly title: string;
	readonly about: string;
	/** The answer to the title's question. */
	readonly answer: ReportMessage;
	/** The comparisons that the study names, in its order. */
	readonly gaps: readonly ShelfGap[];
	readonly cells: number;
	readonly engine: number;
}

/**
 * A difference of two policies in the study's outcome. Its interval covers prompts too, and bases
 * where they are random draws; n counts these draws.
 */
export interface ShelfGap extends Finding {
	readonly low: number;
	readonly high: number;
	readonly verdict: 'better' | 'worse' | 'equivalent' | 'undecided';
}

/** Skills of which the lab has later rows than the study. */
export const outdatedSkills = ({ experiment }: Study, skills: readonly SkillInfo[]): SkillRef[] =>
	experiment.skills.filter((ref) =>
		skills.some(({ id, version = 0 }) => id === ref.id && version > ref.version),
	);
