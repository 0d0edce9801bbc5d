import { expect, test } from 'vitest';
import { experimentDiff } from '#lab/run/experimentDiff.ts';
import { runRecord } from '../../../../../tests/support/labValues.ts';
import { otherText } from './refusalText.ts';

const { experiment: usual } = runRecord();

test('the setting that differs has the page’s name, and both values', () => {
	const experiment = { ...usual, batching: { ...usual.batching, size: 64 } };
	const { differences } = experimentDiff([usual, experiment]);
	expect(otherText({ kind: 'other', experiment, differences }, () => undefined)).toBe(
		'Another experiment than most of the class. It differs in: ' +
			'Examples per batch (64 instead of 32).',
	);
});
