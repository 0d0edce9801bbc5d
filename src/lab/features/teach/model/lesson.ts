/** A lesson as a value, and the schemas of its front matter and of the block of a step. */
import { say } from '#engine/core/message.ts';
import * as v from 'valibot';
import {
	anyObject,
	between,
	list,
	mustBe,
	object,
	oneOf,
	recordOf,
	text,
	whole,
} from '#engine/core/fields.ts';
import type { Block } from './markdown.ts';
import { conditionSchema, type Condition, type LessonValue } from './values.ts';

export const stepsFrom = 3;
export const stepsTo = 9;
export const maxWords = 60;

const step = whole(0, 1_000_000);
const ids = v.pipe(list(text(100), say('ids of skills'), 64), v.readonly());

/** Changes of the default experiment; the rest stays. */
export const changesSchema = object({
	/** Id of a preset of the settings. */
	preset: v.exactOptional(text(100)),
	train: v.exactOptional(ids),
	watch: v.exactOptional(ids),
	/** By skill: the share of wrong answers, copies, and how many rows are kept. */
	noise: v.exactOptional(
		recordOf(
			object({
				wrong: between(0, 1),
				copies: v.exactOptional(whole(0, 100_000)),
				rows: v.exactOptional(whole(1, 1_000_000)),
			}),
		),
	),
	policy: v.exactOptional(text(100)),
	settings: v.exactOptional(anyObject(say('an object of settings'))),
	steps: v.exactOptional(whole(1, 1_000_000)),
	batch: v.exactOptional(whole(1, 1024)),
	evaluate: v.exactOptional(whole(1, 1_000_000)),
	seed: v.exactOptional(whole(0, Number.MAX_SAFE_INTEGER)),
});
export type Changes = Readonly<v.InferOutput<typeof changesSchema>>;

export const frontSchema = object({
	/** The version of the format. */
	lesson: whole(1, 1),
	title: text(60),
	question: text(140),
	minutes: whole(1, 90),
	language: v.exactOptional(text(20)),
	/** An experiment's link, or changes of the default experiment. */
	experiment: v.exactOptional(
		v.lazy((value) => (typeof value === 'string' ? text(100_000) : changesSchema)),
	),
	/** The measure that the question is about. The lesson draws its curve, and the guess on it. */
	curve: text(100),
	/** A question about something else, asked before and after: what a class has learnt. */
	transfer: v.exactOptional(
		object({
			ask: text(200),
			choices: list(text(100), say('choices'), 5, 2),
			/** The right choice, from 1. */
			right: whole(1, 5),
		}),
	),
	/** A sentence with values, shown at the end: the result that the visitor saw. */
	seen: v.exactOptional(text(300)),
});

/** `places`: the screens that a step can open. */
export const stepSchema = (places: readonly string[]) =>
	object({
		experiment: v.exactOptional(changesSchema),
		seed: v.exactOptional(whole(0, Number.MAX_SAFE_INTEGER)),
		switch: v.exactOptional(text(100)),
		fork: v.exactOptional(object({ at: step, to: v.exactOptional(text(100)) })),
		settings: v.exactOptional(anyObject(say('an object of settings'))),
		/** A step, or `end`. */
		train: v.exactOptional(
			v.lazy((value) =>
				typeof value === 'number' ? step : v.literal('end', mustBe(say('a step, or end'))),
			),
		),
		open: v.exactOptional(oneOf(['bench', ...places])),
		/** Imports the sample file of the lesson as a skill. */
		import: v.exactOptional(object({ name: text(60), rows: text(20_000) })),
		/** What the step waits for; a list: all of them. */
		until: v.exactOptional(
			v.lazy((value) =>
				Array.isArray(value) ? list(conditionSchema, say('conditions'), 9) : conditionSchema,
			),
		),
		keep: v.exactOptional(recordOf(text(300))),
		ask: v.exactOptional(text(200)),
		/** By the text of the choice: the first whose condition holds is the answer. */
		choices: v.exactOptional(list(recordOf(conditionSchema), say('choices'), 5, 2)),
		answer: v.exactOptional(v.literal(true, mustBe(say('one of {options}', { options: 'true' })))),
	});
/** The actions of a step's button. They happen in the order of these fields. */
export type Action = Readonly<
	Pick<
		v.InferOutput<ReturnType<typeof stepSchema>>,
		'experiment' | 'seed' | 'switch' | 'fork' | 'settings' | 'train' | 'open' | 'import'
	>
>;

/** The line of each field of a YAML text, as `.experiment.train[0]`; '' is the whole text. */
export type LinesByPath = Readonly<Record<string, number>>;

/** The line of the last part of the path that the text has. `path`: without the first point. */
export function findLine(lines: LinesByPath, path: string): number {
	let found = `.${path}`;
	while (!Object.hasOwn(lines, found)) found = found.replace(/[.[][^.[]*$/, '');
	return lines[found];
}

export interface Choice {
	readonly text: string;
	/** Holds if the run gave this answer, or one before it. */
	readonly when: Condition;
}
export interface LessonStep {
	readonly title: string;
	readonly line: number;
	readonly blocks: readonly Block[];
	/** Null: the step is only read. */
	readonly action: Action | null;
	/** All of them must hold; none: the reader goes on. */
	readonly until: readonly Condition[];
	readonly keep: readonly (readonly [name: string, value: LessonValue])[];
	readonly ask: { readonly question: string; readonly choices: readonly Choice[] } | null;
	/** The step shows whether the choice was right. */
	readonly answers: boolean;
	/** The values in its text. */
	readonly values: readonly LessonValue[];
	/** The lines of the fields in its block. */
	readonly lines: LinesByPath;
}
export interface Lesson extends Omit<
	v.InferOutput<typeof frontSchema>,
	'lesson' | 'language' | 'curve' | 'seen'
> {
	readonly language: string;
	readonly curve: LessonValue;
	readonly seen: { readonly blocks: readonly Block[]; readonly values: readonly LessonValue[] };
	readonly steps: readonly LessonStep[];
	/** The file. */
	readonly source: string;
	/** The lines of the fields in its front matter. */
	readonly lines: LinesByPath;
}

/** The lesson's text speaks of seeds that it sets. */
export const namesSeeds = ({ experiment, steps }: Pick<Lesson, 'experiment' | 'steps'>): boolean =>
	[experiment, ...steps.flatMap(({ action }) => [action ?? {}, action?.experiment])].some(
		(part) => typeof part === 'object' && part.seed !== undefined,
	);

export interface LessonFile {
	readonly file: string;
	readonly text: string;
}
/** The text of a shipped lesson; null: there is none of this id, or it cannot be loaded. */
export type FindLesson = (id: string) => Promise<LessonFile | null>;
