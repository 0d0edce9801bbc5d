import { expect, test } from 'vitest';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { experimentDiff } from '#lab/run/experimentDiff.ts';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { otherText } from './refusalText.ts';

const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
const usual = defaultExperiment(infos, { id: 'base', sha256: '0'.repeat(64) });

test('the setting that differs has the page’s name, and both values', () => {
	const experiment = { ...usual, batching: { ...usual.batching, size: 64 } };
	const { differences } = experimentDiff([usual, experiment]);
	expect(otherText({ kind: 'other', experiment, differences }, () => undefined)).toBe(
		'Another experiment than most of the class. It differs in: ' +
			'Examples per batch (64 instead of 32).',
	);
});
