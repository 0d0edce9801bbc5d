/** Results that a class sends as links: read, checked against each other, and summed up. */
import { measureUnit } from '#engine/core/measureKinds.ts';
import { canonicalJson } from '#engine/core/json.ts';
import { listsByKey } from '#engine/core/listsByKey.ts';
import { Recall } from '#engine/core/Recall.ts';
import { mean, meanInterval, sum, type Interval } from '#engine/core/statistics.ts';
import { truncate } from '#engine/core/text.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { experimentDiff, type Difference } from '#lab/run/experimentDiff.ts';
import type { LinkContent } from '#lab/run/link.ts';
import type { Outcome } from '#lab/run/outcome.ts';
import { beforeLink, findLinks, linkLines, type FoundLink } from '#lab/run/linkText.ts';
import type { Points } from '#lab/page/charts/series.ts';

export interface ClassRun {
	/** The line of the pasted text, from 1. */
	readonly line: number;
	/** Empty: the student typed none. */
	readonly name: string;
	/** Empty: the link came without a guess. */
	readonly guess: string;
	readonly experiment: Experiment;
	/** Shares of right answers over the trained skills. */
	readonly points: Points;
	/** The share at the last step. */
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
		/** No trained skill has right answers. */
		| { readonly kind: 'unscored' }
		/** Settings that differ from the experiment of most of the class; its value is the first. */
		| {
				readonly kind: 'other';
				readonly experiment: Experiment;
				readonly differences: readonly Difference[];
		  }
		/** The same name and the same run as an earlier line. */
		| { readonly kind: 'copy'; readonly of: number };
}
/** The runs of one policy. */
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
	/** Runs whose end is far from those of all others. */
	readonly outliers: readonly ClassRun[];
}
export interface ClassResults {
	readonly groups: readonly ClassGroup[];
	readonly refused: readonly Refusal[];
	/** The number of results that count. */
	readonly counted: number;
	/** Results of several students that are one run bit for bit, and how many runs they are. */
	readonly shared: { readonly results: number; readonly runs: number };
	/** By how often it was guessed. */
	readonly guesses: readonly (readonly [guess: string, count: number])[];
	/** Null: all is read. Otherwise the same text must be read again to go on. */
	readonly progress: { readonly line: number; readonly lines: number } | null;
}

const guessForm = /\[([^[\]]*)\]/;
const outside = /^[\s\p{Cf}:,;"“”<(|>：，；（「]+|[\s\p{Cf}:,;"“”<(|>：，；（「]+$/gu;
/** A longer line belongs to a file that is no list of results, such as a notebook. */
const mostLine = 3000;
const mostName = 80;

const tags = /<[^<>]*(?:>|$)/g;

/** `Name [guess]`, which stand before a link. Both can be absent, and stand in any order. */
function readBefore(before: string) {
	const plain = before.replaceAll(tags, ' ');
	const guess = guessForm.exec(plain)?.[1] ?? '';
	const name = plain.replace(guessForm, ' ').replaceAll(outside, '');
	return { guess, name: name.length > mostName ? `…${name.slice(-mostName)}` : name };
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
		const isNamed = plain === '' || readBefore(before).name !== '';
		return isNamed ? lines : lines.map((line) => `${plain}: ${line}`);
	});
}

/** Student's interval of two runs is seven times as wide as that of three: it says nothing. */
const fewestForInterval = 3;
/** Below this number of other runs, none is called far from them. */
const fewestOthers = 4;
const farDeviations = 3;
const farShare = 0.05;

