import { expect, test } from 'vitest';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink, readLink } from '#lab/run/link.ts';
import { lessonField, type LessonResult } from '#lab/run/lessonResult.ts';
import { ClassReader, nameResults, type ClassResults } from './readClass.ts';

const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
const usual = defaultExperiment(infos, { id: 'base', sha256: '0'.repeat(64) });

const bySize = { policy: [{ fromStep: 0, id: 'proportional', settings: {} }] };

/** A pupil's result of a lesson of two runs: the shares at the end of each. */
function lessonLink(
	seed: number,
	ends: readonly [number, number],
	{ change = {}, ...rest }: Partial<LessonResult> & { readonly change?: Partial<Experiment> } = {},
): string {
	const first: Experiment = { ...usual, seed, ...change };
	const second: Experiment = { ...first, ...bySize };
	const lesson = lessonField({
		id: 'mixing',
		title: 'Why the mix matters',
		question: 'What becomes of a small skill?',
		curve: { measure: 'exact', unit: 'share', skill: 'capitals' },
		choices: ['As many', 'Fewer', 'None'],
		guess: 0,
		answer: 1,
		runs: [first, second].map((experiment, i) => ({
			experiment,
			points: [
				[0, 0],
				[300, ends[i]],
			],
		})),
		...rest,
	});
	const skills = usual.skills.map(() => ({ loss: 1, exact: 0.5 }));
	const bits = Math.round(1e6 * ends[1] + seed)
		.toString(16)
		.padStart(16, '0');
	const expected = { steps: 300, bits, skills, backend: 'wasm' } as const;
	return `https://lab.example/#${encodeLink(second, { expected, lesson })}`;
}
/** A pupil's result of a lesson of one run whose measure ends at `end`. */
function resultLink(seed: number, end: number, change: Partial<Experiment> = {}): string {
	const experiment = { ...usual, seed, ...change };
	const runs = [{ experiment, points: [0, 150, 300].map((at) => [at, (end * at) / 300] as const) }];
	return lessonLink(seed, [end, end], { runs, change });
}
/** The results of one part. */
const whole = ({ parts: [part], ...rest }: ClassResults) => ({
	...part,
	...rest,
	guesses: part?.guesses.map(({ text, count }) => [text, count]),
});
const parts = (lines: readonly string[]) => new ClassReader(readLink).read(lines.join('\n'));
const read = (lines: readonly string[]) => whole(parts(lines));

test('thirty results: a mean with its interval for each policy, and the guesses', () => {
	const lines = Array.from({ length: 30 }, (_, i) => {
		const end = 0.01 * ((i % 5) - 2);
		return lessonLink(i, [0.5 + end, 0.3 + end], { guess: i < 20 ? 0 : 1 });
	});
	const { groups, outliers, refused, guesses } = read(['Our class', '', ...lines]);
	expect(refused).toEqual([{ line: 1, name: 'Our class', why: { kind: 'noLink' } }]);
	expect(guesses).toEqual([
		['As many', 20],
		['Fewer', 10],
		['None', 0],
	]);
	expect(groups.map(({ experiment, runs }) => [experiment.policy[0].id, runs.length])).toEqual([
		['uniform', 30],
		['proportional', 30],
	]);
	expect(groups.map(({ interval }) => interval.mean.toFixed(3))).toEqual(['0.500', '0.300']);
	expect(groups[0].interval.low).toBeLessThan(0.5);
	expect(groups[0].mean.map(([step]) => step)).toEqual([0, 300]);
	expect(outliers).toEqual([]);
});

test('while the text changes, each line and link is read once, and a long text in parts', () => {
	const links = [0, 1, 2].map((seed) => resultLink(seed, 0.5));
	const reads: string[] = [];
	const reader = new ClassReader((link) => (reads.push(link), readLink(link)));
	const lines = Array.from({ length: 10_000 }, (_, i) =>
		i < 9000 ? `A line of a saved page, ${i}` : `Ada ${i}: ${links[i % 3]}`,
	);
	let calls = 0;
	const readAll = () => {
		for (;;) {
			const { progress, ...results } = whole(reader.read(lines.join('\n')));
			calls++;
			if (!progress) return results;
		}
	};
	const { refused, shared, groups } = readAll();
	expect(refused).toHaveLength(9000);
	expect(shared).toEqual({ results: 1000, runs: 3 });
	expect(groups.map(({ runs }) => runs.length)).toEqual([3]);
	expect(reads).toHaveLength(3);
	expect(calls).toBeGreaterThan(10);
	calls = 0;
	lines[20] = `Ben: ${resultLink(9, 0.5)}`;
	expect(readAll().refused).toHaveLength(8999);
	expect([calls, reads.length]).toEqual([1, 4]);
});

