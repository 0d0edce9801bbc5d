import { expect, test } from 'vitest';
import type { Explanation } from '#mixing/index.ts';
import { ExplanationLog } from './ExplanationLog.ts';

const explanation = (sentence: string, label = 'reward'): Explanation<string> => ({
	weights: [0.5, 0.5],
	sentence,
	traces: [{ label, values: [1, 2] }],
});

test('a step has the newest explanation at or before it', () => {
	const log = new ExplanationLog();
	log.add(1, explanation('a'));
	log.add(20, explanation('b'));
	expect(log.at(0)).toBeNull();
	expect(log.at(19)?.sentence).toBe('a');
	expect(log.at(300)?.sentence).toBe('b');
	log.add(20, explanation('c'));
	expect(log.entries).toHaveLength(2);
	expect(log.entries.at(-1)?.explanation.sentence).toBe('c');
});

test('equal sentences in a row appear once', () => {
	const log = new ExplanationLog();
	['a', 'a', 'b', 'b', 'a'].forEach((sentence, i) => log.add(i + 1, explanation(sentence)));
	expect(log.listSentences()).toEqual([
		{ step: 5, sentence: 'a' },
		{ step: 3, sentence: 'b' },
		{ step: 1, sentence: 'a' },
	]);
});
