import { expect, test } from 'vitest';
import { trainedData } from './makeAnswers.ts';

const names = (...skills: readonly (readonly [name: string, use: 'train' | 'watch'])[]) =>
	trainedData({ skills: skills.map(([name, use]) => ({ name, use })) as never });

test('the name of the answers tells runs on other data apart', () => {
	expect(names(['gsm8k', 'train'], ['stories', 'watch'])).toBe('gsm8k');
	expect(names(['French', 'train'], ['sums', 'train'])).toBe('French and sums');
	expect(names(['a', 'train'], ['b', 'train'], ['c', 'train'])).toBe('3 skills');
});
