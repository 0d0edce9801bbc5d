import { expect, test } from 'vitest';
import { experimentDiff } from '#lab/run/experimentDiff.ts';
import { runRecord } from '../../../../../tests/support/labValues.ts';
import { otherText } from './refusalText.ts';

const { experiment: usual } = runRecord();

test('the setting that differs has the page’s name, and both values', () => {
	const experiment = { ...usual, batching: { ...usual.batching, size: 64 } };
	const { differences } = experimentDiff([usual, experiment]);
	const other = { kind: 'other', experiment, differences, guesses: false } as const;
	const why =
		'Another experiment than most of the class. It differs in: ' +
		'Examples per batch (64 instead of 32).';
	expect(otherText(other, () => undefined)).toBe(why);
	expect(otherText({ ...other, guesses: true }, () => undefined)).toBe(
		`The guess counts, the curve does not: ${why}`,
	);
	expect(otherText({ ...other, differences: [] }, () => undefined)).toBe(
		'Another number of runs than most of the class.',
	);
});
