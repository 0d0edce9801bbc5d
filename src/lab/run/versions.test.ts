import { expect, test } from 'vitest';
import { sampleExperiment } from './sample.test-support.ts';
import { parseExperiment } from './schema.ts';
import { versioned } from './versions.ts';

test.each([
	[{ version: 4 }, /^version: this lab reads version 1, not 4\. Open it in the lab/],
	[{ version: '1' }, /^version: .*not "1"/],
	[{ version: 0 }, /not 0/],
	[{ version: 1.5 }, /not 1.5/],
	[{}, /not nothing/],
	[null, /^it: must be an object, not null/],
	[[], /^it: must be an object/],
	['x', /^it: must be an object, not "x"/],
])('%j is of no version that is known', (value, message) => {
	expect(() => versioned(value, 'it')).toThrow(
		expect.objectContaining({ code: 'input', message: expect.stringMatching(message) as string }),
	);
});

test('an experiment of version 1 stays the same', () => {
	expect(versioned(sampleExperiment, 'experiment')).toEqual(sampleExperiment);
	expect(parseExperiment(sampleExperiment)).toEqual(sampleExperiment);
});
