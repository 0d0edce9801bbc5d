/** The update sentence names the share that moved, and a reason only if the numbers support it. */
import { expect, test } from 'vitest';
import { statementText } from '#engine/core/message.ts';
import { randomStream } from '#engine/core/random.ts';
import { explainUpdate, type UpdateFacts } from './explainUpdate.ts';

const sentence = (more: Partial<UpdateFacts>) =>
	statementText(
		explainUpdate({
			reward: 'difficulty',
			names: ['Sorting', 'Addition'],
			isText: [false, false],
			rewards: [0.41, 0.6],
			earlier: [0.5, 0.6],
			fixed: [0.41, 0.59],
			before: [0.5, 0.5],
			after: [0.46, 0.54],
			steps: 20,
			...more,
		}),
	);

test('a share that moves against its reward is explained by all rewards', () => {
	const three = (first: number, others: number) => ({
		names: ['Sorting', 'Addition', 'Lists'],
		isText: [false, false, false],
		rewards: [first, others, others],
		earlier: [0.5, 0.3, 0.3],
		fixed: [first, others, others].map((reward) => reward / (first + 2 * others)),
		before: [0.4, 0.3, 0.3],
		after: [0.36, 0.32, 0.32],
	});
	expect(sentence(three(0.55, 0.6))).toBe(
		'Difficulty of Sorting rose by 10 % and is now 31.4 % of all rewards, ' +
			'so its share went from 40 % to 36 %.',
	);
	expect(sentence(three(0.5, 0.5))).toBe(
		'Difficulty of Sorting stayed at 0.5, 33.3 % of all rewards, ' +
			'so its share went from 40 % to 36 %.',
	);
	expect(sentence(three(0.55, 0.3))).toBe(
		'Difficulty of Sorting rose by 10 %, ' +
			'and all rewards together moved its share from 40 % to 36 %.',
	);
});

test('over random updates, a reason agrees with the numbers as they are shown', () => {
	const stream = randomStream(1, 'updates');
	let draws = 0;
	const random = () => stream.uniform(draws++);
	const normalized = (values: readonly number[]) => {
		const sum = values.reduce((a, b) => a + b, 0);
		return values.map((value) => value / sum);
	};
	const some = (count: number, from: number, to: number) =>
		Array.from({ length: count }, () => from + (to - from) * random());
	let [reasons, level] = [0, 0];
	for (let i = 0; i < 4000; i++) {
		const count = 2 + Math.floor(4 * random());
		const earlier = some(count, 0.2, 1);
		const rewards = earlier.map((reward) => reward * (0.7 + 0.6 * random()));
		const before = normalized(some(count, 0.2, 1));
		// From a tenth of a point to several points.
		const pull = 10 ** (-2.5 + 2 * random());
		const after = normalized(before.map((share) => share * (1 + pull * (random() - 0.5))));
		const text = sentence({
			names: Array.from({ length: count }, (_, skill) => `Skill ${skill}`),
			isText: Array.from({ length: count }, () => false),
			rewards,
			earlier,
			fixed: normalized(rewards),
			before,
			after,
		});
		if (text.includes('no share moved')) continue;
		if (text.includes('stays near')) {
			level++;
			continue;
		}
		const [, from, to] = /from ([\d.]+) % to ([\d.]+) %/.exec(text)!.map(Number);
		expect(from, text).not.toBe(to);
		if (!text.includes('so its share')) continue;
		reasons++;
		const part = /([\d.]+) % of all rewards/.exec(text);
		const isUp = part ? Number(part[1]) > from : text.includes(' rose by ');
		expect(isUp, text).toBe(to > from);
	}
	expect(reasons).toBeGreaterThan(1000);
	expect(level).toBeGreaterThan(0);
});
