import { describe, expect, test } from 'vitest';
import { failure } from '../../support/failure.ts';
import { NonFiniteError } from '#engine/core/errors.ts';
import { examplesPerPass, measure } from '#engine/training/measure.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { generate } from '#engine/model/generate.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import type { TrainerOptions } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { awaited } from '../../support/awaitedDevice.ts';
import { withoutClock } from '../../support/withoutClock.ts';
import { isOfTest } from '#lab/run/BaseTest.ts';
import { tinyModel, tinySettings, tinySkills } from '../engine/tinyRun.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';
import type { JsonObject } from '#engine/core/json.ts';

const device = await openNodeDevice();

const open = (settings: RunSettings, options?: Partial<TrainerOptions>) =>
	openTrainer(device, settings, options);
async function wholeRun(settings: RunSettings) {
	const trainer = await open(settings);
	const events = withoutClock(await trainer.start());
	events.push(...(await trainTo(trainer, settings.steps)));
	const state = await trainer.state();
	trainer.dispose();
	return { events, state };
}

describe('reproducibility', () => {
	test('equal seeds give equal events and weights, bit for bit; other seeds do not', async () => {
		const [a, b] = [
			await wholeRun(tinySettings([segment(0, 'uniform')])),
			await wholeRun(tinySettings([segment(0, 'uniform')])),
		];
		expect(a).toEqual(b);
		const c = await wholeRun(tinySettings([segment(0, 'uniform')], { seed: 6 }));
		expect(c.events).not.toEqual(a.events);
		expect(c.state.weights).not.toEqual(a.state.weights);
	});

	test('a run with the kept test of another policy equals one that tested its base', async () => {
		const tested = (await wholeRun(tinySettings([segment(0, 'proportional')]))).events.filter(
			(event) => isOfTest(event) && event.step === 0,
		);
		const settings = tinySettings([segment(0, 'uniform')]);
		const whole = await wholeRun(settings);
		const trainer = await open(settings);
		const events = withoutClock(await trainer.start(undefined, tested));
		expect(events.filter(isOfTest)).toEqual(tested);
		events.push(...(await trainTo(trainer, settings.steps)));
		expect(events).toEqual(whole.events);
		expect(await trainer.state()).toEqual(whole.state);
		trainer.dispose();
	});

	test('a disposed run leaves nothing on the device', async () => {
		// The first run creates what all programs share.
		await wholeRun(tinySettings([segment(0, 'uniform')]));
		const before = device.memory();
		await wholeRun(tinySettings([segment(0, 'uniform')]));
		expect(device.memory()).toEqual(before);
	});
});

test.each<[string, JsonObject]>([
	['uniform', {}],
	['mos', { interval: 2, examples: 2 }],
	[
		'timetable',
		{
			points: [
				{ step: 0, ratios: { copy: 1 } },
				{ step: 6, ratios: { same: 1 } },
			],
		},
	],
	['raise', { episodes: 1, episodeSteps: 2, refresh: 3, validation: 4 }],
	['dynamix-sft', { every: 2, rows: 2 }],
])('read-ahead gives the same events as single steps, %s first', async (id, policy) => {
	const segments = [segment(0, id, policy), segment(6, 'proportional'), segment(9, 'uniform')];
	const settings = tinySettings(segments);
	const alone = await wholeRun(settings);
	// A device that pretends to be a GPU, and steps without length: as many are read together as can
	// be, also on a busy machine.
	const trainer = await open(settings, { device: awaited(device), now: () => 0 });
	const events = withoutClock(await trainer.start());
	let calls = 0;
	for (; trainer.step < settings.steps; calls++)
		events.push(...withoutClock(await trainer.next(settings.steps)));
	expect(events).toEqual(alone.events);
	expect(await trainer.state()).toEqual(alone.state);
	expect(calls, 'some calls train several steps').toBeLessThan(settings.steps);
	trainer.dispose();
});

test('a policy explains itself with its first batch, also after a switch back', async () => {
	const segments = [segment(0, 'uniform'), segment(4, 'proportional'), segment(7, 'uniform')];
	const { events } = await wholeRun(tinySettings(segments));
	const explained = new Map(
		events.flatMap((event) =>
			event.type === 'explained' ? [[event.step, event.explanation.sentence]] : [],
		),
	);
	expect(explained.get(5)).not.toEqual(explained.get(1));
	expect(explained.get(8)).toEqual(explained.get(1));
});

test('a watched skill is evaluated and never trained', async () => {
	const { events } = await wholeRun(tinySettings([segment(0, 'uniform')]));
	const steps = events.filter((event) => event.type === 'step');
	expect(steps.every(({ drawn, weights }) => drawn[1] === 0 && weights[1] === 0)).toBe(true);
	const last = events.findLast((event) => event.type === 'evaluation');
	expect(last?.skills[1]?.examples).toBe(5);
});

