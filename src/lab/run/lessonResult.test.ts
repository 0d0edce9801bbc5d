import { expect, test } from 'vitest';
import { lessonField, readLessonResult, type LessonResult } from './lessonResult.ts';
import { encodeLink, readLink } from './link.ts';
import { sampleExperiment } from '../../../tests/support/sample.ts';

const first = { ...sampleExperiment, seed: 9 };
const result: LessonResult = {
	id: 'mix',
	title: 'What is a mix?',
	question: 'What if the model hardly practises a skill?',
	curve: { measure: 'exact', unit: 'share', skill: 'addition' },
	choices: ['As many', 'Fewer'],
	guess: 1,
	answer: 0,
	runs: [
		{
			experiment: first,
			points: [
				[0, 0],
				[100, 1 / 3],
			],
		},
		{
			experiment: sampleExperiment,
			points: [
				[0, 0],
				[100, 1],
			],
		},
	],
};
const through = (lesson: unknown) => readLink(`#${encodeLink(sampleExperiment, { lesson })}`);

test('a link has the question, the guess, and both runs with their experiments', () => {
	const read = readLessonResult(through(lessonField(result)));
	expect(read).toEqual({
		...result,
		runs: [
			{
				experiment: first,
				points: [
					[0, 0],
					[100, 0.3333],
				],
			},
			result.runs[1],
		],
	});
	expect(readLessonResult(readLink(`#${encodeLink(sampleExperiment)}`))).toBeNull();
});

test('a long curve keeps 24 points, with both ends', () => {
	const points = Array.from({ length: 500 }, (_, step) => [step, step / 1000] as const);
	const lesson = lessonField({ ...result, runs: [{ experiment: sampleExperiment, points }] });
	const [run] = readLessonResult(through(lesson))!.runs;
	expect(run.points).toHaveLength(24);
	expect([run.points[0], run.points.at(-1)]).toEqual([
		[0, 0],
		[499, 0.499],
	]);
});

test('a field of another form is named', () => {
	const damaged = { ...lessonField(result), guess: 7 };
	expect(() => readLessonResult(through(damaged))).toThrow(
		'lesson.guess: must be a whole number from 0 to 4, not 7.',
	);
});
