import { expect, test, vi } from 'vitest';
import type { Explanation } from '#mixing/policy.ts';
import { exampleExperiment, exampleSkills } from '#page/state/experiment.test-support.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { LabState } from './LabState.svelte.ts';
import { NextMix } from './NextMix.svelte.ts';

const told = (sentence: string): Explanation => ({ weights: [0.5, 0.5, 0], sentence, traces: [] });

/** Answers are given by the test, in the order that it likes. */
async function bench() {
	const answers: { policy: string; give: (explanation: Explanation | Error) => void }[] = [];
	const calls = {
		'mix.preview': vi.fn(
			({ segment }: { segment: { id: string } }) =>
				new Promise<Explanation>((resolve, reject) =>
					answers.push({
						policy: segment.id,
						give: (told) => (told instanceof Error ? reject(told) : resolve(told)),
					}),
				),
		),
		'experiment.pin': async (request: { experiment: object }) => request.experiment,
		'run.create': async () => ({}),
		'run.list': async () => [],
		subscribe: () => () => {},
	};
	const lab = new LabState(calls as unknown as LabClient, {
		nextFrame: (callback) => callback(),
		newId: () => 'run',
	});
	const info = {
		...{ runs: [], skills: exampleSkills, models: [], policies: [], presets: [] },
		defaultExperiment: exampleExperiment,
	} as unknown as LabInfo;
	await lab.open(Promise.resolve(info), '');
	return { lab, next: new NextMix(lab), answers, calls };
}

test('of two questions the last one counts, though it is answered first', async () => {
	const { lab, next, answers } = await bench();
	const first = next.ask();
	await lab.switchPolicy('proportional', {});
	const second = next.ask();
	expect(answers.map(({ policy }) => policy)).toEqual(['fixed', 'proportional']);
	answers[1].give(told('second'));
	await second;
	answers[0].give(told('first'));
	await first;
	expect(next.explanation?.sentence).toBe('second');
});

test('an answer to what is no longer on the bench is not shown', async () => {
	const { lab, next, answers } = await bench();
	const asked = next.ask();
	answers[0].give(told('fixed'));
	await asked;
	expect(next.explanation?.sentence).toBe('fixed');
	await lab.switchPolicy('uniform', {});
	expect(next.segment?.id).toBe('uniform');
	expect(next.explanation).toBeUndefined();
});

test('once the policy has drawn, the run tells; a refusal is left to the run', async () => {
	const { lab, next, answers, calls } = await bench();
	const asked = next.ask();
	answers[0].give(new Error('settings.tau'));
	await asked;
	expect(next.explanation).toBeNull();

	const run = await lab.ensureRun();
	expect(next.undrawn).toBe(true);
	run.receiveStatus({ kind: 'paused', step: 10 });
	expect(next.undrawn).toBe(false);
	calls['mix.preview'].mockClear();
	await next.ask();
	expect(calls['mix.preview']).not.toHaveBeenCalled();
});
