/** A policy's work before its first step: interruption, resuming, costs and measured models. */
import { describe, expect, test } from 'vitest';
import { sha256OfJson } from '#engine/core/hash.ts';
import { randomStream } from '#engine/core/random.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { measure } from '#engine/training/measure.ts';
import { sum } from '#engine/core/statistics.ts';
import {
	type ExampleRef,
	type Mixer,
	type MixingPolicy,
	passiveMixer,
	policyById,
	type Quantity,
} from '#mixing/index.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { initialWeights } from '../../../scripts/lib/pretraining/initialWeights.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunEvent, StepEvent } from '#lab/training/events.ts';
import { openMeasured } from '#engine/training/openTraining.ts';
import { serveMeasure } from '#lab/training/probes.ts';
import type { Trainer, TrainerOptions } from '#lab/training/trainer.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { withoutClock } from '../../support/withoutClock.ts';
import { makeCost, preparing, countReports } from './preparingPolicy.ts';
import { tinyModel, tinySettings, tinySkills } from '../engine/tinyRun.ts';
import { isLong } from '../../support/suite.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';

const device = await openNodeDevice();

const settings = tinySettings([segment(0, preparing.id)], { steps: 4 });
const judge: LoadedModel = {
	...tinyModel,
	weights: initialWeights(tinyModel.specs, randomStream(8)),
};
const open = (changes: Partial<TrainerOptions> = {}) => openTrainer(device, settings, changes);
/** Trains to the end and disposes the trainer. */
async function ended(trainer: Trainer, before: readonly RunEvent[] = []) {
	const events = [...withoutClock(before), ...(await trainTo(trainer, settings.steps))];
	const { artefact } = trainer;
	const state = await trainer.state();
	trainer.dispose();
	return { events, artefact, state };
}
const listSteps = (events: readonly RunEvent[]): StepEvent[] =>
	events.filter((event): event is StepEvent => event.type === 'step');
const readPrepared = (events: readonly RunEvent[]) =>
	events.filter(({ type }) => type === 'prepared');

const trainedSkills = tinySkills.filter(({ use }) => use === 'train');
const rows = trainedSkills.reduce((sum, { train }) => sum + train.count, 0);

describe('a preparation', () => {
	test('gives one event with artefact, roll-out steps and measured examples', async () => {
		const { events, artefact } = await ended(await open());
		expect(readPrepared(events)).toEqual([
			{
				type: 'prepared',
				step: 0,
				id: preparing.id,
				artefact: sha256OfJson(artefact!),
				...makeCost(trainedSkills.length, rows),
				milliseconds: 0,
			},
		]);
		expect(events.findIndex(({ type }) => type === 'prepared')).toBeLessThan(
			events.findIndex(({ type }) => type === 'step'),
		);
	});

	test('repeats the first steps of a longer roll-out under its schedule', async () => {
		const losses: (number | null)[][] = [];
		const rolling: MixingPolicy = {
			...policyById('uniform'),
			prepare: async (_values, { skills }, { rollOut }) => {
				const weights = skills.map(() => 1 / skills.length);
				const mixer = passiveMixer(
					() => ({ by: 'weights', weights }),
					() => 'Equal.',
				);
				const observe: Mixer['observe'] = ({ batchLoss }) => void losses.push([...batchLoss]);
				for (const options of [{ steps: 4, schedule: 8 }, { steps: 4 }, { steps: 8 }])
					await rollOut({ ...mixer, observe }, { ...options, seed: 1 });
				return null;
			},
		};
		await ended(
			await createTrainer(
				{ device, model: tinyModel, skills: tinySkills, settings },
				() => rolling,
			),
		);
		const [part, ownLosses, whole] = [losses.slice(0, 5), losses.slice(5, 10), losses.slice(10)];
		expect(whole).toHaveLength(9);
		expect(part).toEqual(whole.slice(0, 5));
		expect(ownLosses).not.toEqual(part);
	});

	test('resumes to the same bits after any interruption, also in another trainer', async () => {
		const whole = await ended(await open());
		const reports = countReports(trainedSkills.length);
		for (let cutAt = 1; cutAt <= reports; cutAt += isLong ? 1 : 3) {
			const cut = new AbortController();
			let told = 0;
			const trainer = await open({
				onProgress: (label) => {
					if ((label === 'Parts' || label === 'Survey') && ++told === cutAt) cut.abort();
				},
			});
			const before = device.memory();
			const thrown = await trainer.next(1, cut.signal).catch((error: unknown) => error);
			expect(thrown).toBe(cut.signal.reason);
			expect(trainer.step).toBe(0);
			expect(device.memory()).toEqual(before);
			expect(trainer.artefact !== undefined, `cut at ${cutAt}`).toBe(cutAt > reports - 2);
			if (cutAt % 2 === 0) {
				expect(await ended(trainer), `cut at ${cutAt}`).toEqual(whole);
				continue;
			}
			// A checkpoint stores plain data only.
			const restored = structuredClone(await trainer.state());
			trainer.dispose();
			const { events, ...rest } = await ended(await open({ restored }));
			expect({ events, ...rest }, `cut at ${cutAt}, opened again`).toEqual(whole);
		}
	});

	test('is taken from an artefact that the run names, and costs the survey alone', async () => {
		const whole = await ended(await open());
		const sha256 = sha256OfJson(whole.artefact!);
		const named = { ...settings, policy: [{ ...segment(0, preparing.id), artefact: sha256 }] };
		const requests: string[] = [];
		const openArtefact = async (name: string) => {
			requests.push(name);
			return structuredClone(whole.artefact!);
		};
		const { events, state } = await ended(await open({ settings: named, openArtefact }));
		expect(requests).toEqual([sha256]);
		expect(readPrepared(events)).toMatchObject([
			{ artefact: sha256, updates: 0, measured: 2 * rows },
		]);
		expect(listSteps(events)).toEqual(listSteps(whole.events));
		expect(state.weights).toEqual(whole.state.weights);
		const without = await open({ settings: named });
		await expect(without.next()).rejects.toThrow(`no preparation ${sha256}`);
		without.dispose();
	});
});