/** A run that a link holds. Its keys are equal for the same run, task and policies. */
type Result = Pick<ClassRun, 'experiment' | 'points' | 'end'> & {
	readonly run: string;
	readonly task: string;
	readonly policy: string;
};
type SentResult = ClassRun & Result;

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
				const name = before === null ? truncate(content, mostName) : readBefore(before).name;
				const why = before === null ? ({ kind: 'noLink' } as const) : result(content);
				if ('kind' in why) refused.push({ line, name, why });
			}
			for (const { link, before } of links) {
				const [student, found] = [{ line, ...readBefore(before) }, result(link)];
				if ('kind' in found) refused.push({ line, name: student.name, why: found });
				else sent.push({ ...student, ...found });
			}
			if (effort < mostEffort) continue;
			progress = { line, lines: text.split('\n').length };
			break;
		}
		const results = this.#withoutCopies(sent, refused);
		const counted = this.#ofUsualTask(results, refused);
		if (!progress)
			for (const memory of [this.#links, this.#names, this.#results, this.#differences])
				memory.forget();
		const runs = [...listsByKey(counted, ({ run }) => run).values()];
		const shared = runs.filter(({ length }) => length > 1);
		return {
			groups: groupByPolicy(runs),
			counted: counted.length,
			refused: refused.toSorted((a, b) => a.line - b.line),
			shared: { results: shared.flat().length, runs: shared.length },
			guesses: countGuesses(results),
			progress,
		};
	}

	#result(link: string): Result | Refusal['why'] {
		try {
			const { experiment, expected, curves } = this.readLink(link);
			if (!expected) return { kind: 'results' };
			const scored = scoredSkills(experiment, expected);
			if (scored.length === 0) return { kind: 'unscored' };
			const points = averagePoints(scored, expected, curves);
			const { policy, seed, ...task } = experiment;
			return {
				experiment,
				points,
				end: points.at(-1)![1],
				run: canonicalJson([policy, seed, expected.bits]),
				task: canonicalJson(task),
				policy: canonicalJson(policy),
			};
		} catch (error) {
			return { kind: 'broken', error };
		}
	}

	#withoutCopies(sent: readonly SentResult[], refused: Refusal[]): readonly SentResult[] {
		// Students need no names: two lines without one are two students.
		const students = listsByKey(sent, ({ line, name, run }) => `${name || line}\n${run}`);
		return [...students.values()].map(([first, ...copies]) => {
			for (const { line, name } of copies)
				refused.push({ line, name, why: { kind: 'copy', of: first.line } });
			return first;
		});
	}

	/** The results with the task that most have. */
	#ofUsualTask(results: readonly SentResult[], refused: Refusal[]): readonly SentResult[] {
		const tasks = [...listsByKey(results, ({ task }) => task).values()];
		const usual = tasks.toSorted((a, b) => b.length - a.length)[0]?.[0];
		return results.filter(({ line, name, experiment, task }) => {
			if (task === usual.task) return true;
			const differences = this.#differences.of(`${usual.task}\n${task}`, () =>
				taskDifferences(usual.experiment, experiment),
			);
			if (differences.length > 0)
				refused.push({ line, name, why: { kind: 'other', experiment, differences } });
			return differences.length === 0;
		});
	}
}

/** Without policy and seed, which can differ within a class. */
const taskDifferences = (usual: Experiment, other: Experiment): readonly Difference[] =>
	experimentDiff([usual, other]).differences.filter(
		({ group }) => group !== 'policy' && group !== 'seed',
	);

/** The indices of the trained skills with a share; none if the shares count different things. */
function scoredSkills({ skills }: Experiment, expected: Outcome): number[] {
	const scored = expected.skills.flatMap(({ exact }, i) =>
		exact !== null && skills[i].use === 'train' ? [i] : [],
	);
	const units = scored.map((i) => measureUnit(skills[i].measure ?? { kind: 'exact' }));
	return new Set(units).size === 1 ? scored : [];
}

function averagePoints(
	scored: readonly number[],
	expected: Outcome,
	curves: LinkContent['curves'],
): Points {
	const end = [expected.steps, mean(scored.map((i) => expected.skills[i].exact!))] as const;
	const points = (curves?.steps ?? []).map(
		(step, at) => [step, mean(scored.map((i) => curves!.skills[i][at] / 100))] as const,
	);
	return [...points.filter(([step]) => step < end[0]), end];
}

/** `runs`: the results of each run, which are equal. */
function groupByPolicy(runs: readonly (readonly SentResult[])[]): readonly ClassGroup[] {
	const groups = listsByKey(runs, ([{ policy }]) => policy);
	return [...groups.values()].map((results) => {
		const members = results.map(([first]) => first);
		return {
			experiment: members[0].experiment,
			runs: members,
			pupils: results.flat().length,
			mean: meanPoints(members),
			interval: endInterval(members.map(({ end }) => end)),
			outliers: farFromOthers(members),
		};
	});
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

function farFromOthers(members: readonly ClassRun[]): readonly ClassRun[] {
	const others = members.length - 1;
	if (others < fewestOthers) return [];
	const centre = mean(members.map(({ end }) => end));
	const squares = sum(members.map(({ end }) => (end - centre) ** 2));
	return members.filter(({ end }) => {
		const distance = end - centre;
		// The mean of the others is centre - distance / others.
		const variance = (squares - distance ** 2 - distance ** 2 / others) / (others - 1);
		const reach = Math.max(farShare, farDeviations * Math.sqrt(Math.max(0, variance)));
		return Math.abs(distance + distance / others) > reach;
	});
}

function countGuesses(runs: readonly ClassRun[]): ClassResults['guesses'] {
	const guesses = runs.map(({ guess }) => guess).filter((guess) => guess !== '');
	return [...listsByKey(guesses, String)]
		.map(([guess, { length }]) => [guess, length] as const)
		.toSorted(([, a], [, b]) => b - a);
}
