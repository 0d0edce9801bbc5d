/** The shipped lessons, in all languages, and the example of the guide. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { choiceBands } from '#lab/features/teach/model/answerCurve.ts';
import { checkLesson } from '#lab/features/teach/model/makeExperiment.ts';
import type { Lesson } from '#lab/features/teach/model/lesson.ts';
import { plainText } from '#lab/features/teach/model/markdown.ts';
import { lessonCards } from '#lab/features/teach/page/shipped.ts';
import { parseLesson } from '#lab/features/teach/model/parseLesson.ts';
import { smallLesson } from '../../support/smallLesson.ts';
import { lessonIds } from '../../support/lessonOrder.ts';
import gallery from '#lab/features/teach/lessons/gallery.json' with { type: 'json' };
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { ModelRef } from '#lab/run/experiment.ts';
import { galleryCards, lessonsIn, places } from '../../support/lessonFiles.ts';

const exampleLesson = readFileSync('src/lab/features/teach/lessons/example/en.md', 'utf8');
const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as ModelRef[];
const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
const lab = { defaultExperiment: defaultExperiment(infos, models[0]), models, skills: infos };

/** What must be the same in each language. */
const shape = ({ minutes, experiment, curve, seen, steps, transfer }: Lesson) => ({
	minutes,
	transfer: transfer && [transfer.choices.length, transfer.right],
	experiment,
	curve: curve.source,
	seen: seen.values.map(({ source }) => source).sort(),
	steps: steps.map(({ action, until, keep, ask, answers, values }) => ({
		action,
		until: until.map(({ source }) => source),
		keep: keep.map(([name, { source }]) => [name, source]),
		choices: ask?.choices.map(({ when }) => when.source),
		answers,
		values: values.map(({ source }) => source).sort(),
	})),
});

describe.each([...lessonIds, 'example'])('lesson %s', (id) => {
	const lessons = lessonsIn(id);

	test.each(lessons)('$language fits the lab', ({ language, lesson }) => {
		expect(lesson.language).toBe(language);
		expect(() => checkLesson(lesson, `${language}.md`, lab)).not.toThrow();
		// No mark of Markdown is left over.
		for (const { blocks } of [...lesson.steps, lesson.seen])
			expect(plainText(blocks)).not.toMatch(/[*_]/);
	});

	test('is the same in each language, apart from its words', () => {
		expect(lessons.map(({ language }) => language)[0]).toBe('en');
		for (const { lesson } of lessons.slice(1))
			expect(shape(lesson)).toEqual(shape(lessons[0].lesson));
	});
});

/** Half of an interval is less than the value that it surrounds. */
const keptValue = (name: string, value: number) =>
	({ chance: value / 4, least: value / 2 })[name] ?? value;

test.each(lessonIds)('lesson %s shows its answer as a curve, says what was seen', (id) => {
	const [{ lesson }] = lessonsIn(id);
	const { steps, curve, seen } = lesson;
	expect(seen.values.length).toBeGreaterThan(0);
	const keptNumbers = Object.fromEntries(
		steps.flatMap(({ keep }) => keep.map(([name]) => [name, keptValue(name, 0.5)])),
	);
	const conditions = steps.find(({ ask }) => ask)!.ask!.choices.map(({ when }) => when);
	for (const i of conditions.keys())
		expect(choiceBands(curve, conditions, i, keptNumbers, 1)).not.toEqual([]);
	// Its first step, or the one that trains first, shows an answer that can be read aloud.
	const first = steps.findIndex(({ action }) => action?.train !== undefined);
	const read = steps.slice(0, first + 1).flatMap(({ values }) => values);
	expect(read.some(({ source }) => source.startsWith('sample('))).toBe(true);
});

test.each(lessonIds)('lesson %s: the choices of its question fill the axis', (id) => {
	const [{ lesson }] = lessonsIn(id);
	const { choices } = lesson.steps.find(({ ask }) => ask)!.ask!;
	const values = Object.fromEntries(
		lesson.steps.flatMap(({ keep }) => keep.map(([name]) => [name, keptValue(name, 0.4)])),
	);
	const conditions = choices.map(({ when }) => when);
	const sets = choices.map((_, i) => choiceBands(lesson.curve, conditions, i, values, 1));
	const size = sets.flat().reduce((sum, [low, high]) => sum + high - low, 0);
	// Together they fill the axis, apart from the gaps of half a percent between them.
	expect(size).toBeGreaterThan(0.97);
	expect(size).toBeLessThanOrEqual(1);
});

test('the gallery has the titles, questions and curves of the files', () => {
	expect(gallery).toEqual(galleryCards());
	expect(gallery.map(({ id }) => id)).toEqual(lessonIds);
});

test('the example of the guide is a lesson that fits the lab', () => {
	const lesson = parseLesson({ file: 'my-lesson.md', text: exampleLesson, language: 'en', places });
	checkLesson(lesson, 'my-lesson.md', lab);
	expect(readFileSync('docs/guide/lessons.md', 'utf8')).toContain(exampleLesson.trim());
});

