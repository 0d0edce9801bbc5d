import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { EvaluationEvent, RunEvent, StepEvent } from '#lab/training/events.ts';
import type { Experiment, SkillRef } from '#lab/run/experiment.ts';
import { metricNames, metricRows, metricsCsv, metricsFile, metricsJsonl } from './metricsFile.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import {
	evaluationEvent,
	lossesAround,
	scoreOfRows,
	stepEvent,
} from '../../../../../tests/support/runEvents.ts';

const skill = (id: string, name = id, use: SkillRef['use'] = 'train'): SkillRef => ({
	id,
	name,
	version: 1,
	sha256: 'a'.repeat(64),
	use,
});
const makeExperiment = (...skills: SkillRef[]) =>
	({
		version: 1,
		seed: 3,
		steps: 4,
		skills,
		policy: [
			{ fromStep: 0, id: 'uniform', settings: {} },
			{ fromStep: 1, id: 'mos', settings: {} },
		],
	}) as unknown as Experiment;
const makeRecord = (experiment: Experiment): RunRecord => ({
	id: '3f2a9c01-0000',
	experiment,
	startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
	backend: 'wasm',
	end: 'finished',
	step: 2,
});
const step = (number: number, change: Partial<StepEvent> = {}) =>
	stepEvent(number, {
		loss: 0.5,
		skillLoss: [0.25, null],
		weights: [1, 0],
		gradientNorm: 1.5,
		milliseconds: 500,
		...change,
	});
const evaluation = (number: number): EvaluationEvent => ({
	type: 'evaluation',
	step: number,
	milliseconds: 1000,
	averageExact: 0.75,
	worstExact: { skill: 0, exact: 0.75 },
	skills: [
		{ loss: 0.2, exact: 0.75, tokenAccuracy: 0.9, examples: 8 },
		{ loss: 3, exact: null, tokenAccuracy: 0.4, examples: 8 },
	],
});
const experiment = makeExperiment(skill('add'), skill('general', 'general text', 'watch'));
const events: RunEvent[] = [
	{ type: 'memory', step: 0, bytes: 1000 },
	evaluation(0),
	{ type: 'checkpoint', step: 0 },
	step(1),
	{ type: 'policySwitched', step: 1, id: 'mos', settings: {} },
	step(2, { probeMilliseconds: 250, gradientNorm: null }),
	{
		type: 'explained',
		step: 2,
		explanation: {
			weights: [1, 0],
			sentence: 'So.',
			traces: [{ label: 'reward', values: [0.125, null] }],
		},
	},
	evaluation(2),
	{ type: 'finished', step: 2 },
];

test('a row per step, with the measurements after it, under flat keys', () => {
	const [base, first, last, ...none] = metricRows(makeRecord(experiment), events);
	expect(none).toEqual([]);
	const start = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;
	expect(base).toMatchObject({ step: 0, _step: 0, _runtime: 1, policy: 'uniform' });
	expect(first).toEqual({
		step: 1,
		_step: 1,
		_runtime: 1.5,
		_timestamp: start + 1.5,
		policy: 'uniform',
		'train/loss': 0.5,
		'train/loss/add': 0.25,
		learning_rate: 0.001,
		gradient_norm: 1.5,
		'mix/add': 1,
		'examples/add': 4,
		'tokens/add': 40,
		'time/step_seconds': 0.5,
		'time/run_seconds': 1.5,
	});
	expect(last).toMatchObject({
		step: 2,
		_runtime: 3.25,
		policy: 'mos',
		'policy/reward/add': 0.125,
		'eval/average': 0.75,
		'eval/worst': 0.75,
		'eval/worst_skill': 'add',
		'eval/exact/add': 0.75,
		'eval/loss/general text': 3,
		'time/probe_seconds': 0.25,
	});
	expect(last).not.toHaveProperty('gradient_norm');
	expect(last).not.toHaveProperty('eval/exact/general text');
	expect(last).not.toHaveProperty('mix/general text');
});

