/** The skills in plain English: pinned bytes, sizes, disjoint parts, and right answers. */
import { describe, expect, test } from 'vitest';
import { examplePrompt } from './builtinSkill.ts';
import {
	builtinSkills,
	builtinSource,
	fingerprintOf,
	generatedParts,
	shippedSkills,
} from './builtinSkills.ts';
import type { Example } from './example.ts';
import { byPart } from './skill.ts';
import { taleStart } from './village/tales.ts';

const skill = (id: string) => builtinSkills.find((candidate) => candidate.id === id)!;
const listAll = (id: string): readonly Example[] => {
	const { train, validation, heldOut } = generatedParts(skill(id));
	return [...train, ...validation, ...heldOut];
};

/** A change of a hash is a change of the skill: raise its version. */
test.each(shippedSkills.map((each) => [each.id, each] as const))(
	'%s: the examples have the pinned hash and number',
	(_id, each) => {
		const examples = generatedParts(each);
		expect(fingerprintOf(examples)).toBe(each.fingerprint);
		expect(byPart((part) => examples[part].length)).toEqual(each.counts);
	},
);

test('an unknown skill gives an error with the known ones, and another version the reason', () => {
	expect(() => builtinSource('chess')).toThrow(/“chess”.*pirate, french/);
	const opened = (version: number) => () => builtinSource('french', { version });
	expect(opened(1)).toThrow(/Version 1 of the built-in skill “french” is from before 1\.0/);
	expect(opened(3)).toThrow(/“french” has no version 3 in this lab\. Open a newer lab/);
});

test('has these sizes, 50 to 1, and says what is recall', () => {
	expect(
		builtinSkills.map(({ id, heldOutIs, measure }) => [
			id,
			...Object.values(builtinSource(id).info.counts),
			heldOutIs,
			measure.kind,
		]),
	).toEqual([
		['pirate', 4000, 64, 150, 'unseen', 'continuation'],
		['french', 1600, 64, 150, 'unseen', 'exact'],
		['addition', 680, 64, 150, 'unseen', 'exact'],
		['extraction', 400, 64, 150, 'unseen', 'exact'],
		['sorting', 240, 64, 150, 'unseen', 'exact'],
		['reversing', 160, 64, 150, 'unseen', 'exact'],
		['subtraction', 80, 64, 150, 'unseen', 'exact'],
		['capitals', 80, 64, 80, 'recall', 'exact'],
		['stories', 4000, 64, 150, 'unseen', 'continuation'],
	]);
});

describe('held-out prompts are disjoint from all others', () => {
	const answered = builtinSkills.filter(({ measure }) => measure.kind === 'exact');
	test.each(answered.filter(({ heldOutIs }) => heldOutIs === 'unseen').map(({ id }) => id))(
		'%s: no prompt occurs twice',
		(id) => {
			const prompts = listAll(id).map(examplePrompt);
			expect(new Set(prompts).size).toBe(prompts.length);
		},
	);
	test.each(['plain', 'pirate'] as const)('%s: no story begins like a tested one', (style) => {
		const { train, validation, heldOut } = generatedParts(
			skill(style === 'plain' ? 'stories' : 'pirate'),
		);
		const starts = [...validation, ...heldOut].map((tale) => taleStart(examplePrompt(tale), style));
		expect(new Set(starts).size).toBe(214);
		for (const tale of train)
			expect(starts.some((start) => `${examplePrompt(tale)} `.startsWith(start))).toBe(false);
		expect(new Set(train.map(examplePrompt)).size).toBe(4000);
	});
	test('capitals test the trained pairs', () => {
		const { train, validation, heldOut } = generatedParts(skill('capitals'));
		for (const example of [...validation, ...heldOut]) expect(train).toContainEqual(example);
	});
});