test('an unknown policy or invalid settings are refused before the run', async () => {
	await expect(open(tinySettings([segment(0, 'fixed', { ratios: { copy: -1 } })]))).rejects.toThrow(
		failure('a share must be a number of 0 or more, not {share}.', {
			field: 'settings.ratios.copy',
		}),
	);
	await expect(open(tinySettings([segment(0, 'no such')]))).rejects.toThrow(
		failure('{field}: there is no mixing policy "{id}". Known ones: {known}.', { id: 'no such' }),
	);
});

test('divergence throws NonFiniteError with the step', async () => {
	const settings = tinySettings([segment(0, 'uniform')]);
	const trainer = await open({
		...settings,
		optimizer: { ...settings.optimizer, learningRate: 1e30, clip: 1e30 },
	});
	const failure = await trainTo(trainer, 12).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(NonFiniteError);
	expect((failure as Error).message).toMatch(/step \d+.*learning rate/);
	trainer.dispose();
});

test('recomputed activations change no bit', async () => {
	const settings = tinySettings([segment(0, 'uniform')], { steps: 4 });
	const whole = await wholeRun(settings);
	expect(await wholeRun({ ...settings, activations: 'recomputed' })).toEqual(whole);
});

test('NaN weights throw NonFiniteError instead of giving scores', async () => {
	const decoder = await DecoderOnDevice.open(device, tinyModel.config, tinyModel.specs);
	const broken = tinyModel.weights.map(() => Number.NaN);
	const weights = await decoder.upload('weights', broken);
	await expect(
		measure(decoder, weights, [{ set: tinySkills[0].heldOut, index: 0 }]),
	).rejects.toThrow(NonFiniteError);
});

test('a measurement on the processor lets later calls in, which may end it', async () => {
	const decoder = await DecoderOnDevice.open(device, tinyModel.config, tinyModel.specs);
	const weights = await decoder.upload('weights', tinyModel.weights);
	const ten = 10 * examplesPerPass;
	const examples = Array.from({ length: ten }, () => ({ set: tinySkills[0].heldOut, index: 0 }));
	const aborter = new AbortController();
	const measured = measure(decoder, weights, examples, { signal: aborter.signal });
	setTimeout(() => aborter.abort());
	await expect(measured).rejects.toThrow('aborted');
});

test('exact match by teacher forcing equals greedy decoding', async () => {
	const settings = tinySettings([segment(0, 'uniform')], {
		steps: 120,
		evaluation: { every: 1000, examples: 1, finalExamples: 1, samples: 0 },
	});
	const trainer = await open(settings);
	await trainTo(trainer, 120);
	const decoder = await DecoderOnDevice.open(device, tinyModel.config, tinyModel.specs);
	const weights = await decoder.upload('weights', (await trainer.state()).weights);
	const outcomes = new Set<boolean>();
	for (const { train } of tinySkills) {
		const examples = Array.from({ length: train.count }, (_, index) => ({ set: train, index }));
		const { hits } = await measure(decoder, weights, examples);
		const rows = examples.map(({ index }) => [
			...train.tokens.subarray(train.offsets[index], train.offsets[index + 1]),
		]);
		const prompts = rows.map((row, i) => row.slice(0, train.promptLengths[i]));
		const answers = await generate(decoder, weights, prompts, {
			end: tinyModel.tokenizer.end,
			maxTokens: 8,
		});
		rows.forEach((row, i) => {
			const right =
				answers[i].ended &&
				answers[i].tokens.join() === row.slice(train.promptLengths[i], -1).join();
			expect(hits[i] === 1, `row ${i}`).toBe(right);
			outcomes.add(right);
		});
	}
	expect([...outcomes].sort()).toEqual([false, true]);
	trainer.dispose();
});

test('generate continues a text, and stops when it is cancelled', async () => {
	const trainer = await open(tinySettings([segment(0, 'uniform')]));
	const { tokenizer, config, specs, weights: base } = tinyModel;
	const decoder = await DecoderOnDevice.open(device, config, specs);
	const weights = await decoder.upload('weights', base);
	const prompt = 'copy a1';
	const begin = tokenizer.begin === null ? [] : [tokenizer.begin];
	const [whole] = await generate(decoder, weights, [[...begin, ...tokenizer.encode(prompt)]], {
		end: tokenizer.end,
		maxTokens: 6,
	});
	const { text } = await trainer.generate(prompt, 'base', { maxTokens: 6, form: 'text' });
	expect(text).toBe(tokenizer.decode(whole.tokens));
	const stop = [text.at(-1), ''];
	const stopped = await trainer.generate(prompt, 'base', { maxTokens: 6, form: 'text', stop });
	expect(stopped.text).toBe(text.slice(0, text.indexOf(text.at(-1))));
	expect(stopped.ended).toBe(true);
	const cancelled = AbortSignal.abort(new DOMException('Cancelled.', 'AbortError'));
	await expect(
		trainer.generate(prompt, 'base', { maxTokens: 6, form: 'text', signal: cancelled }),
	).rejects.toThrow('Cancelled.');
	expect((await trainer.generate(prompt, 'base', { maxTokens: 6, form: 'text' })).text).toBe(text);
	trainer.dispose();
});