test('a notebook or a saved page with a long line gives its results', () => {
	const picture = 'iVBORw0KGgo/+'.repeat(20_000);
	const page = `<img src="data:image/png;base64,${picture}">`;
	const [ada, ben] = [1, 2].map((seed) => resultLink(seed, 0.5));
	const inside = `${page}Ada: ${ada}${page}Ben: <a href="${ben}">`;
	const { groups, refused } = read([page, `#1.${picture}`, inside]);
	expect(groups[0].runs.map(({ name }) => name.slice(-3))).toEqual(['Ada', 'Ben']);
	expect(refused.map(({ line, why }) => [line, why.kind])).toEqual([
		[1, 'noLink'],
		[2, 'broken'],
	]);
	for (const { name } of refused) expect(name.length).toBeLessThan(90);
	const added = nameResults([page, inside].join('\n'), 'class');
	expect(added).toHaveLength(2);
	expect(added.join('').length).toBeLessThan(3000);
	expect(read(added).groups[0].runs).toHaveLength(2);
});

test('a link whose # a chat program has encoded is read', () => {
	const { groups, refused } = read([`Ben ${resultLink(1, 0.5).replace('#', '%23')}`]);
	expect(refused).toEqual([]);
	expect(groups[0].runs.map(({ name }) => name)).toEqual(['Ben']);
});

test('a form, a chat or a sentence may write around the link', () => {
	const around = [
		['Ada,', ',10:32'],
		['"Ada","', '"'],
		['Ada\t', '\tsecond hour'],
		['Ada: <', '>'],
		['Ada #1. ', '.'],
		['Ada (', '), she said'],
	] as const;
	const lines = around.map(([before, after], seed) => `${before}${resultLink(seed, 0.5)}${after}`);
	const { groups, refused } = read(lines);
	expect(refused).toEqual([]);
	const names = groups[0].runs.map(({ name }) => name);
	expect(names).toEqual(['Ada', 'Ada', 'Ada', 'Ada', 'Ada #1.', 'Ada']);
});

test('copies, other experiments, broken links and links without results are named', () => {
	const good = [1, 2, 3, 4, 5].map((seed) => resultLink(seed, 0.5 + seed / 1000));
	const { groups, refused } = read([
		...good,
		`Ben: ${good[1]}`,
		`Ben ${good[1]}`,
		`Eve ${resultLink(6, 0.9, { steps: 600 })}`,
		`${good[2].slice(0, -9)}`,
		`https://lab.example/#${encodeLink(usual)}`,
	]);
	expect(groups.map(({ runs }) => runs.length)).toEqual([5]);
	expect(refused.map(({ line, name, why }) => [line, name, why.kind])).toEqual([
		[7, 'Ben', 'copy'],
		[8, 'Eve', 'other'],
		[9, '', 'broken'],
		[10, '', 'results'],
	]);
	expect(refused[0].why).toEqual({ kind: 'copy', of: 6 });
	expect(refused[1].why).toMatchObject({
		kind: 'other',
		differences: [{ path: 'steps', values: [300, 600] }],
	});
});

test('students with the same run are one curve, and each guess counts once', () => {
	const lesson = (guess: number) => lessonLink(1, [0.5, 0.4], { guess });
	const later = lessonLink(2, [0.6, 0.4]);
	const { groups, refused, shared, guesses, counted } = read([
		`Ann ${lesson(0)}`,
		`Ben ${lesson(1)}`,
		`Ann ${lesson(0)}`,
		lesson(1),
		lesson(1),
		`Ann ${later}`,
	]);
	expect([groups[0].runs.length, groups[0].pupils]).toEqual([2, 5]);
	// One curve of four pupils weighs as much as that of one.
	expect(groups[0].interval.mean).toBeCloseTo(0.55);
	expect(counted).toBe(5);
	expect(refused.map(({ line }) => line)).toEqual([3]);
	expect(shared).toEqual({ results: 4, runs: 1 });
	expect(guesses).toEqual([
		['As many', 2],
		['Fewer', 3],
		['None', 0],
	]);
});

test('a skill of another name is the same experiment', () => {
	const good = [1, 2, 3].map((seed) => resultLink(seed, 0.5));
	const skills = usual.skills.map((skill) => ({ ...skill, name: `${skill.name} of Eve` }));
	expect(read([...good, resultLink(4, 0.5, { skills })]).refused).toEqual([]);
});

test('two runs have a mean and no interval, three have one', () => {
	const interval = (count: number) =>
		read([0.5, 0.52, 0.51].slice(0, count).map((end, i) => resultLink(i, end))).groups[0].interval;
	expect(interval(2).mean).toBeCloseTo(0.51);
	expect([interval(2).low, interval(2).high]).toEqual([NaN, NaN]);
	expect(interval(3).low).toBeGreaterThan(0.48);
	expect(interval(3).high).toBeLessThan(0.54);
});

