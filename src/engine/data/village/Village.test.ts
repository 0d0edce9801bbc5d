/** The checker of stories: right continuations, and mistakes of each kind. */
import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { sequentialDraws } from '../builtinSkill.ts';
import { splitSentences, type Style } from './sentences.ts';
import { drawSentences } from './story.ts';
import { faultOf, type Fault } from './Village.ts';

const tell = (story: string, style: Style = 'plain') =>
	faultOf(splitSentences(story, style), style);

const drawn = (style: Style, count: number) =>
	Array.from({ length: count }, (_, i) =>
		drawSentences(sequentialDraws(randomStream(1, `tale ${i}`)), 3 + (i % 3), style),
	);

test.each([
	'Anna has a red ball. She gives the ball to Tom. He is happy because Anna gave him the ball.',
	'Tom has a red hat. Ben wants the hat, but Tom has it. ' +
		'Tom gives the hat to Ben. Now Ben has the hat.',
	'Mia has a blue kite. She loses the kite in the park. ' +
		'She is sad because she lost the kite. ' +
		'Tom wants the kite, so he goes to the park. ' +
		'He finds the kite. Tom is happy because he found the kite.',
	'Ben has a white cup. Lily wants the cup, so Ben gives it to her. Lily is happy.',
	'Rosa has a red doll. Rosa loses the doll in the barn. ' +
		'Now the doll is in the barn. Rosa finds the doll.',
	'Max has a green boat. Max goes to the shop. Sam has a black book. Sam gives the book to Max.',
	'Anna has a red ball. Tom has a blue hat.',
])('right: %s', (story) => {
	expect(tell(story)).toBeNull();
});

/** The last sentence is wrong, and all before it are right. */
const mistakes: readonly (readonly [Fault, string])[] = [
	['grammar', 'Anna has a red ball. Anna give the ball to Tom.'],
	['grammar', 'Anna has a red ball. Anna aillink ball!'],
	['grammar', 'Anna has a red ball. She gives the ball to Tom'],
	['grammar', 'Anna has a red ball. She gives the ball to the park.'],
	['grammar', "Anna has a red ball. She be givin' th' ball to Tom!"],
	['grammar', 'Anna has a red ball. Now She has the ball.'],
	['pronoun', 'He has a red ball.'],
	['pronoun', 'Anna has a red ball. He gives the ball to Tom.'],
	['pronoun', 'Anna has a red ball. She gives the ball to Mia. She is happy.'],
	[
		'pronoun',
		'Anna has a red ball. ' +
			'Anna loses the ball in the park. Anna is sad because he lost the ball.',
	],
	['pronoun', 'Anna has a red ball. Tom wants the ball, so Anna gives it to her.'],
	['owner', 'Anna has a red ball. Tom gives the ball to Anna.'],
	['owner', 'Anna has a red ball. Anna gives the ball to Anna.'],
	['owner', 'Anna has a red ball. Anna gives the hat to Tom.'],
	['owner', 'Anna has a red ball. Now Tom has the ball.'],
	['owner', 'Anna has a red ball. Tom has a blue ball.'],
	['owner', 'Anna has a red ball. Anna wants the ball, but Anna has it.'],
	['owner', 'Anna has a red ball. Tom wants the ball, but Ben has it.'],
	['owner', 'Anna has a red ball. Tom finds the ball.'],
	['owner', 'Anna has a red ball. Anna loses the ball in the park. She gives the ball to Tom.'],
	['place', 'Anna has a red ball. Anna loses the ball in the park. Now the ball is in the shop.'],
	['place', 'Anna has a red ball. Anna loses the ball in the park. Tom finds the ball.'],
	[
		'place',
		'Anna has a red ball. ' +
			'Anna loses the ball in the park. Tom wants the ball, so he goes to the barn.',
	],
	['place', 'Anna has a red ball. Anna loses the ball in the park. She goes to the park.'],
	['place', 'Anna has a red ball. Anna goes to the park. Anna loses the ball in the shop.'],
	[
		'place',
		'Anna has a red ball. Anna goes to the park. ' +
			'Tom goes to the shop. Anna gives the ball to Tom.',
	],
	['feeling', 'Anna has a red ball. Anna is happy.'],
	['feeling', 'Anna has a red ball. Anna loses the ball in the park. She is happy.'],
	['feeling', 'Anna has a red ball. Anna gives the ball to Tom. Anna is happy.'],
	[
		'feeling',
		'Anna has a red ball. Anna gives the ball to Tom. Tom is happy because he found the ball.',
	],
	[
		'feeling',
		'Anna has a red ball. ' +
			'Anna gives the ball to Tom. Tom is happy because Ben gave him the ball.',
	],
	[
		'repetition',
		'Anna has a red ball. Anna gives the ball to Tom. ' +
			'Now Tom has the ball. Now Tom has the ball.',
	],
	[
		'repetition',
		'Anna has a red ball. Tom wants the ball, but Anna has it. ' +
			'He wants the ball, but Anna has it.',
	],
];
test.each(mistakes)('%s: %s', (fault, story) => {
	expect(tell(story.replace(/[^.]+\.?$/, ''))).toBeNull();
	expect(tell(story)).toBe(fault);
});

test('an empty continuation is wrong', () => {
	expect(faultOf(['Anna has a red ball.', ''])).toBe('grammar');
});

describe.each(['plain', 'pirate'] as const)('stories in style %s', (style) => {
	const all = drawn(style, 400);
	test('become wrong when the people of a sentence change', () => {
		const wrong = all.flatMap((story) => {
			const last = story.at(-1)!;
			const person = /Anna|Mia|Lily|Rosa|Tom|Ben|Sam|Max/.exec(last)?.[0];
			const told = story.join();
			const stranger = ['Anna', 'Tom', 'Mia', 'Ben'].find((name) => !told.includes(name))!;
			// A stranger may have or want a thing, or go somewhere.
			if (!person || /has a|ownin' a|want|go|sail/.test(last)) return [];
			return [faultOf([...story.slice(0, -1), last.replace(person, stranger)], style)];
		});
		expect(wrong.length).toBeGreaterThan(100);
		// Giving a thing to a stranger is right, and the stranger is named last.
		expect(wrong.filter((fault) => fault === null).length).toBeLessThan(wrong.length / 4);
	});
});
