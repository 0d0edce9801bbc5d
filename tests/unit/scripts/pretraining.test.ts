/** The text of the base models is without tested prompts. */

import { expect, test } from 'vitest';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { generatedParts, builtinSkills } from '#engine/data/builtinSkills.ts';
import { taleStart } from '#engine/data/village/tales.ts';
import { capitalByCountry } from '#engine/data/village/capitals.ts';
import { pretrainingExample } from '../../../scripts/lib/pretraining/text.ts';

/** The long form looks at all that the shipped model reads. */
const count = process.env['SKILLET_SUITE'] === 'long' ? 160_000 : 4_000;
const all = Array.from({ length: count }, (_, i) => pretrainingExample(1, i));
const prompts = all.map(examplePrompt);

test('contains no tested prompt or beginning of a story, and no country of the capitals', () => {
	const read = new Set(prompts);
	const sums = new Set(prompts.flatMap((text) => text.match(/\d+ [+-] \d+ =/g) ?? []));
	for (const skill of builtinSkills) {
		const { validation, heldOut } = generatedParts(skill);
		for (const example of [...validation, ...heldOut]) {
			const prompt = examplePrompt(example);
			if (!skill.continuation) expect(read.has(prompt)).toBe(false);
			if (prompt.endsWith(' =')) expect(sums.has(prompt)).toBe(false);
		}
	}
	for (const [id, style] of [
		['stories', 'plain'],
		['pirate', 'pirate'],
	] as const) {
		const { validation, heldOut } = generatedParts(builtinSkills.find((s) => s.id === id)!);
		const starts = new Set(
			[...validation, ...heldOut].map((t) => taleStart(examplePrompt(t), style)),
		);
		const mark = style === 'plain' ? '. ' : '! ';
		const beginnings = prompts.flatMap((text) =>
			text.split(mark).map((_, i, parts) => parts.slice(0, i + 1).join(mark) + mark),
		);
		expect(beginnings.filter((text) => starts.has(text))).toEqual([]);
	}
	const countries = [...capitalByCountry.keys()].join('|');
	expect(prompts.filter((text) => new RegExp(`\\b(${countries})\\b`).test(text))).toEqual([]);
});
