/** The score that chooses the best checkpoint, against its definition. */
import { expect, test } from 'vitest';
import { failure } from '../../support/failure.ts';
import type { SkillScore } from '#lab/training/events.ts';
import { selectionScore, selectionSkills } from '#engine/training/evaluateSkills.ts';
import { tinySkills } from './tinyRun.ts';

const score = (loss: number, exact: number | null): SkillScore => ({
	loss,
	exact,
	tokenAccuracy: 0,
	examples: 3,
});
/** Skill 1 is watched. */
const scores = { skills: [score(1, 0.5), score(9, 0), score(2, 0.25), score(6, 1)] };
const scoreBy = (selection: Parameters<typeof selectionScore>[0], skills = tinySkills) =>
	selectionScore(selection, scores, selectionSkills(selection, skills));

test('averages and the worst are over trained skills; one skill may be watched', () => {
	expect(scoreBy({ best: 'loss' })).toBe(3);
	expect(scoreBy({ best: 'exact' })).toBeCloseTo(1.75 / 3, 12);
	expect(scoreBy({ best: 'worst' })).toBe(0.25);
	expect(scoreBy({ best: 'skill', bestSkill: 'watched' })).toBe(9);
});

test('skills without validation rows do not count; without any there is an error', () => {
	const without = (...ids: readonly number[]) =>
		tinySkills.map((skill, i) =>
			ids.includes(i) ? { ...skill, validation: { ...skill.validation, count: 0 } } : skill,
		);
	expect(scoreBy({ best: 'loss' }, without(3))).toBe(1.5);
	expect(() => scoreBy({ best: 'loss' }, without(0, 2, 3))).toThrow(
		failure(
			'evaluation.best: no skill of this measure has validation rows to choose a checkpoint by. Import files with some, choose another measure, or turn the choice off.',
		),
	);
	expect(() => scoreBy({ best: 'skill', bestSkill: 'none' })).toThrow(
		failure(
			'evaluation.best: no skill of this measure has validation rows to choose a checkpoint by. Import files with some, choose another measure, or turn the choice off.',
		),
	);
});
