/** The tutor's lessons are free of what a noisy pool or a test asks. */
import { expect, it } from 'vitest';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { builtinSkills, generatedParts } from '#engine/data/builtinSkills.ts';
import { sumsKeptFromTutor, tutorExample } from '../../../scripts/lib/pretraining/tutoring.ts';

/** The shipped tutor was taught with seed 1, 800 steps of 32. */
const lessons = Array.from({ length: 25_600 }, (_, i) => tutorExample(1, i));
const prompts = lessons.map(examplePrompt);
const isCapital = (prompt: string) => prompt.includes('capital');

it('contain no validation or held-out prompt except the capitals', () => {
	const tested = new Set(
		builtinSkills.flatMap((skill) => {
			const { validation, heldOut } = generatedParts(skill);
			return [...validation, ...heldOut].map(examplePrompt);
		}),
	);
	expect(prompts.filter((prompt) => !isCapital(prompt) && tested.has(prompt))).toEqual([]);
	expect(prompts.filter(isCapital)).toHaveLength(3200);
});

it('contain no training prompt except the capitals and later sums', () => {
	const seen = new Set(prompts);
	const shared = builtinSkills.map((skill) => {
		const { train } = generatedParts(skill);
		const rows = [...train.keys()].filter((row) => seen.has(examplePrompt(train[row])));
		return { id: skill.id, rows };
	});
	const sharing = shared.filter(({ rows }) => rows.length > 0);
	expect(sharing.map(({ id }) => id)).toEqual(['addition', 'capitals']);
	expect(Math.min(...sharing[0].rows)).toBe(sumsKeptFromTutor);
	expect(sharing[1].rows).toHaveLength(80);
});
