import { expect, test } from 'vitest';
import { parseLesson } from './parseLesson.ts';
import { readText } from './readText.ts';
import { smallLesson } from '../../../../../tests/support/smallLesson.ts';

test('a text has its values with their units, and none of its marks', () => {
	const { steps } = parseLesson({ file: 'my.md', text: smallLesson, language: 'en', places: [] });
	const shown = ({ source }: { readonly source: string }) =>
		source.startsWith('exact') ? 0.4321 : 1.2345;
	expect(readText(steps[4].blocks, shown)).toBe(
		'At the end it is 1.23 nats, and 43.2 % of the answers are right.',
	);
	expect(readText(steps[3].blocks, () => null)).toBe('Halfway, the loss of reversing is … nats.');
	expect(readText(steps[0].blocks, shown)).toContain('train here: reversing and sorting.');
});
