import { expect, test } from 'vitest';
import type { Evaluation } from '#lab/training/events.ts';
import { exampleExperiment as example } from '../../../../../tests/support/experiment.ts';
import { lossesAround, scoreOfRows } from '../../../../../tests/support/runEvents.ts';
import { resultRows } from './results.ts';

const experiment = { ...example, skills: example.skills.slice(0, 1) };
/** The evaluation of one skill on these rows. */
const onRows = (rows: number, loss: number, right: number): Evaluation => ({
	skills: [scoreOfRows(lossesAround(loss, rows), right)],
	averageExact: right / rows,
	worstExact: { skill: 0, exact: right / rows },
});

test('before and after are the rows of the end, and marks of the same prompts pair', () => {
	const base = { ...onRows(50, 3, 20), also: onRows(150, 2, 30) };
	const tuned = { ...onRows(150, 1.8, 36), also: onRows(50, 1, 30) };
	const [skill, average, worst] = resultRows(experiment, base, tuned);
	expect(skill).toMatchObject({
		baseExact: 0.2,
		exact: 0.24,
		baseLoss: base.also.skills[0].loss,
		loss: tuned.skills[0].loss,
		few: null,
		// Six answers became right and none wrong: unpaired, 20 and 24 % are not told apart.
		isNoise: { exact: false, loss: false },
	});
	expect(average).toMatchObject({ baseExact: 0.2, exact: 0.24 });
	expect(worst).toMatchObject({ baseExact: 0.2, exact: 0.24 });
	// So far it was tested on 50 rows: the base is compared on these.
	const [sofar] = resultRows(experiment, base, onRows(50, 2, 21));
	expect(sofar).toMatchObject({ baseExact: 0.4, exact: 0.42, isNoise: { exact: true } });
});

test('the average counts trained skills, and long answers of none as losses', () => {
	const [trained, watched] = example.skills;
	const two = { ...example, skills: [trained, { ...watched, use: 'watch' as const }] };
	const ends = (exact: number, loss: number, measure: 'exact' | 'number'): Evaluation => {
		const score = { loss, exact, tokenAccuracy: exact, examples: 8, measure };
		return {
			skills: [score, { ...score, loss: loss + 1 }],
			averageExact: exact,
			worstExact: { skill: 0, exact },
		};
	};
	const [, , average] = resultRows(two, ends(0, 3, 'exact'), ends(0.5, 2, 'exact'));
	expect(average).toMatchObject({ baseExact: 0, exact: 0.5, loss: null });
	const none = resultRows(two, ends(0, 3, 'number'), ends(0, 2, 'number'));
	expect(none).toHaveLength(3);
	expect(none[2]).toMatchObject({ exact: null, baseExact: null, loss: 2 });
});
