/** The order of the training loop, on a fake learner. */
import { expect, test } from 'vitest';
import {
	type Mixer,
	type MixingPolicy,
	type Observation,
	passiveMixer,
	policyRandom,
	TrainedSkills,
} from '#mixing/index.ts';
import type { SentStep } from '#engine/training/Learner.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { PolicyStage } from '#lab/training/policyStage.ts';
import { PolicyTimeline } from '#lab/training/PolicyTimeline.ts';
import { ReadAhead } from '#lab/training/ReadAhead.ts';
import { RunEnd } from '#engine/training/RunEnd.ts';
import { TrainingLoop, type LoopParts } from '#lab/training/TrainingLoop.ts';
import { tinyModel, tinySettings, tinySkills } from '../engine/tinyRun.ts';

/** Skill 1 of the tiny run is watched, so a policy's skill 1 is the run's skill 2. */
const weights = [0.5, 0.25, 0.25];
const shares = passiveMixer(
	() => ({ by: 'weights', weights }),
	() => 'Shares.',
);

/** A loop whose policy, learner and reports write to `log`. */
function recordedLoop(
	learns: Mixer['learns'],
	{ stepMilliseconds = 1, failAt = Infinity }: { stepMilliseconds?: number; failAt?: number } = {},
) {
	let clock = 0;
	const log: string[] = [];
	const observed: Observation[] = [];
	const mixer: Mixer = {
		...shares,
		plan(step) {
			log.push(`plan ${step}`);
			return shares.plan(step);
		},
		probes(step) {
			if (learns === false) return [];
			log.push(`probe ${step}`);
			const examples = [{ skill: 1, part: 'train' as const, index: 0 }];
			return [{ kind: 'measure', id: 'p', examples, quantities: ['promptTokens'] }];
		},
		observe(observation) {
			log.push(`observe ${observation.step}`);
			observed.push(observation);
		},
	};
	if (learns === undefined) delete (mixer as { learns?: Mixer['learns'] }).learns;
	const policy: MixingPolicy = {
		id: 'recorded',
		title: '',
		summary: '',
		parameters: {},
		createMixer: () => mixer,
	};
	const learner = {
		weights: {},
		send(addresses: readonly unknown[], { step }: { step: number }): Promise<SentStep> {
			log.push(`send ${step}`);
			return Promise.resolve(() => {
				log.push(`read ${step}`);
				clock += stepMilliseconds;
				if (step >= failAt) return Promise.reject(new Error(`Step ${step} failed.`));
				const losses = new Float64Array(addresses.length).fill(1);
				return Promise.resolve({ losses, gradientNorm: 1 });
			});
		},
	};
	const world = { decoder: {}, skills: tinySkills, baseWeights: {}, spent: { examples: 0 } };
	const settings = tinySettings([{ fromStep: 0, id: 'recorded', settings: {} }], {
		evaluation: { every: 100, examples: 1, finalExamples: 1, samples: 0 },
	});
	const timeline = new PolicyTimeline(
		settings.policy,
		(id) => ({
			skills: tinySkills.map(({ info: { id: skill, name }, train }) => ({
				id: skill,
				name,
				size: train.count,
				validationSize: 3,
			})),
			batchSize: settings.batching.size,
			totalSteps: settings.steps,
			random: policyRandom(1, id),
			hasAuxiliary: false,
		}),
		() =>
			new TrainedSkills(tinySkills.map(({ use, info }) => ({ use, id: info.id }))).adapt(policy),
	);
	const noStage = () => Promise.resolve(undefined);
	const now = () => clock;
	const parts = {
		settings,
		skills: tinySkills,
		learner,
		world: { ...world, begin: tinyModel.tokenizer.begin },
		timeline,
		stage: { prepare: noStage, survey: noStage } satisfies PolicyStage,
		end: new RunEnd(settings, undefined),
		readAhead: new ReadAhead('webgpu', now),
		now,
	} as unknown as LoopParts;
	const drawn = tinySkills.map(() => 0);
	const loop = new TrainingLoop(parts, { step: 0, drawn, announced: 0, warned: [] });
	const tell = (events: readonly RunEvent[]) =>
		void log.push(...events.map(({ type, step }) => `${type} ${step}`));
	const advance = async (until: number, goesOn?: () => boolean) => {
		const receiver = goesOn && { report: tell, goesOn };
		const events = await loop.advance(until, new AbortController().signal, receiver);
		tell(events);
		return events;
	};
	return { log, observed, advance };
}