test('all eval/ are on equally many rows; whole/ has base and end on the rows of the end', () => {
	const on = (rows: number, loss: number, right: number) => ({
		skills: [scoreOfRows(lossesAround(loss, rows), right), scoreOfRows([3], null)],
		averageExact: right / rows,
		worstExact: { skill: 0, exact: right / rows },
	});
	const events = [
		evaluationEvent(0, [], { ...on(4, 2, 1), also: on(8, 3, 1) }),
		evaluationEvent(1, [], on(4, 2, 2)),
		evaluationEvent(2, [], { ...on(8, 1, 8), also: on(4, 1, 3) }),
	];
	const rows = metricRows(makeRecord(experiment), events);
	expect(rows.map((row) => [row['eval/exact/add'], row['whole/exact/add']])).toEqual([
		[0.25, 0.125],
		[0.5, undefined],
		[0.75, 1],
	]);
	expect(rows.map((row) => row['eval/examples/add'])).toEqual([4, 4, 4]);
	expect(rows[2]).toMatchObject({ 'eval/average': 0.75, 'whole/average': 1 });
});

test('JSON Lines stay JSON when a run diverges', () => {
	const diverged = [step(1, { loss: NaN, gradientNorm: Infinity, skillLoss: [-Infinity, null] })];
	const text = metricsJsonl(metricRows(makeRecord(experiment), diverged));
	expect(text.endsWith('}\n')).toBe(true);
	const rows = text
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	expect(rows).toHaveLength(1);
	expect(rows[0]).toMatchObject({
		'train/loss': 'NaN',
		gradient_norm: 'Infinity',
		'train/loss/add': '-Infinity',
	});
});

test('CSV has one header and one row per step, in grouped columns', () => {
	const { data } = Papa.parse<Record<string, string>>(
		metricsCsv(metricRows(makeRecord(experiment), events)),
		{ header: true, skipEmptyLines: true },
	);
	expect(Object.keys(data[0]).slice(0, 5)).toEqual([
		...['step', 'timestamp', 'policy', 'train/loss', 'train/loss/add'],
	]);
	expect(data.map((row) => row['step'])).toEqual(['0', '1', '2']);
	expect(data[1]).toMatchObject({
		timestamp: '2026-01-02T03:04:06.500Z',
		'train/loss': '0.5',
		'eval/average': '',
	});
	expect(data[2]['eval/exact/add']).toBe('0.75');
});

test('names of skills come back, and a spreadsheet reads none as a formula', () => {
	const names = ['=HYPERLINK("http://x")', '@a,b', '-1', 'line\nbreak', '<b>&"\''];
	const odd = makeExperiment(...names.map((name, i) => skill(`file:${i}`, name)));
	const zeros = names.map(() => 0.5);
	const event = step(1, { skillLoss: zeros, weights: zeros, drawn: zeros, tokens: zeros });
	const rows = metricRows(makeRecord(odd), [event]);
	const [header, cells] = Papa.parse<string[]>(metricsCsv(rows).trim()).data;
	for (const name of names) expect(cells[header.indexOf(`train/loss/${name}`)]).toBe('0.5');
	expect(header.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
	expect(JSON.parse(metricsJsonl(rows))).toHaveProperty([`mix/${names[0]}`], 0.5);
});

test('two skills of one name are told apart by their ids', () => {
	expect(metricNames([skill('file:1', 'math'), skill('add'), skill('file:2', 'math')])).toEqual([
		...['math (file:1)', 'add', 'math (file:2)'],
	]);
});

test('the config names project, run, experiment and its link', async () => {
	const link = 'https://lab.example/#1.abc';
	const { name, blob } = metricsFile('config', makeRecord(experiment), events, link);
	expect(name).toBe('skillet-uniform-mos-on-add-seed-3-3f2a9c01-config.json');
	expect(JSON.parse(await blob.text())).toMatchObject({
		project: 'skillet',
		name: 'skillet-uniform-mos-on-add-seed-3-3f2a9c01',
		config: { link, run_id: '3f2a9c01-0000', steps_done: 2, experiment },
	});
});
