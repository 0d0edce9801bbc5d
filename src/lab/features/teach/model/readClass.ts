/** Results that a class sends as links: read, checked against each other, and summed up. */
import { canonicalJson } from '#engine/core/json.ts';
import { listsByKey } from '#engine/core/listsByKey.ts';
import { pairedShares } from '#engine/core/paired.ts';
import { Recall } from '#engine/core/Recall.ts';
import { highest, mean, meanInterval, sum, type Interval } from '#engine/core/statistics.ts';
import { truncate } from '#engine/core/text.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { experimentDiff, type Difference } from '#lab/run/experimentDiff.ts';
import { readLessonResult, type LessonResult } from '#lab/run/lessonResult.ts';
import type { LinkContent } from '#lab/run/link.ts';
import { beforeLink, findLinks, linkLines, type FoundLink } from '#lab/run/linkText.ts';
import type { Points } from '#lab/page/charts/series.ts';
import { farFromOthers } from './farFromOthers.ts';

/** A curve of the class: one pupil's, or the same one of several. */
export interface ClassRun {
	/** The line of the pasted text, from 1. */
	readonly line: number;
	/** Empty: the student typed none. */
	readonly name: string;
	readonly experiment: Experiment;
	/** Of the measure of the part. */
	readonly points: Points;
	/** The value at the last step. */
	readonly end: number;
}
/** A line that does not count, and why. */
export interface Refusal {
	readonly line: number;
	readonly name: string;
	readonly why:
		| { readonly kind: 'noLink' }
		| { readonly kind: 'broken'; readonly error: unknown }
		| { readonly kind: 'results' }
		/** Settings that differ from the experiment of most of the class; its value is the first. */
		| {
				readonly kind: 'other';
				readonly experiment: Experiment;
				readonly differences: readonly Difference[];
				/** The guess counts all the same. */
				readonly guesses: boolean;
		  }
		/** The same name and the same run as an earlier line. */
		| { readonly kind: 'copy'; readonly of: number };
}
/** The runs with one mix. */
export interface ClassGroup {
	/** An experiment of the group; all have its policies. */
	readonly experiment: Experiment;
	readonly runs: readonly ClassRun[];
	/** Results: equal runs of several pupils are one run, which counts once in the mean. */
	readonly pupils: number;
	/** The mean of the runs at each step that all have. */
	readonly mean: Points;
	/** The interval of the runs' last values. With too few runs, `low` and `high` are NaN. */
	readonly interval: Interval;
}
export interface ClassGuess {
	readonly text: string;
	/** How many pupils guessed it. */
	readonly count: number;
	/** In how many pupils' runs it came true. */
	readonly cameTrue: number;
}
/** The question that pupils answer before and after the lesson. */
export interface ClassTransfer {
	readonly ask: string;
	/** Of the pupils who answered both times: whether they were right. */
	readonly pupils: readonly { readonly before: boolean; readonly after: boolean }[];
	/** The share of right answers after the lesson minus that before, with its exact interval. */
	readonly change: Interval;
}
/** The results of one lesson. */
export interface ClassPart {
	readonly lesson: Pick<LessonResult, 'id' | 'title' | 'question' | 'curve'>;
	/** The top of the picture. */
	readonly top: number;
	readonly groups: readonly ClassGroup[];
	/** Runs whose end is far from those of all others with their mix. */
	readonly outliers: readonly ClassRun[];
	/** The number of results with curves that count. */
	readonly counted: number;
	/** Results of several students that are one run bit for bit, and how many runs they are. */
	readonly shared: { readonly results: number; readonly runs: number };
	/** In the lesson's order. */
	readonly guesses: readonly ClassGuess[];
	/** Guesses that count although the run differs from those of most. */
	readonly guessesOfOthers: number;
	/** The pupils whose runs have answered the question. */
	readonly answered: number;
	/** Null: nobody answered both times. */
	readonly transfer: ClassTransfer | null;
	/** The pupils who guessed what their own run gave. */
	readonly right: number;
}
export interface ClassResults {
	/** In the order of their first result. */
	readonly parts: readonly ClassPart[];
	readonly refused: readonly Refusal[];
	/** The number of results that count. */
	readonly counted: number;
	/** Null: all is read. Otherwise the same text must be read again to go on. */
	readonly progress: { readonly line: number; readonly lines: number } | null;
}

