import { expect, test } from 'vitest';
import { withoutRecall } from './withoutRecall.ts';

const skill = (index: number, heldOutIs: 'recall' | 'unseen', trained = true) => ({
	index,
	trained,
	info: { heldOutIs } as Parameters<typeof withoutRecall>[0][number]['info'],
});
const at = (...shares: readonly (number | null)[]) => ({
	skills: shares.map((exact) => ({ exact, loss: 1, tokenAccuracy: 0, examples: 10 })),
});

test('leaves out recall, watched skills and skills without a score', () => {
	const skills = [skill(0, 'unseen'), skill(1, 'recall'), skill(2, 'unseen', false)];
	expect(withoutRecall(skills, at(0.2, 1, 0.9))).toBe(0.2);
	expect(withoutRecall([...skills, skill(3, 'unseen')], at(0.2, 1, 0.9, null))).toBe(0.2);
	expect(withoutRecall([...skills, skill(3, 'unseen')], at(0.2, 1, 0.9, 0.4))).toBeCloseTo(0.3);
});

test('is nothing new without recall, or with recall alone', () => {
	expect(withoutRecall([skill(0, 'unseen')], at(0.2))).toBeNull();
	expect(withoutRecall([skill(0, 'recall')], at(0.2))).toBeNull();
});
