/** Ids and values of the lab's messages about runs and long tasks. words.en.ts has their words. */
import type { MessageOf, Statement } from '#core/message.ts';
import type { PolicyMessages } from '#mixing/messages.ts';
import type { TrainingMessages } from '#training/events.ts';

type None = Record<string, never>;
type CutSkill = { readonly name: string; readonly cut: number; readonly rows: number };

export interface RunMessages extends PolicyMessages, TrainingMessages {
	/** Warnings. context: tokens. */
	'rows.cut': { context: number; skills: readonly CutSkill[] };
	'backend.changed': { before: string; now: string };
	'run.reopened': { step: number };

	/** Failures. cause: the error's text; kept: the step of the last checkpoint; null: deleted. */
	'run.diverged': {
		cause: string;
		step: number;
		kept: number | null;
		learningRate: number;
		suggested: number;
	};
	'run.broke': { cause: string; step: number; kept: number | null };

	/** Progress of long tasks. */
	'model.reading': { name: string | null };
	'model.fetching': { name: string };
	'skill.reading': { name: string };
	'device.opening': None;
	'device.measuring': None;
	'device.recovering': { reason: string; step: number };
	'device.lost': { reason: string };
}

export type RunMessage = MessageOf<RunMessages>;
export type RunStatement = Statement<RunMessage>;