test('a step runs in the order plan, send, read, probe, observe, report', async () => {
	const { log, observed, advance } = recordedLoop(undefined);
	const [first] = await advance(2);
	await advance(2);
	expect(log).toEqual([
		...['probe -1', 'observe -1'],
		...['plan 0', 'send 1', 'read 1', 'probe 0', 'observe 0', 'step 1', 'explained 1'],
		...['plan 1', 'send 2', 'read 2', 'probe 1', 'observe 1', 'step 2', 'explained 2'],
	]);
	// The policy sees three trained skills; the event lists all four.
	expect(observed.map(({ batchLoss }) => batchLoss.length)).toEqual([3, 3, 3]);
	expect(first).toMatchObject({ type: 'step', weights: [0.5, 0, 0.25, 0.25] });
});

test('read-ahead sends several steps, reads them together, and reports them in order', async () => {
	const { log, advance } = recordedLoop(false);
	await advance(4);
	// The step that explains the policy is read before the next one is planned.
	expect(log).toEqual([
		...['observe -1', 'plan 0', 'send 1', 'read 1', 'observe 0', 'step 1', 'explained 1'],
	]);
	log.length = 0;
	await advance(4);
	expect(log).toEqual([
		...['plan 1', 'send 2', 'plan 2', 'send 3', 'plan 3', 'send 4'],
		...['read 2', 'read 3', 'read 4'],
		...['observe 1', 'observe 2', 'observe 3', 'step 2', 'step 3', 'step 4'],
	]);
});

/** The loop after its first step, which is read alone. At 30 ms a step, two go together at most. */
async function overlappingLoop(learns: Mixer['learns'], failAt?: number) {
	const loop = recordedLoop(learns, { stepMilliseconds: 30, ...(failAt && { failAt }) });
	await loop.advance(1);
	loop.log.length = 0;
	return loop;
}
const about = (log: readonly string[], ...words: string[]) =>
	log.filter((line) => words.includes(line.split(' ')[0]));

test('the next steps are sent before the losses of the first have arrived', async () => {
	const { log, advance } = await overlappingLoop(false);
	await advance(7, () => true);
	expect(about(log, 'send', 'step')).toEqual([
		...['send 2', 'send 3', 'send 4', 'send 5', 'step 2', 'step 3'],
		...['send 6', 'step 4', 'step 5', 'send 7', 'step 6', 'step 7'],
	]);
});

test('when another call waits, the steps on their way are the last', async () => {
	const { log, advance } = await overlappingLoop(false);
	await advance(9, () => !log.includes('send 4'));
	expect(about(log, 'send', 'step')).toEqual([
		...['send 2', 'send 3', 'send 4', 'send 5'],
		...['step 2', 'step 3', 'step 4', 'step 5'],
	]);
});

test('a policy that learns from each step sees its losses before the next is sent', async () => {
	const { log, advance } = await overlappingLoop(undefined);
	await advance(3, () => true);
	await advance(3, () => true);
	expect(about(log, 'send', 'step')).toEqual(['send 2', 'step 2', 'send 3', 'step 3']);
});

test('steps after one that fails are not reported, those before it are', async () => {
	const { log, advance } = await overlappingLoop(false, 3);
	await expect(advance(5, () => true)).rejects.toThrow('Step 3 failed.');
	expect(about(log, 'send', 'step')).toEqual(['send 2', 'send 3', 'send 4', 'send 5', 'step 2']);
});
