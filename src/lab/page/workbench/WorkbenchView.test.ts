import { expect, test } from 'vitest';
import { exampleExperiment as experiment } from '../../../../tests/support/experiment.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { evaluationEvent, lossesAround, scoreOfRows } from '../../../../tests/support/runEvents.ts';
import { CursorState } from '#lab/page/state/CursorState.svelte.ts';
import { WorkbenchView } from './WorkbenchView.svelte.ts';

test('scores and those of the base model are of the same rows, the curve of equally many', () => {
	const history = new RunHistory(experiment.skills.length, experiment.steps);
	/** Right answers of 50 and of 150 rows. */
	const evaluation = (step: number, few: number, many: number) => {
		const scores = (rows: number, right: number) => ({
			skills: experiment.skills.map(() => scoreOfRows(lossesAround(1, rows), right)),
			averageExact: right / rows,
			worstExact: null,
		});
		const [first, all] = [scores(50, few), scores(150, many)];
		const [main, also] = step === 0 ? [first, all] : [all, first];
		return evaluationEvent(step, [], { ...main, also });
	};
	const { also: _, ...between } = evaluation(0, 26, 0);
	history.addEvaluation(evaluation(0, 24, 60));
	history.addEvaluation({ ...between, step: 25 });
	history.addEvaluation(evaluation(experiment.steps, 30, 90));
	const viewAt = (step: number) => {
		const run = { step };
		const lab = { experiment, info: null, run, shownRun: { history }, skill: () => undefined };
		return new WorkbenchView(lab as unknown as LabState, new CursorState());
	};
	const valuesAt = (step: number) => {
		const { score, baseScore } = viewAt(step).values(viewAt(step).skills[0]);
		return { score, baseScore };
	};
	expect(valuesAt(0)).toEqual({ score: 0.48, baseScore: 0.48 });
	expect(valuesAt(25)).toEqual({ score: 0.52, baseScore: 0.48 });
	expect(valuesAt(experiment.steps)).toEqual({ score: 0.6, baseScore: 0.4 });
	const view = viewAt(experiment.steps);
	expect(view.change(view.skills[0])!.exact!.low).toBeGreaterThan(0);
	expect(view.scores(view.skills[0])).toEqual([
		[0, 0.48],
		[25, 0.52],
		[experiment.steps, 0.6],
	]);
	expect(view.rightOf(view.skills[0], history.base!)).toHaveLength(150);
	// A changed mix leaves the bar of the run that has ended, until the next one begins.
	const ghost = { experiment, history };
	const after = (run: object | null) => {
		const lab = { experiment, info: null, run, ghost, skill: () => undefined };
		const view = new WorkbenchView(lab as unknown as LabState, new CursorState());
		return view.earlierScore(view.skills[0]);
	};
	expect(after(null)).toBe(0.6);
	expect(after({ step: 0 })).toBeNull();
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
