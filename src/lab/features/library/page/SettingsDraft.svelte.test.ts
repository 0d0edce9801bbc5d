/** The settings form: typed values, faults, and the experiment that it would produce. */
import { expect, test } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { SettingsDraft } from './SettingsDraft.svelte.ts';

test('an unchanged draft equals the experiment', () => {
	const draft = new SettingsDraft(exampleExperiment);
	expect(draft.changed).toEqual([]);
	expect(draft.experiment()).toEqual(exampleExperiment);
});

test('typing and choosing change only their own fields', () => {
	const draft = new SettingsDraft(exampleExperiment);
	draft.type('optimizer.learningRate', '5e-4');
	draft.choose('batching.layout', 'padded');
	expect(draft.changed).toEqual(['optimizer.learningRate', 'batching.layout']);
	expect(draft.experiment()).toEqual({
		...exampleExperiment,
		optimizer: { ...exampleExperiment.optimizer, learningRate: 5e-4 },
		batching: { ...exampleExperiment.batching, layout: 'padded' },
	});
});

test.each([
	['steps', 'many', 'Must be a number.'],
	['steps', '10.5', 'Must be a whole number.'],
	['steps', '0', 'Must be from 1 to 1,000,000.'],
	['schedule.warmup', '2', 'Must be from 0 to 1.'],
	['optimizer.learningRate', '0', 'Must be above 0 and at most 1.'],
	['optimizer.beta2', '1', 'Must be from 0 to 0.99999.'],
	['optimizer.learningRate', 'NaN', 'Must be a number.'],
	['optimizer.learningRate', '', 'Must be a number.'],
	['optimizer.accumulation', '64', 'At most one part per example of the batch: 32.'],
] as const)('%s = %j is a fault beside the field', (path, text, fault) => {
	const draft = new SettingsDraft(exampleExperiment);
	draft.type(path, text);
	expect(draft.faults).toMatchObject({ [path]: fault });
	expect(Object.keys(draft.faults)).toEqual([path]);
	expect(draft.experiment()).toBeNull();
	expect(draft.readable()).toEqual(exampleExperiment);
});

test('a budget’s number is checked and applied only while it is chosen', () => {
	const draft = new SettingsDraft(exampleExperiment);
	draft.type('budget.tokens', 'many');
	expect([draft.isValid, draft.isChanged, draft.matters('budget.tokens')]).toEqual([
		true,
		false,
		false,
	]);
	draft.choose('budget.kind', 'tokens');
	expect(draft.faults).toEqual({ 'budget.tokens': 'Must be a number.' });
	draft.type('budget.tokens', '50,000');
	expect(draft.experiment()).toEqual({
		...exampleExperiment,
		budget: { kind: 'tokens', tokens: 50_000 },
	});
	draft.choose('budget.kind', 'steps');
	expect(draft.experiment()).toEqual(exampleExperiment);
});

test('a shorter run drops the switches after its end and lists them', () => {
	const draft = new SettingsDraft(exampleExperiment);
	draft.type('steps', '200');
	expect(draft.lostSwitches).toEqual([exampleExperiment.policy[1]]);
	expect(draft.experiment()?.policy).toEqual([exampleExperiment.policy[0]]);
});

test('a refusal stays at its field until the field changes', () => {
	const draft = new SettingsDraft(exampleExperiment);
	const error = new InputError(asMessage('batching.context: at most 512 here.'), {
		field: 'batching.context',
	});
	expect(draft.refuse(error)).toBe(true);
	expect(draft.faults['batching.context']).toBe(error.message);
	draft.type('batching.context', '256');
	expect(draft.isValid).toBe(true);
	expect(
		draft.refuse(new InputError(asMessage('skills[0]: unknown'), { field: 'skills[0]' })),
	).toBe(false);
});
