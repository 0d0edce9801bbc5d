/** The skills form: uses and noise before they are applied. */
import { expect, test } from 'vitest';
import { exampleExperiment } from '#lab/page/state/experiment.test-support.ts';
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