test.each([
	[
		'in the front matter',
		'train: [reversing, sorting]',
		'train: [reversing, sroting]',
		'line 7: experiment.train[1]: there',
	],
	[
		'in a list of its own lines',
		'[reversing, sorting]',
		'\n    - reversing\n    - sroting',
		'line 9: experiment.train[1]',
	],
	['a policy', '  steps: 60', '  steps: 60\n  policy: nos', 'line 10: experiment.policy: there'],
	[
		'a setting',
		'  steps: 60',
		'  steps: 60\n  policy: mos\n  settings: {reward: joy}',
		'line 11: experiment.settings.reward: must be one of difficulty',
	],
	[
		'a setting of another policy',
		'train: end',
		'train: end\nswitch: temperature\nsettings: {temp: 3}',
		'line 43: settings.temp is not a setting here',
	],
	['a switch', 'train: end', 'train: end\nswitch: nos', 'line 42: switch: there is no mixing'],
	['a fork', 'train: end', 'train: end\nfork: {at: 20, to: nos}', 'line 42: fork.to: there'],
	['an earlier step', 'train: end', 'train: 30', 'line 41: train: the run is at step 30 already'],
	['step 0', 'train: 30', 'train: 0', 'line 31: train: the run is at step 0 already'],
	[
		'a test',
		"half: loss('reversing')",
		"half: loss('reversing', 20)",
		`line 33: "loss('reversing', 20)": the run is not tested at step 20, only each 50`,
	],
	[
		'a condition',
		'train: end',
		'until: { measure: reached, step: 40 }',
		'line 41: "reached(40)": the run is not tested at step 40',
	],
	[
		'a test of a fork',
		'train: end',
		"fork: {at: 20, to: uniform}\nkeep: {late: loss('sorting')}",
		`line 42: "loss('sorting')": the run is not tested at step 20`,
	],
	[
		'what is kept before training',
		'Two skills',
		"```step\nkeep: {half: loss('sorting')}\n```\n\nTwo skills",
		`line 16: "loss('sorting')": nothing is trained yet`,
	],
	[
		'what is kept without a test',
		'train: 30\n',
		"train: 30\nuntil: { measure: step, op: '>=', value: 20 }\n",
		`line 34: "loss('reversing')": its step does not wait for a test`,
	],
	['a late step', 'train: 30', 'train: 300', 'line 31: train: the run has only 60 steps'],
	['a late fork', 'train: end', 'fork: {at: 100}', 'line 41: fork.at: the run has only 60'],
	[
		'a link',
		'\n  train: [reversing, sorting]\n  watch: [stories]\n  steps: 60',
		' "#1.x"',
		'line 6: ',
	],
	[
		'in the text',
		"{loss('reversing')} nats",
		"{loss('rveersing')} nats",
		`line 46: "loss('rveersing')": the lesson`,
	],
	[
		'in a condition',
		'More: {',
		'More: { measure: loss, skill: rveersing,',
		'line 23: "loss(rveersing)',
	],
])('%s that the lab does not know has its own line and field', (_, from, to, message) => {
	expect(smallLesson).toContain(from);
	const text = smallLesson.replace(from, to);
	const lesson = parseLesson({ file: 'my.md', text, language: 'en', places });
	expect(() => checkLesson(lesson, 'my.md', lab)).toThrow(`my.md, ${message}`);
});

test.each([
	['mixing', -1],
	['forgetting', -1],
	['mospec', -2],
])('lesson %s shows all skills, before and after, in step %i', (id, at) => {
	const [{ lesson }] = lessonsIn(id);
	const { values } = lesson.steps.at(at)!;
	const before = new Map(
		lesson.steps.flatMap(({ keep }) => keep.map(([name, { source }]) => [name, source] as const)),
	);
	const now = values.map(({ source }) => source).filter((source) => source.startsWith('exact('));
	const trained = lab.defaultExperiment.skills.filter(({ use }) => use === 'train');
	const charted = lesson.curve.terms[0].skill;
	// The step before it has told of the skill that MoSpec serves.
	const listed = trained.filter((skill) => id !== 'mospec' || skill.id !== charted);
	expect(now.toSorted()).toEqual(listed.map((skill) => `exact('${skill.id}')`).toSorted());
	// The chart beside the step is of a skill that it speaks of, or that the lesson watches.
	expect(listed.some((skill) => skill.id === charted)).toBe(id === 'mixing');
	const earlier = values.flatMap(({ source }) => before.get(source) ?? []);
	expect(earlier.toSorted()).toEqual(now.toSorted());
});

test('the first lesson is for beginners: short words, one question, a sentence to repeat', () => {
	const [id] = lessonIds;
	const [english] = lessonsIn(id);
	const { lesson } = english;
	expect(lessonCards('en')[0].id).toBe(id);
	const text = plainText([...lesson.steps, lesson.seen].flatMap(({ blocks }) => blocks));
	expect(text).not.toMatch(/\b(loss|policy|token|batch|step|seed|weight|uniform|example)/i);
	expect(text.split(/\s+/).length).toBeLessThan(200);
	expect(text.trim()).toMatch(/A mix says how much of each skill the model practises\.$/);
	const runs = lesson.steps.filter(({ action }) => action?.train !== undefined);
	expect([runs.length, lesson.minutes]).toEqual([2, 3]);
});