describe('a measurement', () => {
	const examples: ExampleRef[] = trainedSkills.flatMap((_, skill) =>
		[0, 3, 6].map((index): ExampleRef => ({ skill, part: 'train', index })),
	);
	const addresses = examples.map(({ skill, index }) => ({
		set: trainedSkills[skill].train,
		index,
	}));

	async function serve(quantities: readonly Quantity[], withJudge: boolean) {
		const base = await openMeasured(device, tinyModel);
		const auxiliary = withJudge ? await openMeasured(device, judge) : undefined;
		const world = {
			decoder: base.decoder,
			baseWeights: base.weights,
			auxiliary,
			skills: trainedSkills,
			begin: tinyModel.tokenizer.begin,
			spent: { examples: 0 },
		};
		const probe = { kind: 'measure', id: 'all', examples, quantities } as const;
		const { values } = await serveMeasure(probe, world, base.weights);
		base.dispose();
		auxiliary?.dispose();
		return { values, passes: world.spent.examples / examples.length };
	}
	const auxiliaryOnes = ['auxiliaryLoss', 'auxiliaryState', 'auxiliaryAnswerLoss'] as const;
	const baseOnes = ['baseLoss', 'baseState', 'baseAnswerLoss'] as const;

	test('on the auxiliary model uses its weights and counts each pass once', async () => {
		const { values, passes } = await serve([...auxiliaryOnes, ...baseOnes, 'promptTokens'], true);
		const other = await openMeasured(device, judge);
		const { losses, states } = await measure(other.decoder, other.weights, addresses, {
			states: true,
		});
		other.dispose();
		expect(values.auxiliaryLoss).toEqual(Float32Array.from(losses));
		expect(values.auxiliaryState).toEqual(states);
		for (const [i, quantity] of auxiliaryOnes.entries())
			expect(values[quantity], quantity).not.toEqual(values[baseOnes[i]]);
		expect(passes).toBe(4);
	});

	test('allLoss is the mean over all tokens after the first', async () => {
		const { values, passes } = await serve(['allLoss', 'baseAllLoss'], false);
		expect(values.allLoss).toEqual(values.baseAllLoss);
		expect(passes).toBe(2);
		const base = await openMeasured(device, tinyModel);
		for (const [i, { set, index }] of addresses.entries()) {
			const [begin, end] = [set.offsets[index], set.offsets[index + 1]];
			// Measures each token as if it were the only answer token.
			const alone = Array.from({ length: end - begin - 1 }, (_, at) => {
				const targets = new Uint8Array(set.tokens.length);
				targets[begin + 1 + at] = 1;
				return { set: { ...set, targets }, index };
			});
			const { losses } = await measure(base.decoder, base.weights, alone);
			const mean = sum(losses) / losses.length;
			expect(losses.length).toBeGreaterThan(5);
			expect(values.allLoss![i]).toBeCloseTo(mean, 5);
		}
		base.dispose();
	});

	test('confidence is the probability of the likeliest token, mean over the answer', async () => {
		const { values, passes } = await serve(['confidence', 'loss', 'state'], false);
		expect(passes).toBe(1);
		const base = await openMeasured(device, tinyModel);
		const { set, index } = addresses[0];
		const answer = Array.from({ length: set.offsets[index + 1] }, (_, at) => at).filter(
			(at) => at >= set.offsets[index] && set.targets[at] === 1,
		);
		const likeliest: number[] = [];
		for (const at of answer) {
			// The losses of all tokens of the vocabulary in the place of this one.
			const vocabulary = Array.from({ length: base.decoder.config.vocabulary }, (_, token) => ({
				set: {
					...set,
					tokens: set.tokens.with(at, token),
					targets: new Uint8Array(set.tokens.length).fill(1, at, at + 1),
				},
				index,
			}));
			const { losses } = await measure(base.decoder, base.weights, vocabulary);
			const probabilities = losses.map((loss) => Math.exp(-loss));
			expect(sum(probabilities)).toBeCloseTo(1, 4);
			likeliest.push(Math.max(...probabilities));
		}
		base.dispose();
		const mean = sum(likeliest) / likeliest.length;
		expect(values.confidence![0]).toBeCloseTo(mean, 5);
	});

	test('with an auxiliary model changes a policy’s choices and frees the device', async () => {
		await ended(await open({ auxiliary: judge }));
		const before = device.memory();
		const judged = await ended(await open({ auxiliary: judge }));
		expect(device.memory()).toEqual(before);
		const alone = await ended(await open());
		expect(judged.artefact).toEqual(alone.artefact);
		expect(listSteps(judged.events).map(({ chosen }) => chosen)).not.toEqual(
			listSteps(alone.events).map(({ chosen }) => chosen),
		);
	});
});

