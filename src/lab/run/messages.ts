/** Ids and values of the lab's messages about runs and long tasks. words.en.ts has their words. */
import type { MessageOf, Statement } from '#engine/core/message.ts';
import type { PolicyMessages } from '#mixing/index.ts';
import type { TrainingMessages } from '#lab/training/events.ts';
import type { SelfTestMessages } from './selfTest.ts';

type None = Record<string, never>;
type CutSkill = { readonly name: string; readonly cut: number; readonly rows: number };
/** why: the reason for the first one. */
type RejectedSkill = {
	readonly name: string;
	readonly rejected: number;
	readonly rows: number;
	readonly why: Statement;
};

export interface RunMessages extends PolicyMessages, TrainingMessages, SelfTestMessages {
	/** Warnings. context: tokens. */
	'rows.cut': { context: number; skills: readonly CutSkill[] };
	'rows.rejected': { skills: readonly RejectedSkill[] };
	'backend.changed': { before: string; now: string };
	'run.reopened': { step: number };

	/** Failures. cause: the error's message; kept: the step of the last checkpoint; null: deleted. */
	'run.diverged': {
		cause: Statement;
		step: number;
		kept: number | null;
		learningRate: number;
		suggested: number;
	};
	'run.broke': { cause: Statement; step: number; kept: number | null };

	/** Progress of long tasks. */
	'model.reading': { name: string | null };
	'model.fetching': { name: string };
	'model.finding': { name: string };
	/** The next request is made then. asked: by Retry-After. failed: the hub's own error. */
	'model.waiting': { name: string; why: 'asked' | 'broken' | 'failed'; seconds: number };
	'skill.reading': { name: string };
	'device.opening': None;
	'device.measuring': None;
	'device.testing': None;
	'device.timing': { model: string };
	'device.recovering': { reason: string; step: number };
	'device.lost': { reason: string };
}

export type RunMessage = MessageOf<RunMessages>;
export type RunStatement = Statement<RunMessage>;
