import { expect, it } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { modelCard } from './modelCard.ts';
import {
	evaluationEvent,
	lossesAround,
	scoreOfRows,
} from '../../../../../tests/support/runEvents.ts';

const experiment = {
	model: { id: 'base', sha256: 'ab' },
	skills: [{ id: 'add', name: 'Addition', use: 'train', sha256: 'cd' }],
	policy: [{ fromStep: 1, id: 'uniform', settings: {} }],
	steps: 3,
	seed: 1,
	batching: { size: 4, context: 64, layout: 'packed' },
	optimizer: {
		learningRate: 0.001,
		beta1: 0.9,
		beta2: 0.98,
		epsilon: 1e-8,
		weightDecay: 0,
		clip: 1,
	},
	schedule: { kind: 'linear', warmup: 0, floor: 0 },
	evaluation: {},
} as unknown as Experiment;
const score = { loss: 1, exact: 0.5, tokenAccuracy: 0.5, examples: 8 };
const evaluation = (step: number): RunEvent => ({
	type: 'evaluation',
	step,
	skills: [score],
	averageExact: 0.5,
	worstExact: null,
	milliseconds: 1,
});

const cardOf = (change: Partial<Experiment>, events: readonly RunEvent[] = []) =>
	modelCard(
		{
			experiment: { ...experiment, ...change },
			startedAt: 0,
			backend: 'wasm',
			step: 3,
		} as RunRecord,
		[...events, evaluation(0), evaluation(3)],
		{ base: { name: 'Base' }, form: 'model', link: 'https://lab.test/#x' },
	);

it('says on which rows the scores were measured', () => {
	expect(cardOf({})).toContain('## Held-out scores at step 3\n');
	const searched = cardOf({ evaluation: { ...experiment.evaluation, part: 'validation' } });
	expect(searched).toContain('## Validation scores at step 3\n');
	expect(searched).toContain('the share of validation examples whose');
	expect(searched).not.toMatch(/held-out/i);
});

it('has the words around the columns of a file', () => {
	const instruction = 'Classify: {text}';
	const mapping = { kind: 'columns', prompt: [], answer: ['category'], instruction } as const;
	const recipe = { mapping, heldOutShare: 0.1, seed: 0, maskPrivate: false };
	const skills = [{ ...experiment.skills[0], recipe }];
	expect(cardOf({ skills })).toContain('\n- instruction of Addition: "Classify: {text}"\n');
	expect(cardOf({})).not.toContain('instruction');
});

it('compares base and tuned model on the same rows, with the interval of the change', () => {
	const on = (rows: number, loss: number, right: number) => ({
		skills: [scoreOfRows(lossesAround(loss, rows), right)],
		averageExact: right / rows,
		worstExact: null,
	});
	const base = evaluationEvent(0, [], { ...on(8, 3, 2), also: on(20, 2, 2) });
	const last = evaluationEvent(3, [], { ...on(20, 1, 10), also: on(8, 1, 6) });
	const row = (...events: readonly RunEvent[]) => {
		const record = { experiment, startedAt: 0, backend: 'wasm', step: 3 } as RunRecord;
		const facts = { base: { name: 'Base' }, form: 'model', link: 'https://lab.test/#x' } as const;
		const line = modelCard(record, events, facts)
			.split('\n')
			.find((text) => text.startsWith('| Addition') && !text.includes('cd'))!;
		return line
			.split('|')
			.map((cell) => cell.trim())
			.filter(Boolean);
	};
	const [was, now] = [base.also!.skills[0].loss, last.skills[0].loss];
	const [, exact, exactBefore, loss, lossBefore, change, examples] = row(base, last);
	expect([exact, exactBefore, examples]).toEqual(['50.0 %', '10.0 %', '20']);
	expect([loss, lossBefore]).toEqual([now.toFixed(3), was.toFixed(3)]);
	expect(change).toMatch(/^-\d\.\d{3} ± \d\.\d{3}$/);
	expect(Number.parseFloat(change)).toBeCloseTo(now - was, 3);
});
