/** A published study: its place on the shelf, with its answer. */
export { engineVersion } from '#engine/training/engineVersion.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { SkillRef } from '#lab/run/experiment.ts';
import type { ReportMessage } from './sentences.ts';
import type { MeasureId, Study } from './study.ts';

export interface ShelfEntry {
	/** The file is `name.json`. */
	readonly name: string;
	readonly title: string;
	readonly about: string;
	/** The answer to the title's question. */
	readonly answer: ReportMessage | null;
	/** The comparisons that the study names, in its order. */
	readonly gaps: readonly ShelfGap[];
	readonly cells: number;
	readonly engine: number;
}

/** A difference with its 95 % interval, in shares of right answers or nats. */
export interface ShelfDifference {
	readonly mean: number;
	readonly low: number;
	readonly high: number;
	/** After Holm's correction. */
	readonly verdict: 'better' | 'worse' | 'undecided';
}

/** A difference of two policies in the study's outcome, and in other measures beside it. */
export interface ShelfGap extends ShelfDifference {
	readonly label: string;
	readonly against: string;
	readonly beside: { readonly [Id in MeasureId]?: ShelfDifference };
}

/** Skills of which the lab has later rows than the study. */
export const outdatedSkills = ({ experiment }: Study, skills: readonly SkillInfo[]): SkillRef[] =>
	experiment.skills.filter((ref) =>
		skills.some(({ id, version = 0 }) => id === ref.id && version > ref.version),
	);
