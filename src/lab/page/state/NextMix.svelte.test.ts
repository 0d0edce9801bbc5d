import { expect, test } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import { exampleExperiment, exampleSkills } from '../../../../tests/support/experiment.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { browserStorage } from './browserStorage.ts';
import { LabState } from './LabState.svelte.ts';
import { NextMix } from './NextMix.svelte.ts';
import { rememberPace } from './pace.ts';

const [, second] = exampleSkills;

/** An open lab with two trained skills, of 10 and of 30 examples. */
async function openLab(change: Partial<Experiment> = {}) {
	const calls = {
		'run.create': async () => ({}),
		'run.list': async () => [],
		subscribe: () => () => {},
	};
	const lab = new LabState(calls as unknown as LabClient, {
		nextFrame: (callback) => callback(),
		newId: () => 'run',
		parts: { places: [], hideable: [] },
		storage: { getItem: () => null, setItem: () => undefined },
	});
	const larger = { ...second, counts: { ...second.counts, train: 30 } };
	const info = {
		runs: [],
		models: [],
		device: { backend: 'wasm', name: 'processor' },
		policies: [],
		skills: exampleSkills.map((skill) => (skill === second ? larger : skill)),
		defaultExperiment: { ...exampleExperiment, ...change },
	} as unknown as LabInfo;
	await lab.open(Promise.resolve(info), '');
	return { lab, next: new NextMix(lab) };
}
const segment = (id: string, settings = {}) => [{ fromStep: 0, id, settings }];

test('the mix is that of the present policy, also after another one is chosen', async () => {
	const { lab, next } = await openLab();
	expect(next.segment?.id).toBe('fixed');
	expect(next.explanation?.weights).toEqual([0.25, 0.75, 0]);
	await lab.switchPolicy('uniform', {});
	expect(next.segment?.id).toBe('uniform');
	expect(next.explanation?.weights).toEqual([0.5, 0.5, 0]);
});

test('the mix follows the examples that the skills have with their noise', async () => {
	const clean = await openLab({ policy: segment('proportional') });
	expect(clean.next.explanation?.weights).toEqual([0.25, 0.75, 0]);
	const [add, ...others] = exampleExperiment.skills;
	const noisy = await openLab({
		policy: segment('proportional'),
		skills: [{ ...add, noise: { wrongShare: 0, duplicates: 5, rows: 5 } }, ...others],
	});
	expect(noisy.next.explanation?.weights).toEqual([0.25, 0.75, 0]);
	const fewer = await openLab({
		policy: segment('proportional'),
		skills: [{ ...add, noise: { wrongShare: 0, duplicates: 5, rows: 1 } }, ...others],
	});
	expect(fewer.next.explanation?.weights[0]).toBeCloseTo(6 / 36, 12);
});

test('once the policy has drawn, the run tells; the run reports impossible settings', async () => {
	const refused = await openLab({ policy: segment('temperature', { tau: -1 }) });
	expect(refused.next.explanation).toBeNull();

	const { lab, next } = await openLab();
	const run = await lab.ensureRun();
	expect(next.hasDrawnNothing).toBe(true);
	run.receiveStatus({ kind: 'paused', step: 10 });
	expect(next.hasDrawnNothing).toBe(false);
	expect(next.explanation).toBeNull();
});

test('the time before Train is an earlier run’s, else expected from the base’s test', async () => {
	const { lab, next } = await openLab();
	const run = await lab.ensureRun();
	expect([next.pace, next.time]).toEqual([null, null]);
	run.receive({
		type: 'evaluation',
		step: 0,
		skills: [{ loss: 2, exact: 0, tokenAccuracy: 0, examples: 10 }],
		averageExact: 0,
		worstExact: null,
		milliseconds: 50,
	});
	expect(next.pace).toMatchObject({ example: 5, isExpected: true });
	expect(next.time).toBeGreaterThan(lab.experiment!.steps * next.pace!.step);
	const earlier = { step: 7, example: 3 };
	rememberPace(browserStorage('localStorage'), 'processor', lab.experiment!, earlier);
	expect(next.pace).toEqual(earlier);
});
