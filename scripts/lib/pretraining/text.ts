/**
 * Training text of the village's base models: stories, words, numbers, and every form of every
 * skill. Example `index` is a pure function of the seed and the index.
 */
import { InternalError } from '#engine/core/errors.ts';
import { randomStream } from '#engine/core/random.ts';
import {
	drawnSkill,
	examplePrompt,
	sequentialDraws,
	type BuiltinSkill,
	type Draws,
} from '#engine/data/builtinSkill.ts';
import { generatedParts, shippedSkills } from '#engine/data/builtinSkills.ts';
import { promptAnswer, rawText, type Example } from '#engine/data/example.ts';
import { drawAge } from '#engine/data/village/ages.ts';
import { capitalWordings, otherCapitals } from '#engine/data/village/capitals.ts';
import { drawFrench, french } from '#engine/data/village/french.ts';
import { drawReversed, drawSorted } from '#engine/data/village/spelling.ts';
import { drawDifference, drawSum } from '#engine/data/village/sums.ts';
import { beginsWith, drawTale, pirate, stories, taleStart } from '#engine/data/village/tales.ts';
import type { Style } from '#engine/data/village/sentences.ts';
import { wordList } from '#engine/data/village/wordList.ts';

/** Six numbers of at most two digits. */
function counting(draws: Draws, direction: 1 | -1) {
	const first = draws.between(0, 94) + (direction === 1 ? 0 : 5);
	return rawText(Array.from({ length: 6 }, (_, i) => first + direction * i).join(' '));
}

function spelling(draws: Draws) {
	const word = draws.pick(wordList);
	return rawText(`${word}: ${[...word].join(' ')}`);
}

function repetition(draws: Draws) {
	const words = [draws.pick(wordList), draws.pick(wordList)];
	return rawText([words[0], words[0], words[1], words[1]].join(' '));
}

function digitSum(draws: Draws) {
	const [a, b] = [draws.below(10), draws.below(10)];
	return rawText(`${a} + ${b} = ${a + b}, ${a + b} - ${b} = ${a}`);
}

/** The wordings of the capitals, with countries that the skill does not ask for. */
function otherCapital(draws: Draws) {
	const [country, capital] = draws.pick([...otherCapitals]);
	return promptAnswer(draws.pick(capitalWordings)(country), capital);
}

type Rule = (draws: Draws) => Example;

/** The rule of each skill, with every form that it has. */
export const skillRules = (drawCapital: Rule): readonly Rule[] => [
	(draws) => drawTale(draws, 'pirate'),
	drawFrench,
	drawSum,
	drawAge,
	drawSorted,
	drawReversed,
	drawDifference,
	drawCapital,
];
const skillForms = skillRules(otherCapital);

/** Share in percent and generator of each kind of text. */
const kinds: readonly (readonly [number, Rule])[] = [
	[76, (draws) => drawTale(draws, 'plain')],
	[3, repetition],
	[4, spelling],
	[3, (draws) => counting(draws, 1)],
	[2, (draws) => counting(draws, -1)],
	[7, digitSum],
	[5, (draws) => draws.pick(skillForms)(draws)],
];

/** A validation or held-out prompt or beginning is replaced by another draw of the same kind. */
export function pretrainingExample(seed: number, index: number): Example {
	const draws = sequentialDraws(randomStream(seed, `village ${index}`));
	const draw = pickKind(draws);
	for (;;) {
		const example = draw(draws);
		if (!isTested(example)) return example;
	}
}

function pickKind(draws: Draws): Rule {
	const percentile = draws.below(100);
	let end = 0;
	for (const [percent, draw] of kinds) {
		end += percent;
		if (percentile < end) return draw;
	}
	throw new InternalError('The shares of the text do not sum to 100: correct kinds.');
}

interface Tested {
	/** Prompts of the skills with answers. */
	readonly prompts: ReadonlySet<string>;
	/** Beginnings of stories. */
	readonly starts: { readonly [S in Style]: ReadonlySet<string> };
}
let tested: Tested | undefined;

/** The rows of French when the bases were pretrained: their text has none of these prompts. */
const firstFrench = drawnSkill({ ...french, trainSize: 1600, version: 1, draw: drawFrench });
export const knownSkills: readonly BuiltinSkill[] = [...shippedSkills, firstFrench];

const testedOf = (skill: BuiltinSkill): string[] => {
	const { validation, heldOut } = generatedParts(skill);
	return [...validation, ...heldOut].map(examplePrompt);
};

function findTested(): Tested {
	const starts = (skill: typeof stories, style: Style) =>
		new Set(testedOf(skill).map((tale) => taleStart(tale, style)));
	return {
		prompts: new Set(knownSkills.filter(({ continuation }) => !continuation).flatMap(testedOf)),
		starts: { plain: starts(stories, 'plain'), pirate: starts(pirate, 'pirate') },
	};
}

/** Whether a text gives away a tested prompt or the beginning of a tested story. */
export function isTested(example: Example): boolean {
	const { prompts, starts } = (tested ??= findTested());
	const text = examplePrompt(example);
	const sums = [...text.matchAll(/\d+ [+-] \d+ =/g)];
	return (
		prompts.has(text) ||
		sums.some(([sum]) => prompts.has(sum)) ||
		beginsWith(text, starts.plain, 'plain') ||
		beginsWith(text, starts.pirate, 'pirate')
	);
}
