import { expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage, statementText } from '#engine/core/message.ts';
import { runFailure } from './RunLog.ts';
import { notFinite } from '../../../tests/support/trainer.ts';

const at = (learningRate: number) => ({ done: 12, checkpoint: 7, learningRate });

it.each([
	[12e-3, 3e-3],
	[3e-3, 1e-3],
	[1e-3, 3.3e-4],
	// A third of these is as absurd: the default trains.
	[0.5, 3e-3],
	[1e10, 3e-3],
])('after numbers that are not finite at a rate of %d suggests %d', (rate, suggested) => {
	const { event, error } = runFailure(notFinite(12), at(rate));
	expect(event.suggestedLearningRate).toBe(suggested);
	const message = statementText(event.message);
	expect(message).toContain(`a learning rate of ${suggested} instead of ${rate}.`);
	expect(error.message).toBe(message);
	expect(error.data).toMatchObject({ suggestedLearningRate: suggested });
});

it('says that nothing is kept if the stored run was deleted', () => {
	const { event } = runFailure(new InputError(asMessage('Gone.')), {
		...at(3e-3),
		checkpoint: null,
	});
	expect(statementText(event.message)).toMatch(/Nothing of this run is kept.*Start a new run\.$/);
	expect(statementText(event.message)).not.toContain('up to step');
});
