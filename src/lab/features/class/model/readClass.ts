/** Results that a class sends as links: read, checked against each other, and summed up. */
import { canonicalJson } from '#engine/core/json.ts';
import { listsByKey } from '#engine/core/listsByKey.ts';
import { mean, meanInterval, sampleDeviation, type Interval } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { experimentDiff, type Difference } from '#lab/run/experimentDiff.ts';
import type { LinkContent } from '#lab/run/link.ts';
import type { Outcome } from '#lab/run/outcome.ts';
import { readFragment } from '#lab/run/readFragment.ts';
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
	/** Results of several students that are one run bit for bit, and how many runs they are. */
	readonly shared: { readonly results: number; readonly runs: number };
	/** By how often it was guessed. */
	readonly guesses: readonly (readonly [guess: string, count: number])[];
}

/**
 * `Name [guess] https://…/#3.…`. Name and guess can be absent, and stand in any order. Some programs
 * write # as %23, and more behind the link: a comma of a table, the time of a message.
 */
const linkForm = /(?:https?:\/\/\S*|[^\s,;"“”<(]*)(?:#|%23)\d+\.[\w-]+/;
const guessForm = /\[([^\]]*)\]/;
const outside = /^[\s:,;"“”<(]+|[\s:,;"“”<(]+$/g;

/** Null: the line has no link. */
function readLine(line: string) {
	const link = linkForm.exec(line);
	if (!link) return null;
	const before = line.slice(0, link.index);
	const guess = guessForm.exec(before)?.[1] ?? '';
	const name = before.replace(guessForm, ' ').replaceAll(outside, '');
	return { name, guess, link: link[0] };
}

/** The lines with a link; those without a name get this one. */
export function nameResults(text: string, name: string): readonly string[] {
	const plain = name.replaceAll(/[[\]#]/g, ' ').trim();
	return text.split(/\r?\n/).flatMap((line) => {
		const found = readLine(line.trim());
		if (!found) return [];
		return found.name === '' && plain !== '' ? `${plain}: ${line.trim()}` : line.trim();
	});
}

/** Student's interval of two runs is seven times as wide as that of three: it says nothing. */
const fewestForInterval = 3;
/** Below this number of other runs, none is called far from them. */
const fewestOthers = 4;
const farDeviations = 3;
const farShare = 0.05;

/** `readLink` throws for a broken link. */
export function readClass(text: string, readLink: (fragment: string) => LinkContent): ClassResults {
	const refused: Refusal[] = [];
	const sent: (ClassRun & { readonly run: string })[] = [];
	text.split(/\r?\n/).forEach((raw, i) => {
		const text = raw.trim();
		if (text === '') return;
		const line = i + 1;
		const { name, guess, link } = readLine(text) ?? { name: text, guess: '', link: null };
		const refuse = (why: Refusal['why']) => void refused.push({ line, name, why });
		if (link === null) return refuse({ kind: 'noLink' });
		try {
			const { experiment, expected, curves } = readLink(readFragment(link));
			if (!expected) return refuse({ kind: 'results' });
			const scored = scoredSkills(experiment, expected);
			if (scored.length === 0) return refuse({ kind: 'unscored' });
			const points = averagePoints(scored, expected, curves);
			const end = points.at(-1)![1];
			const run = canonicalJson([experiment.policy, experiment.seed, expected.bits]);
			sent.push({ line, name, guess, experiment, points, end, run });
		} catch (error) {
			refuse({ kind: 'broken', error });
		}
	});
	// Students need no names: two lines without one are two students.
	const students = listsByKey(sent, ({ line, name, run }) => canonicalJson([name || line, run]));
	const results = [...students.values()].map(([first, ...copies]) => {
		for (const { line, name } of copies)
			refused.push({ line, name, why: { kind: 'copy', of: first.line } });
		return first;
	});
	const usual = mostUsual(results.map(({ experiment }) => experiment));
	const counted = results.filter(({ line, name, experiment }) => {
		const differences = taskDifferences(usual!, experiment);
		if (differences.length > 0)
			refused.push({ line, name, why: { kind: 'other', experiment, differences } });
		return differences.length === 0;
	});
	const runs = [...listsByKey(counted, ({ run }) => run).values()];
	const shared = runs.filter(({ length }) => length > 1);
	return {
		groups: groupByPolicy(runs.map(([first]) => first)),
		refused: refused.toSorted((a, b) => a.line - b.line),
		shared: { results: shared.flat().length, runs: shared.length },
		guesses: countGuesses(results),
	};
}

/** Without policy and seed, which can differ within a class. */
const taskDifferences = (usual: Experiment, other: Experiment): readonly Difference[] =>
	experimentDiff([usual, other]).differences.filter(
		({ group }) => group !== 'policy' && group !== 'seed',
	);

/** An experiment with the task that most have; undefined: there is none. */
function mostUsual(experiments: readonly Experiment[]): Experiment | undefined {
	const byTask = listsByKey(experiments, ({ policy: _policy, seed: _seed, ...task }) =>
		canonicalJson(task),
	);
	return [...byTask.values()].toSorted((a, b) => b.length - a.length)[0]?.[0];
}

/** The indices of the trained skills with an exact match. */
const scoredSkills = ({ skills }: Experiment, expected: Outcome): number[] =>
	expected.skills.flatMap(({ exact }, i) =>
		exact !== null && skills[i].use === 'train' ? [i] : [],
	);

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

function groupByPolicy(runs: readonly ClassRun[]): readonly ClassGroup[] {
	const groups = listsByKey(runs, ({ experiment }) => canonicalJson(experiment.policy));
	return [...groups.values()].map((members) => ({
		experiment: members[0].experiment,
		runs: members,
		mean: meanPoints(members),
		interval: endInterval(members.map(({ end }) => end)),
		outliers: members.filter((run) => isFar(run, members)),
	}));
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

function isFar(run: ClassRun, members: readonly ClassRun[]): boolean {
	const others = members.filter((other) => other !== run).map(({ end }) => end);
	if (others.length < fewestOthers) return false;
	const reach = Math.max(farShare, farDeviations * sampleDeviation(others));
	return Math.abs(run.end - mean(others)) > reach;
}

function countGuesses(runs: readonly ClassRun[]): ClassResults['guesses'] {
	const guesses = runs.map(({ guess }) => guess).filter((guess) => guess !== '');
	return [...listsByKey(guesses, String)]
		.map(([guess, { length }]) => [guess, length] as const)
		.toSorted(([, a], [, b]) => b - a);
}
