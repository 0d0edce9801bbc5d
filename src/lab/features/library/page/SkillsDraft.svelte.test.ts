/** The skills form: uses and noise before they are applied. */
import { expect, test } from 'vitest';
import {
	exampleExperiment,
	examplePolicies,
	exampleSkills,
} from '../../../../../tests/support/experiment.ts';
import { withChoices } from './experimentSkills.ts';
import { SkillsDraft } from './SkillsDraft.svelte.ts';

test('a row limit is a change, keeps the other noise, and can be undone', () => {
	const draft = new SkillsDraft(exampleExperiment);
	draft.noise('addition', { rows: 5, only: 'right' });
	draft.noise('addition', { wrongShare: 0.5 });
	expect(draft.of('addition').noise).toEqual({
		wrongShare: 0.5,
		duplicates: 0,
		rows: 5,
		only: 'right',
	});
	draft.noise('addition', { rows: undefined, only: undefined });
	expect(draft.of('addition').noise).toEqual({ wrongShare: 0.5, duplicates: 0 });
	draft.noise('addition', { wrongShare: 0 });
	expect(draft.isChanged).toBe(false);
});

test('a measure is a change of an imported skill, and of its experiment', () => {
	const id = 'file:444444444444';
	const draft = new SkillsDraft(exampleExperiment, exampleSkills);
	draft.use(id, 'train');
	draft.measure(id, { kind: 'number' });
	const change = (measured: SkillsDraft, experiment = exampleExperiment) =>
		withChoices(experiment, measured.changes, { skills: exampleSkills, policies: examplePolicies });
	const trained = change(draft);
	expect(trained.skills.at(-1)).toMatchObject({ id, measure: { kind: 'number' } });
	const again = new SkillsDraft(trained, exampleSkills);
	expect(again.of(id).measure).toEqual({ kind: 'number' });
	again.measure(id, { kind: 'number' });
	expect(again.isChanged).toBe(false);
	again.measure(id, { kind: 'exact' });
	expect(again.isChanged).toBe(true);
	// The exact match is what a reference without a measure means.
	expect(change(again, trained).skills.at(-1)).not.toHaveProperty('measure');
});