describe('a step event', () => {
	/** All rows of one skill and every third row of another have wrong answers. */
	const noisySkills: readonly EncodedSkill[] = tinySkills.map((skill) => {
		const every = { same: 1, copy: 3 }[skill.info.id];
		if (every === undefined) return skill;
		const noisy = skill.train.noisy.map((_, row) => (row % every === 0 ? 1 : 0));
		return { ...skill, train: { ...skill.train, noisy } };
	});

	test('has the chosen rows, their classes and noise flags', async () => {
		const { events } = await ended(await open({ skills: noisySkills }));
		let wrong = 0;
		for (const { chosen, noisy, drawn } of listSteps(events)) {
			expect(chosen).toHaveLength(settings.batching.size);
			for (const { skill, row, class: rowClass, noisy: isNoisy } of chosen!) {
				const { use, train } = noisySkills[skill];
				expect(use).toBe('train');
				expect(isNoisy).toBe(train.noisy[row] === 1);
				const before = trainedSkills.slice(
					0,
					trainedSkills.findIndex(({ info }) => info.id === noisySkills[skill].info.id),
				);
				const place = before.reduce((sum, other) => sum + other.train.count, 0) + row;
				expect(rowClass).toBe(place % 2);
				if (isNoisy) wrong++;
			}
			const countPicks = (skill: number, only: (noisy: boolean) => boolean) =>
				chosen!.filter((each) => each.skill === skill && only(each.noisy)).length;
			expect(drawn).toEqual(noisySkills.map((_, i) => countPicks(i, () => true)));
			expect(noisy).toEqual(noisySkills.map((_, i) => countPicks(i, (is) => is)));
		}
		expect(wrong).toBeGreaterThan(0);
	});

	test('has the number of wrong answers, and no rows if the policy chooses skills', async () => {
		const uniform = { ...settings, policy: [segment(0, 'uniform')], steps: 8 };
		const trainer = await open({ settings: uniform, skills: noisySkills });
		const steps = listSteps(await trainTo(trainer, 8));
		trainer.dispose();
		const same = noisySkills.findIndex(({ info }) => info.id === 'same');
		for (const { noisy, drawn, chosen } of steps) {
			expect(chosen).toBeUndefined();
			expect(noisy![same]).toBe(drawn[same]);
			noisy!.forEach((count, i) => expect(count).toBeLessThanOrEqual(drawn[i]));
		}
		expect(steps.some(({ noisy }) => noisy![same] > 0)).toBe(true);
		expect(steps.some(({ noisy, drawn }) => noisy![0] < drawn[0])).toBe(true);
	});

	test('has the time of probes only if there were some', async () => {
		const measuring = { ...settings, policy: [segment(0, 'mos', { interval: 2 })] };
		const trainer = await open({ settings: measuring });
		const steps: StepEvent[] = [];
		while (trainer.step < 4) steps.push(...listSteps(await trainer.next()));
		trainer.dispose();
		// The policy asks after every other step.
		expect(steps.map(({ probeMilliseconds }) => probeMilliseconds !== undefined)).toEqual([
			...[false, true, false, true],
		]);
		for (const { probeMilliseconds = 1 } of steps) expect(probeMilliseconds).toBeGreaterThan(0);
	});
});
