/** The steps that a policy counts in a run with switches. */
import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { constantMixer, TrainedSkills, type MixingPolicy } from '#mixing/index.ts';
import { PolicyTimeline } from './PolicyTimeline.ts';

/** The steps that policy `it` receives at steps 4, 5 and 8 of the run. */
async function runSteps(clock?: 'run') {
	const steps: string[] = [];
	const policy = {
		id: 'it',
		title: 'It',
		summary: 'Records its steps.',
		parameters: {},
		...(clock && { clock }),
		createMixer: () => ({
			...constantMixer([1], { id: 'shares.same', values: { signal: 'loss' } }),
			plan: (step: number) => {
				steps.push(`plan ${step}`);
				return { by: 'weights', weights: [1] } as const;
			},
			observe: ({ step }: { step: number }) => void steps.push(`observe ${step}`),
		}),
	} satisfies MixingPolicy;
	const segments = ['other', 'it', 'other', 'it'].map((id, i) => ({
		fromStep: [0, 4, 6, 8][i],
		id,
		settings: {},
	}));
	const skill = { id: 'a', name: 'A', size: 1, validationSize: 0 };
	const context = { skills: [skill], batchSize: 1, totalSteps: 9 };
	const timeline = new PolicyTimeline(
		segments,
		() => ({ ...context, random: randomStream(1, 'it') }),
		(_id, _settings, firstStep) => new TrainedSkills([skill]).adapt(policy, firstStep),
	);
	const none = () => Promise.resolve(undefined);
	for (const step of [4, 5, 6, 8]) {
		const stage = { prepare: none, survey: none };
		const { mixer, segment } = await timeline.at(step, stage, new AbortController().signal);
		if (segment.id === 'other') continue;
		mixer.plan(step);
		mixer.observe({ step, batchLoss: [null], results: [] });
	}
	return steps;
}

const received = (...steps: number[]) =>
	steps.flatMap((step) => [`plan ${step}`, `observe ${step}`]);

test('steps count from the first one of the policy, after a switch away and back too', async () => {
	expect(await runSteps()).toEqual(received(0, 1, 4));
});