const outside = /^[\s\p{Cf}:,;"“”<(|>：，；（「]+|[\s\p{Cf}:,;"“”<(|>：，；（「]+$/gu;
/** A longer line belongs to a file that is no list of results, such as a notebook. */
const mostLine = 3000;
const mostName = 80;

const tags = /<[^<>]*(?:>|$)/g;

/** The name that stands before a link; empty: none. */
function readName(before: string): string {
	const name = before.replaceAll(tags, ' ').replaceAll(outside, '');
	return name.length > mostName ? `…${name.slice(-mostName)}` : name;
}

/** The lines with a link; those without a name get this one. */
export function nameResults(text: string, name: string): readonly string[] {
	const plain = name.replaceAll(/[[\]#]/g, ' ').trim();
	return [...linkLines(text)].flatMap(({ text, links }) => {
		const before = links[0]?.before ?? beforeLink(text);
		if (before === null) return [];
		const lines =
			text.length > mostLine && links.length > 0
				? links.map(({ before, link }) => `${before.trim()} #${link}`.trim())
				: [text.replaceAll('\n', '').slice(0, mostLine)];
		const isNamed = plain === '' || readName(before) !== '';
		return isNamed ? lines : lines.map((line) => `${plain}: ${line}`);
	});
}

/** Student's interval of two runs is seven times as wide as that of three: it says nothing. */
const fewestForInterval = 3;
/** A curve of a result. Its keys are equal for equal runs, and for runs with one mix. */
interface Curve extends Pick<ClassRun, 'experiment' | 'points' | 'end'> {
	readonly run: string;
	readonly group: string;
}
/** What a link holds. Equal keys: of the same lesson, of the same task, and the same run. */
interface Result {
	readonly lesson: LessonResult;
	readonly part: string;
	readonly task: string;
	readonly id: string;
	/** Oldest first; the last one is that of the link. */
	readonly curves: readonly Curve[];
}
interface SentResult extends Result {
	readonly line: number;
	readonly name: string;
}
const hasGuess = ({ lesson }: SentResult): boolean => lesson.guess !== undefined;
const isRight = ({ lesson }: SentResult): boolean =>
	lesson.guess !== undefined && lesson.guess === lesson.answer;

/** What one call reads anew: lines, and links, which take longer. */
const mostEffort = 500;
const effortOfLink = 10;

/** Reads a text that changes: each line and link once, in parts that leave the page responsive. */
export class ClassReader {
	readonly #links = new Recall<readonly FoundLink[]>();
	readonly #names = new Recall<string | null>();
	readonly #results = new Recall<Result | Refusal['why']>();
	readonly #differences = new Recall<readonly Difference[]>();

	/** `readLink` throws for a broken link. */
	constructor(private readonly readLink: (link: string) => LinkContent) {}

	read(text: string): ClassResults {
		const refused: Refusal[] = [];
		const sent: SentResult[] = [];
		let effort = 0;
		let progress: ClassResults['progress'] = null;
		const find = (line: string) => this.#links.of(line, () => (effort++, findLinks(line)));
		const result = (link: string) =>
			this.#results.of(link, () => ((effort += effortOfLink), this.#result(link)));
		for (const { line, text: content, links } of linkLines(text, find)) {
			if (links.length === 0) {
				const before = this.#names.of(content, () => beforeLink(content));
				const name = before === null ? truncate(content, mostName) : readName(before);
				const why = before === null ? ({ kind: 'noLink' } as const) : result(content);
				if ('kind' in why) refused.push({ line, name, why });
			}
			for (const { link, before } of links) {
				const [student, found] = [{ line, name: readName(before) }, result(link)];
				if ('kind' in found) refused.push({ line, name: student.name, why: found });
				else sent.push({ ...student, ...found });
			}
			if (effort < mostEffort) continue;
			progress = { line, lines: text.split('\n').length };
			break;
		}
		const results = [
			...listsByKey(this.#withoutCopies(sent, refused), ({ part }) => part).values(),
		];
		const parts = results.map((list) => this.#part(list, refused));
		if (!progress)
			for (const memory of [this.#links, this.#names, this.#results, this.#differences])
				memory.forget();
		return {
			parts,
			counted: sum(parts.map(({ counted }) => counted)),
			refused: refused.toSorted((a, b) => a.line - b.line),
			progress,
		};
	}

	#result(link: string): Result | Refusal['why'] {
		try {
			const lesson = readLessonResult(this.readLink(link));
			return lesson && lesson.runs.length > 0 ? ofLesson(lesson) : { kind: 'results' };
		} catch (error) {
			return { kind: 'broken', error };
		}
	}

	#withoutCopies(sent: readonly SentResult[], refused: Refusal[]): readonly SentResult[] {
		// Students need no names: two lines without one are two students.
		const students = listsByKey(sent, ({ line, name, part, id }) =>
			[name || line, part, id].join('\n'),
		);
		return [...students.values()].map(([first, ...copies]) => {
			for (const { line, name } of copies)
				refused.push({ line, name, why: { kind: 'copy', of: first.line } });
			return first;
		});
	}

	/** `results`: of one lesson. */
	#part(results: readonly SentResult[], refused: Refusal[]): ClassPart {
		const tasks = [...listsByKey(results, ({ task }) => task).values()];
		const [usual] = tasks.toSorted((a, b) => b.length - a.length)[0];
		const counted = results.filter((result) => {
			const why = this.#refusal(usual, result);
			if (why) refused.push({ line: result.line, name: result.name, why });
			return !why;
		});
		const groups = groupByMix(counted, usual);
		const runs = [...listsByKey(counted, ({ id }) => id).values()];
		const shared = runs.filter(({ length }) => length > 1);
		const { lesson } = usual;
		const ends = groups.flatMap((group) => group.runs.flatMap(({ points }) => points));
		return {
			lesson,
			top:
				lesson.curve.unit === 'share' ? 1 : 1.1 * highest([0.1, ...ends.map(([, value]) => value)]),
			groups,
			outliers: farFromOthers(groups.map(({ runs }) => runs)),
			counted: counted.length,
			shared: { results: shared.flat().length, runs: shared.length },
			guesses: guessesOf(lesson, results),
			guessesOfOthers: results.filter((result) => hasGuess(result) && !counted.includes(result))
				.length,
			answered: results.filter((result) => result.lesson.answer !== undefined).length,
			transfer: transferOf(results),
			right: results.filter(isRight).length,
		};
	}

	/** Why the curves of a result do not count beside those of most; null: they do. */
	#refusal(usual: SentResult, result: SentResult): Refusal['why'] | null {
		const { task, curves } = result;
		if (task === usual.task) return null;
		const differences = this.#differences.of(`${usual.task}\n${task}`, () =>
			curveDifferences(usual, curves),
		);
		const { experiment } = curves.at(-1)!;
		if (differences.length === 0 && curves.length === usual.curves.length) return null;
		return { kind: 'other', experiment, differences, guesses: hasGuess(result) };
	}
}

/** The runs of a lesson differ by their mixes, so all but the seed must be as most have it. */
function curveDifferences(usual: SentResult, curves: readonly Curve[]): readonly Difference[] {
	const pairs = curves.slice(0, usual.curves.length);
	const found = pairs.flatMap(({ experiment }, i) =>
		experimentDiff([usual.curves[i].experiment, experiment]).differences.filter(
			({ group }) => group !== 'seed',
		),
	);
	// What all runs of a lesson differ in is said once.
	return [...listsByKey(found, canonicalJson).values()].map(([first]) => first);
}

function ofLesson(lesson: LessonResult): Result {
	const curves = lesson.runs.map(({ experiment, points }): Curve => {
		const { seed: _, ...task } = experiment;
		return {
			experiment,
			points,
			end: points.at(-1)![1],
			run: canonicalJson([experiment, points]),
			group: canonicalJson(task),
		};
	});
	const { id, curve, choices } = lesson;
	return {
		lesson,
		part: canonicalJson([id, curve, choices.length]),
		task: canonicalJson(curves.map(({ group }) => group)),
		id: canonicalJson(curves.map(({ run }) => run)),
		curves,
	};
}
/** `usual`: a result of most; its curves say which mix each curve of the others has. */
function groupByMix(results: readonly SentResult[], usual: SentResult): readonly ClassGroup[] {
	const curves = results.flatMap((result) =>
		result.curves.map((curve, i) => ({ result, curve, group: usual.curves[i].group })),
	);
	return [...listsByKey(curves, ({ group }) => group).values()].map((list) => {
		const runs = [...listsByKey(list, ({ curve }) => curve.run).values()].map(
			([{ result, curve }]): ClassRun => ({ ...curve, line: result.line, name: result.name }),
		);
		return {
			experiment: runs[0].experiment,
			runs,
			pupils: new Set(list.map(({ result }) => result)).size,
			mean: meanPoints(runs),
			interval: endInterval(runs.map(({ end }) => end)),
		};
	});
}

function transferOf(results: readonly SentResult[]): ClassTransfer | null {
	const answers = results.flatMap(({ lesson }) => lesson.transfer ?? []);
	const pupils = answers.flatMap(({ right, before, after }) =>
		before === undefined || after === undefined
			? []
			: [{ before: before === right, after: after === right }],
	);
	if (pupils.length === 0) return null;
	const change = pairedShares(
		pupils.map(({ before }) => before),
		pupils.map(({ after }) => after),
	);
	return { ask: answers[0].ask, pupils, change };
}

function endInterval(ends: readonly number[]): Interval {
	const interval = meanInterval(ends);
	return ends.length < fewestForInterval ? { ...interval, low: NaN, high: NaN } : interval;
}

function meanPoints(runs: readonly ClassRun[]): Points {
	const at = (run: ClassRun, step: number) =>
		run.points.find(([pointStep]) => pointStep === step)?.[1];
	return runs[0].points.flatMap(([step]) => {
		const values = runs.flatMap((run) => at(run, step) ?? []);
		return values.length === runs.length ? [[step, mean(values)] as const] : [];
	});
}

/** Each choice of the lesson. The texts are those of the first result: languages differ. */
const guessesOf = (
	{ choices }: LessonResult,
	results: readonly SentResult[],
): readonly ClassGuess[] =>
	choices.map((text, choice) => ({
		text,
		count: results.filter(({ lesson }) => lesson.guess === choice).length,
		cameTrue: results.filter(({ lesson }) => lesson.answer === choice).length,
	}));
