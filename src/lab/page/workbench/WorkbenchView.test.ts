import { expect, test } from 'vitest';
import { exampleExperiment as experiment } from '#lab/page/state/experiment.test-support.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { CursorState } from '#lab/page/state/CursorState.svelte.ts';
import { isChance } from './chance.ts';
import { tableSteps, WorkbenchView } from './WorkbenchView.svelte.ts';

test('a table has evaluations, both sides of each switch, and the newest step', () => {
	expect(tableSteps(70, [0, 25, 50], [50, 60, 90])).toEqual([25, 50, 51, 60, 61, 70]);
	expect(tableSteps(0, [0], [40])).toEqual([]);
});

test('a score and that of the base model have the numbers of prompts that each answered', () => {
	const history = new RunHistory(experiment.skills.length, experiment.steps);
	for (const [step, examples, exact] of [
		[0, 50, 0.48],
		[experiment.steps, 150, 0.6],
	] as const)
		history.addEvaluation({
			type: 'evaluation',
			step,
			skills: experiment.skills.map(() => ({ loss: 1, exact, tokenAccuracy: 0, examples })),
			averageExact: exact,
			worstExact: null,
			milliseconds: 1,
		});
	const lab = {
		experiment,
		info: null,
		run: { step: experiment.steps },
		shownRun: { history },
		skill: () => undefined,
	} as unknown as LabState;
	const view = new WorkbenchView(lab, new CursorState());
	const { score, examples, baseScore, baseExamples } = view.values(view.skills[0]);
	const [now, base] = [
		{ share: score!, of: examples },
		{ share: baseScore!, of: baseExamples },
	];
	expect([now, base]).toEqual([
		{ share: 0.6, of: 150 },
		{ share: 0.48, of: 50 },
	]);
	// 0.48 against 0.6: chance explains it if the base was tested on 50 prompts, but not on 150.
	expect([isChance(now, base), isChance(now, { ...base, of: 150 })]).toEqual([true, false]);
});

test('a planned switch beyond the end that a budget gives has no mark', () => {
	const history = new RunHistory(experiment.skills.length, experiment.steps);
	const policy = [0, 40, 90].map((fromStep) => ({
		fromStep,
		id: fromStep === 40 ? 'uniform' : 'proportional',
		settings: {},
	}));
	const budgeted = { ...experiment, policy, budget: { kind: 'tokens', tokens: 9000 } };
	history.steps = 60;
	const lab = {
		experiment: budgeted,
		info: null,
		run: { step: 10, experiment: budgeted, history },
		policyShort: (id: string) => id,
	} as unknown as LabState;
	const view = new WorkbenchView(lab, new CursorState());
	expect(view.switches).toEqual([40]);
	history.steps = 90;
	expect(new WorkbenchView(lab, new CursorState()).switches).toEqual([40, 90]);
});
