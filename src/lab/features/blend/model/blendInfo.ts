/** What page and worker know of a blend. */
import type { SkillScore } from '#lab/training/events.ts';

/** A mix, and what it is expected to reach. */
export interface BlendPoint {
	/** Of each trained skill, in the order of BlendInfo.skills. */
	readonly shares: readonly number[];
	/** Of all skills of the experiment. */
	readonly scores: readonly SkillScore[];
}

export interface BlendInfo {
	readonly runId: string;
	/** The forecast begins after this step of the run. */
	readonly step: number;
	/** How many steps it looks ahead. */
	readonly steps: number;
	/** Ids of the trained skills. */
	readonly skills: readonly string[];
	readonly points: readonly BlendPoint[];
}

/** Largest absolute share. Beyond, the sum of changes is far from all that was trained. */
export const maxShare = 3;

/** The name of the blend's long tasks, for progress and `task.cancel`. */
export const blendTask = (runId: string): string => `blend ${runId}`;