test('a run far from all others differs, a scattered group has no such run', () => {
	const ends = [0.5, 0.51, 0.49, 0.5, 0.52];
	const links = ends.map((end, i) => resultLink(i, end));
	const { outliers } = read([...links, `Kim ${resultLink(9, 0.2)}`]);
	expect(outliers.map(({ name }) => name)).toEqual(['Kim']);
	const wide = [0.1, 0.3, 0.5, 0.7, 0.9].map((end, i) => resultLink(i, end));
	expect(read(wide).outliers).toEqual([]);
});

test('a lesson has its own part: a question, a group of each run, and its guesses', () => {
	const {
		parts: found,
		refused,
		counted,
	} = parts([
		`Ann ${lessonLink(1, [0.9, 0.1])}`,
		`Ben ${lessonLink(2, [0.95, 0.2], { guess: 1 })}`,
		`Cem ${lessonLink(3, [1, 0.6], { guess: 1, answer: 0 })}`,
		`Dora ${lessonLink(3, [1, 0.6], { guess: 2, answer: 0 })}`,
	]);
	expect([refused, counted]).toEqual([[], 4]);
	const [{ groups, guesses, lesson: question, ...lesson }] = found;
	expect(question).toMatchObject({
		question: 'What becomes of a small skill?',
		curve: { measure: 'exact', skill: 'capitals', unit: 'share' },
	});
	expect(
		groups.map(({ experiment, runs, pupils }) => [experiment.policy[0].id, runs.length, pupils]),
	).toEqual([
		['uniform', 3, 4],
		['proportional', 3, 4],
	]);
	// Dora's curves are Cem's: they count once.
	expect(groups.map(({ interval }) => interval.mean.toFixed(3))).toEqual(['0.950', '0.300']);
	expect(lesson).toMatchObject({
		counted: 4,
		shared: { results: 2, runs: 1 },
		answered: 4,
		right: 1,
		guessesOfOthers: 0,
	});
	expect(guesses).toEqual([
		{ text: 'As many', count: 1, cameTrue: 2 },
		{ text: 'Fewer', count: 2, cameTrue: 2 },
		{ text: 'None', count: 1, cameTrue: 0 },
	]);
});

test('two lessons are two parts, and a pupil of both counts in each', () => {
	const { parts: found } = parts([
		`Ann ${lessonLink(1, [0.9, 0.1])}`,
		`Ann ${lessonLink(1, [0.9, 0.1], { id: 'mix', question: 'What is a mix?' })}`,
		`Ben ${lessonLink(2, [0.9, 0.1])}`,
	]);
	expect(found.map(({ lesson, counted }) => [lesson.id, counted])).toEqual([
		['mixing', 2],
		['mix', 1],
	]);
});

test('a guess counts also where the run differs, which the refusal says', () => {
	const lines = [1, 2, 3].map((seed) => lessonLink(seed, [0.9, 0.1]));
	const { parts: found, refused } = parts([
		...lines,
		`Eve ${lessonLink(4, [0.9, 0.1], { change: { steps: 600 }, guess: 2 })}`,
		`Fay ${lessonLink(5, [0.9, 0.1], { change: { steps: 600 }, guess: undefined as never })}`,
	]);
	const [{ guesses, guessesOfOthers, counted, groups }] = found;
	expect([counted, guessesOfOthers]).toEqual([3, 1]);
	expect(guesses.map(({ count }) => count)).toEqual([3, 0, 1]);
	expect(groups.map(({ runs }) => runs.length)).toEqual([3, 3]);
	expect(refused).toMatchObject([
		{ name: 'Eve', why: { kind: 'other', guesses: true, differences: [{ path: 'steps' }] } },
		{ name: 'Fay', why: { kind: 'other', guesses: false } },
	]);
});

test('the question before and after counts for pupils who answered both times', () => {
	const transfer = { ask: 'Why?', right: 2 };
	const sent = (seed: number, before?: number, after?: number) =>
		lessonLink(seed, [0.9, 0.1], {
			transfer: {
				...transfer,
				...(before !== undefined && { before }),
				...(after !== undefined && { after }),
			},
		});
	const [{ transfer: found }] = parts([sent(1, 0, 2), sent(2, 2, 2), sent(3, 1), sent(4)]).parts;
	expect(found).toMatchObject({
		ask: 'Why?',
		pupils: [
			{ before: false, after: true },
			{ before: true, after: true },
		],
		change: { mean: 0.5, n: 2 },
	});
	expect(parts([sent(3, 1), lessonLink(1, [1, 1])]).parts[0].transfer).toBeNull();
});
