/**
 * What a visitor's result says of a lesson: its question, the guess, what the run answered, and the
 * question's measure in each run of the lesson. It travels in a link, so that a class view shows
 * the lesson's own picture without the lesson.
 */
import * as v from 'valibot';
import { checkedBy, list, number, object, oneOf, text, whole } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import type { Experiment } from './experiment.ts';
import type { LinkContent } from './link.ts';
import { parseExperiment } from './schema.ts';

const maxRuns = 9;
const maxChoices = 5;
/** More would make the link longer than chat programs pass on. */
const maxPoints = 24;
const step = whole(0, 1_000_000);
const choice = whole(0, maxChoices - 1);

const schema = object({
	/** The id of a shipped lesson, the address of its file, or the hash of its text. */
	id: text(2000),
	title: text(60),
	question: text(140),
	curve: object({
		/** The name of the measure in lessons: `exact`, `loss`, … */
		measure: text(20),
		unit: oneOf(['share', 'points', 'nats', 'count', 'plain']),
		skill: v.exactOptional(text(100)),
	}),
	choices: list(text(500), say('choices'), maxChoices, 2),
	guess: v.exactOptional(choice),
	/** The choice that came true in this visitor's runs. */
	answer: v.exactOptional(choice),
	/** The question before and after the lesson, and the choices of this visitor. */
	transfer: v.exactOptional(
		object({
			ask: text(200),
			right: choice,
			before: v.exactOptional(choice),
			after: v.exactOptional(choice),
		}),
	),
	/** Oldest first. The last one has the experiment of the link. */
	runs: list(
		object({
			experiment: v.exactOptional(v.unknown()),
			steps: list(step, say('steps'), maxPoints),
			values: list(number(say('a finite number'), Number.isFinite), say('points'), maxPoints),
		}),
		say('curves'),
		maxRuns,
		0,
	),
});
type Stored = v.InferOutput<typeof schema>;

/** [step, value], by rising step. */
export type ResultPoints = readonly (readonly [step: number, value: number])[];
export interface LessonResult extends Readonly<Omit<Stored, 'runs'>> {
	readonly runs: readonly { readonly experiment: Experiment; readonly points: ResultPoints }[];
}

/** The field `lesson` of a link to the experiment of the last run. */
export const lessonField = ({ runs, ...rest }: LessonResult): Stored => ({
	...rest,
	runs: runs.slice(-maxRuns).map(({ experiment, points }, i, all) => {
		const chosen = thinned(points);
		return {
			...(i < all.length - 1 && { experiment }),
			steps: chosen.map(([at]) => at),
			values: chosen.map(([, value]) => Number(value.toPrecision(4))),
		};
	}),
});

/** Evenly chosen, with the first and the last one. */
function thinned(points: ResultPoints): ResultPoints {
	const last = points.length - 1;
	const count = Math.min(maxPoints, points.length);
	return Array.from(
		{ length: count },
		(_, i) => points[Math.round((i * last) / Math.max(1, count - 1))],
	);
}

/** Null: the link is of no lesson. Throws InputError for a wrong field. */
export function readLessonResult({ lesson, experiment }: LinkContent): LessonResult | null {
	if (lesson === undefined) return null;
	const { runs, ...rest } = checkedBy(schema, lesson, 'lesson');
	return {
		...rest,
		runs: runs.map(({ experiment: earlier, steps, values }, i) => ({
			experiment:
				i < runs.length - 1 && earlier !== undefined ? parseExperiment(earlier) : experiment,
			points: steps.flatMap((at, point) =>
				point < values.length ? [[at, values[point]] as const] : [],
			),
		})),
	};
}
