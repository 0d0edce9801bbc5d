import { expect, test } from 'vitest';
import { bitText } from '#engine/core/bytes.ts';
import type { SkillScore } from '#lab/training/events.ts';
import { skillWins } from '../../model/findings.ts';
import { findingText } from './findingText.ts';

/** A skill of 50 answers, the first `right` of them right. */
const skill = (right: number): SkillScore => ({
	loss: 1,
	exact: right / 50,
	tokenAccuracy: 0,
	examples: 50,
	right: bitText(Array.from({ length: 50 }, (_, i) => i < right)),
});
const names = ['tales', 'French', 'addition', 'capitals', 'sorting'];
/** `rights`: by lane, the right answers of each skill. */
const sentence = (rights: readonly (readonly number[])[], ended = false) => {
	const lanes = rights.map((counts, lane) => ({
		title: ['Equal shares', 'By size', 'MoS'][lane],
		skills: counts.map(skill),
	}));
	return findingText({ lanes, wins: skillWins(lanes), names, step: 50, ended });
};

test('of two lanes: what one wins and loses, and how many skills are open', () => {
	expect(
		sentence([
			[10, 5, 20, 40, 8],
			[35, 20, 21, 10, 8],
		]),
	).toBe(
		'Step 50: By size wins tales (+50 points) and French (+30 points),' +
			' loses capitals (−60 points). Too early to tell for 2 skills (50 questions each).',
	);
});

test('claims nothing without an interval behind it', () => {
	expect(
		sentence([
			[10, 10, 10, 10, 10],
			[12, 8, 14, 6, 15],
		]),
	).toBe('Step 50: Too early to tell for 5 skills (50 questions each).');
	expect(
		sentence(
			[
				[10, 10, 10, 10, 10],
				[12, 8, 14, 6, 15],
			],
			true,
		),
	).toBe('Step 50: No clear winner in 5 skills (50 questions each).');
});

test('of three lanes: each that wins a skill; more than three skills are counted', () => {
	expect(
		sentence(
			[
				[0, 40, 0, 0, 0],
				[20, 0, 21, 22, 23],
				[0, 0, 0, 0, 0],
			],
			true,
		),
	).toBe(
		'Step 50: Equal shares wins French (+80 points);' +
			' By size wins sorting (+46 points), capitals (+44 points), addition (+42 points) and 1 more.',
	);
});
