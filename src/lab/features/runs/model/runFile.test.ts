/** Run files: the same run bit for bit after an import; errors name the file and the field. */
import { gunzipSync, gzipSync, strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { gunzipped, isRunFile } from '#engine/core/gzip.ts';
import { canonicalJson } from '#engine/core/json.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { readRunFile, runFile, type WholeRun } from '#lab/features/runs/model/runFile.ts';
import { explanationText } from '#lab/run/messages.ts';
import { sampleExperiment } from '../../../../../tests/support/sample.ts';
import { parseExperiment } from '#lab/run/schema.ts';
import type { Checkpoint, RunGroup, RunRecord } from '#lab/run/stores.ts';

const list = <T>(value: T): T[] => sampleExperiment.skills.map(() => value);
const evaluation = (step: number): RunEvent => ({
	type: 'evaluation',
	step,
	skills: list({ loss: 1 / 3 + step, exact: 0.5, tokenAccuracy: 0.25, examples: 150 }),
	averageExact: 0.5,
	worstExact: { skill: 0, exact: 0.5 },
	milliseconds: 12,
});
const step = (at: number): RunEvent => ({
	type: 'step',
	step: at,
	loss: Math.PI / at,
	skillLoss: list<number | null>(null),
	weights: list(0.25),
	drawn: list(8),
	tokens: list(64),
	learningRate: 1e-3,
	gradientNorm: null,
	milliseconds: 7,
});
const events: readonly RunEvent[] = [
	{ type: 'memory', step: 0, bytes: 1e7 },
	evaluation(0),
	step(1),
	{
		type: 'explained',
		step: 1,
		explanation: {
			weights: list(0.25),
			sentence: 'Equal <b>shares</b>.',
			traces: [{ label: 'reward', values: list<number | null>(null) }],
		},
	},
	step(2),
	{
		type: 'explained',
		step: 2,
		explanation: {
			weights: list(0.25),
			sentence: [{ id: 'fixed.set', values: {} }, 'Older words.'],
			traces: [],
			warnings: [{ id: 'raise.broken', values: { times: 2 } }],
		},
	},
	{ type: 'warning', step: 2, message: { id: 'run.reopened', values: { step: 1 } } },
	evaluation(2),
	{ type: 'finished', step: 2 },
];
const record: RunRecord = {
	id: 'r1',
	experiment: { ...sampleExperiment, steps: 2 },
	startedAt: 1_700_000_000_000,
	backend: 'webgpu',
	device: 'apple metal-3',
	engine: 1,
	end: 'finished',
	step: 2,
	name: 'A & B',
	tags: ['class'],
	notes: 'First try.',
};
const checkpoint: Checkpoint = {
	runId: 'r1',
	step: 2,
	weights: Float32Array.of(1 / 3, -0, 1e-45),
	firstMoments: Float32Array.of(0.1, 0.2, 0.3),
	secondMoments: Float32Array.of(1, 2, 3),
	counters: { drawn: [1, 2], seed: 2 ** 53 - 1 },
};
const whole: WholeRun = { record, events, checkpoint };
const curves: WholeRun = { record, events };

const makeFile = async (run: WholeRun = curves): Promise<File> => {
	const { name, blob } = await runFile(run, 'class-1');
	return new File([await blob.arrayBuffer()], name);
};
const readText = async (file: File): Promise<string> =>
	strFromU8(gunzipSync(new Uint8Array(await file.arrayBuffer())));

describe('a run file', () => {
	it('brings a run back, every bit of its weights included', async () => {
		const file = await makeFile(whole);
		expect(file.name).toBe('class-1.skillet.json.gz');
		const back = await readRunFile(file);
		expect(back).toEqual(whole);
		expect(Object.is(back.checkpoint!.weights[1], -0)).toBe(true);
		expect(await readRunFile(await makeFile(curves))).toEqual(curves);
		expect(await isRunFile(file)).toBe(true);
	});

	it('keeps the best checkpoint, with weights only', async () => {
		const best = { step: 1, value: 0.5 };
		const earlier = { ...checkpoint, step: 1, weights: Float32Array.of(7, 8, 9) };
		const run: WholeRun = { record: { ...record, best }, events, checkpoint, best: earlier };
		expect(await readRunFile(await makeFile(run))).toEqual(run);
		const last: WholeRun = {
			record: { ...record, best: { step: 2, value: 1 } },
			events,
			checkpoint,
		};
		expect(await readRunFile(await makeFile(last))).toEqual(last);
		expect(await readRunFile(await makeFile({ record: run.record, events }))).toEqual(curves);
	});

	it('of a policy that left opens, with what the policy said, and trains no further', async () => {
		const policy = [{ fromStep: 0, id: 'regmix', settings: { trials: 40 } }];
		const about = { id: 'regmix.law', values: {} };
		const law = { label: 'Fitted law', about, axes: [], trials: [] };
		const sentence = { id: 'regmix.mix', values: { trials: 40 } };
		const explanation = { weights: list(0.25), sentence, traces: [], law };
		const told = { type: 'explained', step: 0, explanation } as unknown as RunEvent;
		const run: WholeRun = {
			record: { ...record, experiment: { ...record.experiment, policy } },
			events: [told, ...events],
		};
		expect(await readRunFile(await makeFile(run))).toEqual(run);
		expect(explanationText(explanation as never).sentence).toBe(
			'The policy "regmix" left in 1.0, and its words with it.',
		);
		expect(() => parseExperiment(run.record.experiment)).toThrow(
			'policy[0].id: the policy "regmix" left in 1.0. Choose another one, such as "fixed".',
		);
	});

	it('can be unpacked, looked at, and imported as plain JSON', async () => {
		const text = await readText(await makeFile());
		const pretty = JSON.stringify(JSON.parse(text), null, 2);
		const file = new File([pretty], 'run.json');
		expect(await isRunFile(file)).toBe(true);
		expect(await readRunFile(file)).toEqual(curves);
	});

	it('has the same bytes for the same run, and the lane of a race', async () => {
		const withGroup = (group: RunGroup) => ({ ...curves, record: { ...record, group } });
		const place = { kind: 'race', id: 'a', key: '0' };
		const parent = { runId: 'q', step: 1 };
		const lane = { ...curves, record: { ...record, parent, group: { ...place, of: 2 } } };
		expect(await readRunFile(await makeFile(lane))).toEqual({
			...curves,
			record: { ...record, parent, group: place },
		});
		const cell = withGroup({ ...place, kind: 'study', temporary: true });
		expect(await readText(await makeFile(cell))).toBe(await readText(await makeFile()));
	});
});

const broken = (file: File, message: RegExp) =>
	expect(readRunFile(file)).rejects.toThrow(
		expect.objectContaining({
			code: 'input',
			message: expect.stringMatching(message) as string,
			data: expect.objectContaining({ file: file.name }) as object,
		}),
	);
/** A file that another program wrote: any content, with the right checksum. */
const makeRun = (run: unknown, change: object = {}): File => {
	const sha256 = sha256Hex(canonicalJson(run));
	return new File(
		[JSON.stringify({ format: 'skillet-run', version: 1, sha256, run, ...change })],
		'bad.skillet.json',
	);
};
const { id, ...head } = record;
const run = { id, ...head, events };
const withEvent = (i: number, change: object) => ({
	...run,
	events: run.events.with(i, { ...run.events[i], ...change }),
});
const deep = '['.repeat(200_000) + ']'.repeat(200_000);
const manySamples = (length: number) =>
	Array.from({ length }, () => ({ skill: 0, prompt: '', answer: '', expected: '', right: null }));
/** The text altered, whatever its checksum is then. */
const withText = (from: string, to: string): File => {
	const sha256 = '0'.repeat(64);
	const text = JSON.stringify({ format: 'skillet-run', version: 1, sha256, run });
	expect(text).toContain(from);
	return new File([text.replace(from, to)], 'bad.skillet.json');
};
const packed = {
	step: 2,
	counters: {},
	weights: 'AACAPw==',
	firstMoments: 'AACAPw==',
	secondMoments: 'AACAPw==',
};

describe('a broken run file', () => {
	it('that was cut off anywhere is refused, and says so', async () => {
		const bytes = new Uint8Array(await (await makeFile(whole)).arrayBuffer());
		for (const part of [0.02, 0.5, 0.9, 0.99])
			await broken(
				new File([bytes.subarray(0, Math.floor(part * bytes.length))], 'half.gz'),
				/^half\.gz: its compressed content is damaged.*Ask for the file once more\. Nothing of it was stored\.$/,
			);
		const text = await readText(await makeFile());
		await broken(
			new File([text.slice(0, text.length / 2)], 'half.json'),
			/^half\.json: it is not JSON/,
		);
	});

	it('with any byte altered is refused', async () => {
		const bytes = new Uint8Array(await (await makeFile()).arrayBuffer());
		for (let at = 20; at < bytes.length; at += 97) {
			const altered = bytes.slice();
			altered[at] ^= 16;
			await expect(readRunFile(new File([altered], 'a.gz'))).rejects.toMatchObject({
				code: 'input',
			});
		}
		const text = await readText(await makeFile());
		const better = text.replace('"exact":0.5', '"exact":0.9');
		await broken(
			new File([better], 'b.json'),
			/^b\.json: sha256: the run was altered on its way, or by hand/,
		);
	});

	it('that is a bomb is refused before it fills the memory', async () => {
		const bomb = new File([gzipSync(new Uint8Array(20_000_000))], 'bomb.gz');
		await expect(gunzipped(bomb, { atMost: 1_000_000 })).rejects.toThrow(
			failure(
				'its content is larger than {atMost} MB, more than a file of this lab has. Choose another.',
				{ atMost: 1 },
			),
		);
		expect(await isRunFile(bomb)).toBe(false);
	});

	it.each<[File, RegExp]>([
		[new File(['{"a":1}'], 'x.json'), /^x\.json: format: must be "skillet-run": this is not a run/],
		[new File([Uint8Array.of(123, 255)], 'x.json'), /not text/],
		[makeRun(run, { version: 2 }), /version: this lab reads version 1, not 2/],
		[makeRun(run, { html: '' }), /html: is not a field here/],
		[
			makeRun({ ...run, experiment: { ...record.experiment, steps: 1e9 } }),
			/run\.experiment\.steps: must be a whole number from 1 to 1000000, not 1000000000/,
		],
		[
			makeRun({ ...run, experiment: { ...record.experiment, version: 9 } }),
			/run\.experiment\.version: this lab reads version 1, not 9/,
		],
		[makeRun({ ...run, stolen: 1 }), /run\.stolen: is not a field here/],
		[
			makeRun({ ...run, step: 1e9 }),
			/run\.step: must be a whole number from 0 to 2, not 1000000000/,
		],
		[makeRun({ ...run, events: 1e9 }), /run\.events: must be a list of events/],
		[makeRun(withEvent(2, { loss: null })), /run\.events\[2\]\.loss: must be a number, not null/],
		[
			makeRun(withEvent(2, { step: 1e9 })),
			/run\.events\[2\]\.step: must be a whole number from 1 to 2/,
		],
		[
			makeRun(withEvent(2, { step: 2 })),
			/run\.events\[2\]\.step: the steps are not in their order/,
		],
		[
			makeRun({ ...run, events: run.events.slice(0, 3) }),
			/run\.events: the steps are not in their order from 1 to 2/,
		],
		[
			makeRun({ ...run, events: [evaluation(2), ...run.events] }),
			/run\.events\[0\]\.step: the steps are not/,
		],
		[
			makeRun(withEvent(2, { weights: [1] })),
			/run\.events\[2\]\.weights: must be a list of 4 values/,
		],
		[
			makeRun({
				...run,
				events: [...events, { type: 'samples', step: 2, samples: manySamples(10_001) }],
			}),
			/run\.events\[9\]\.samples: must be a list of at most 10000/,
		],
		[
			makeRun({ ...run, backend: '<b>' }),
			/run\.backend: must be one of webgpu, wasm, javascript, tfjs, not "<b>"/,
		],
		[withText('"name":"A & B"', `"name":${deep}`), /: it is nested more than 100 levels deep/],
		[
			withText('"name":"A & B"', `"name":[${'{},'.repeat(10_000_001)}0]`),
			/more than 10000000 lists/,
		],
		[makeRun({ ...run, checkpoint: { ...packed, step: 1 } }), /run\.checkpoint\.step: is step 1/],
		[
			makeRun({ ...run, checkpoint: packed, bestCheckpoint: packed }),
			/run\.bestCheckpoint\.step: is step 2/,
		],
		[
			makeRun({ ...run, checkpoint: { ...packed, weights: 'AADAfw==' } }),
			/run\.checkpoint\.weights: is not base64 of finite/,
		],
		[makeRun(withEvent(2, { type: 'stepp' })), /run\.events\[2\]\.type: must be one of the events/],
		[
			makeRun(withEvent(3, { explanation: { weights: [] } })),
			/run\.events\[3\]\.explanation\.weights/,
		],
		[
			makeRun(withEvent(6, { message: { id: 'rows.cut', values: { skills: 1 } } })),
			/run\.events\[6\]\.message: must be text or a message that this lab can show/,
		],
		[
			makeRun({ ...run, checkpoint: { ...packed, weights: 'AAA=' } }),
			/run\.checkpoint\.weights: is not base64 of finite 32-bit floats/,
		],
	])('names the field: case %#', async (file, message) => {
		await broken(file, message);
	});
});
