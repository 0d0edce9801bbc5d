import { expect, it } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import { trainRace } from './headlessRace.ts';

it.each([
	['policies', undefined],
	['policies[0]', ['uniform', 'mos']],
])('a script’s race without lists of policies is refused by the field %s', async (field, lanes) => {
	const race = trainRace({} as LabClient, async () => exampleExperiment, lanes as never);
	await expect(race).rejects.toThrow(
		failure('must be a list of {min} to {max} {what}.', { field }),
	);
});
