/** The table and the progress line of a run in the terminal. */
import { expect, it } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import { Progress, skillTable } from '../../../scripts/lib/runReport.ts';
import { evaluationEvent, stepEvent } from '../../support/runEvents.ts';

const skill = (id: string, use: 'train' | 'watch') => ({
	id,
	name: id,
	version: 1,
	sha256: '',
	use,
});
const experiment = {
	skills: [skill('add', 'train'), skill('general', 'watch')],
	steps: 4,
} as unknown as Experiment;
const skills = [
	{ id: 'add', counts: { train: 8 } },
	{ id: 'general', counts: { train: 50 } },
] as unknown as Parameters<typeof skillTable>[1];

const step = (n: number) => stepEvent(n, { loss: 2 / n, tokens: [100, 0], milliseconds: 50 });
const evaluation = (n: number, exact: number) =>
	evaluationEvent(n, [], {
		skills: [
			{ loss: 1 - exact, exact, tokenAccuracy: 1, examples: 10 },
			{ loss: 0.5, exact: null, tokenAccuracy: 0.9, examples: 10 },
		],
		averageExact: exact,
		worstExact: { skill: 0, exact },
	});
const events = [evaluation(0, 0.1), step(1), step(2), step(3), step(4), evaluation(4, 0.75)];

it('shows each skill before and after training, and its drawn examples', () => {
	const lines = skillTable(experiment, skills, events).split('\n');
	const cells = (line: number) => lines[line]?.split(/ {2,}/);
	expect(cells(2)).toEqual(['add', '8', '16', '2.0', '0.900', '0.250', '10 %', '75 %']);
	expect(cells(3)).toEqual(['general', '50', '0', '–', '0.500', '0.500', '–', '–']);
	expect(cells(4)).toEqual(['average', '10 %', '75 %']);
	expect(cells(5)).toEqual(['worst', '10 %', '75 %']);
});

it('estimates the last step under a token budget', () => {
	const progress = new Progress({
		...experiment,
		steps: 400,
		budget: { kind: 'tokens', tokens: 1000 },
	});
	progress.add(events.slice(0, 3));
	expect(progress.line).toMatch(/^step 2 \/ about 10 · .* about 0 s of training left/);
});

it('shows the speed and the time left', () => {
	const progress = new Progress(experiment);
	expect(progress.add(events.slice(0, 3))).toBe(true);
	expect(progress.add([step(3)])).toBe(false);
	expect(progress.line).toBe(
		'step 3 / 4 · loss 0.667 · 50 ms per step · 2,000 tokens/s · about 0 s of training left' +
			' · exact match 10 %, worst 10 % (add)',
	);
});
