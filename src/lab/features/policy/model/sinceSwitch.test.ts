import { expect, test } from 'vitest';
import type { EvaluationEvent } from '#lab/training/events.ts';
import { sinceSwitch } from './sinceSwitch.ts';
import { evaluationEvent } from '../../../../../tests/support/runEvents.ts';

const near = (value: number) => expect.closeTo(value) as number;

/** Exact match of two skills at a step; null: the skill has no exact match. */
const at = (step: number, ...exact: readonly (number | null)[]) => evaluationEvent(step, exact);
const changesSince = (evaluations: readonly EvaluationEvent[], switches = [100], step = 1000) =>
	sinceSwitch({ evaluations, switches, step }, [0, 1]);

test('one skill stops and another one gains', () => {
	const evaluations = [at(0, 0, 0), at(50, 0.4, 0), at(100, 0.8, 0.02)];
	expect(changesSince([...evaluations, at(150, 0.81, 0.2), at(200, 0.8, 0.22)])).toEqual({
		kind: 'changed',
		step: 100,
		changes: [
			{ kind: 'stopped', skill: 0, before: near(0.08), after: near(0), now: 0.8 },
			{ kind: 'gains', skill: 1, before: near(0.002), after: near(0.02), now: 0.22 },
		],
	});
});

test('a fall is reported; a learnt skill that stays learnt is not', () => {
	const learnt = [at(0, 0, 0.5), at(100, 0.99, 0.5), at(125, 1, 0.3), at(150, 1, 0.1)];
	expect(changesSince(learnt)).toMatchObject({
		kind: 'changed',
		changes: [{ kind: 'falls', skill: 1, after: near(-0.08) }],
	});
});

test('a skill that gained and has little left to gain is learnt', () => {
	const evaluations = [at(0, 0, 0), at(100, 0.74, 0), at(150, 0.9, 0), at(200, 0.98, 0)];
	expect(changesSince(evaluations)).toMatchObject({
		changes: [{ kind: 'learnt', skill: 0, now: 0.98 }],
	});
});

test('with fewer than two evaluations after the switch it is too early', () => {
	const before = [at(0, 0, 0), at(100, 0.5, 0)];
	expect(changesSince(before)).toEqual({ kind: 'early', step: 100, evaluations: 0 });
	expect(changesSince([...before, at(125, 0.9, 0)])).toMatchObject({
		kind: 'early',
		evaluations: 1,
	});
});

test('changes within chance are no change', () => {
	const evaluations = [at(0, 0.5, null), at(100, 0.5, null), at(125, 0.52, null)];
	expect(changesSince([...evaluations, at(150, 0.55, null)])).toEqual({
		kind: 'same',
		step: 100,
		evaluations: 2,
	});
});

test('the shown step decides: later evaluations and switches do not count', () => {
	const evaluations = [at(0, 0, 0), at(100, 0, 0), at(150, 0.5, 0), at(200, 0.9, 0)];
	expect(changesSince(evaluations, [100], 99)).toBeNull();
	expect(changesSince(evaluations, [100], 160)).toMatchObject({ kind: 'early', evaluations: 1 });
	expect(changesSince(evaluations, [100, 180], 179)).toMatchObject({ step: 100 });
	expect(changesSince(evaluations, [], 200)).toBeNull();
});

test('the part before reaches back no further than an earlier switch', () => {
	const evaluations = [at(0, 0.9, 0), at(50, 0.1, 0), at(100, 0.1, 0)];
	const later = [at(150, 0.3, 0), at(200, 0.5, 0)];
	expect(changesSince([...evaluations, ...later], [50, 100])).toMatchObject({
		changes: [{ kind: 'gains', before: near(0), after: near(0.04) }],
	});
});
