/**
 * Six journeys through the lab, the same in each engine, and one without SIMD. A journey returns
 * the figures that it measured, and throws an Error if the page does not do what it should.
 */
import { median } from '#engine/core/statistics.ts';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Experiment } from '#lab/run/experiment.ts';
import { curveBits, type Outcome } from '#lab/run/outcome.ts';
import { smallExperiment } from '../support/smallExperiment.ts';
import { expectFeaturesSaid, figuresOfFeatures, type Figures } from './features.ts';
import { LabPage, outcome, type StoredRun } from './LabPage.ts';
import type { Driver } from './driver.ts';

/** The sites, files and figures that a journey may use. */
export interface Surroundings {
	/** Address of the site with the headers that isolate it. */
	readonly isolated: string;
	/** Address of the site without them. */
	readonly plain: string;
	/** An empty folder for files. */
	readonly folder: string;
	/** The small experiment with its results in the first engine, for comparison. */
	readonly reference: { readonly experiment: Experiment; readonly outcome: Outcome };
	/** Results of the default experiment, in the engines that trained it before. */
	readonly defaults: { readonly engine: string; readonly outcome: Outcome }[];
}

export interface Journey {
	readonly id: string;
	readonly title: string;
	/** `npm test` takes this journey too. */
	readonly isSmoke?: boolean;
	/** The engine is started without SIMD, if it can be. */
	readonly withoutSimd?: boolean;
	run(driver: Driver, surroundings: Surroundings, engine: string): Promise<Figures>;
}

/**
 * Tolerance for the default experiment on a processor that rounds otherwise (with or without fused
 * multiply-add). 300 steps amplify the first different bit. An exact match of one skill is counted
 * over 150 prompts, whose standard error is 3 to 4 points.
 */
export const defaultTolerance = { averageExact: 0.03, worstExact: 0.06, loss: 0.05 };

const switchStep = 8;
/** The part of the page that compares a run with the results of its link. */
const verdict = '//section[@aria-label="As the link says"]//*[@role="status"]';

export const journeys: readonly Journey[] = [
	{
		id: 'open',
		title: 'open, with and without isolation headers',
		isSmoke: true,
		async run(driver, { isolated, plain }) {
			const lab = new LabPage(driver, isolated);
			const began = performance.now();
			const info = await lab.open();
			const seconds = (performance.now() - began) / 1000;
			await expectFeaturesSaid(lab, info);
			const features = await figuresOfFeatures(lab, info);
			await lab.until('offline use', () => navigator.serviceWorker.controller !== null);
			const notices = await lab.text('//*[@aria-label="Notices"]');
			if (notices?.includes('new version'))
				throw new Error('The first visit is offered a new version.');
			// The visitor leaves and returns: the page that was left must not keep the database.
			await lab.open();
			const alone = new LabPage(driver, plain);
			await expectFeaturesSaid(alone, await alone.open());
			return { secondsToOpen: seconds, ...features };
		},
	},
	{
		id: 'train',
		title: 'train the default experiment to the same figures',
		async run(driver, { isolated, defaults }, engine) {
			const lab = new LabPage(driver, isolated);
			const { defaultExperiment } = await lab.open();
			const began = performance.now();
			await lab.press('▶ Train');
			await lab.expectStanding(`Finished: ${defaultExperiment.steps} steps.`, 1200);
			const seconds = (performance.now() - began) / 1000;
			const run = await lab.newestRun();
			const here = outcome(run);
			for (const earlier of defaults) expectSameDefault(earlier, here);
			defaults.push({ engine, outcome: here });
			const { averageExact, worstExact } = readExact(here);
			return {
				averageExact,
				worstExact,
				bits: here.bits,
				device: here.device ?? here.backend,
				seconds,
				stepMilliseconds: medianStep(run),
			};
		},
	},
	{
		id: 'switch',
		title: 'switch the policy in the run',
		async run(driver, { isolated, reference }) {
			const lab = new LabPage(driver, isolated);
			await lab.openExperiment(reference.experiment);
			await lab.runToStep(switchStep);
			await lab.pickPolicy('By size');
			await lab.expectText(`//*[@aria-label="Step ${switchStep}: By size"]`, '');
			await lab.press('▶ Continue');
			const { steps } = reference.experiment;
			await lab.expectStanding(`Finished: ${steps} steps.`);
			const { record, events } = await lab.newestRun();
			const policies = record.experiment.policy.map(({ fromStep, id }) => `${fromStep} ${id}`);
			expectEqual('the stored policies', policies.join(), `0 uniform,${switchStep} proportional`);
			const last = events.findLast((event) => event.type === 'step')?.step;
			expectEqual('the last step', last, steps);
			return { steps };
		},
	},
	{
		id: 'reload',
		title: 'reload, and continue to the same bits',
		async run(driver, { isolated, reference: { experiment } }) {
			const lab = new LabPage(driver, isolated);
			await lab.openExperiment(experiment);
			await lab.runToStep(switchStep);
			await driver.reload();
			await lab.ready();
			await lab.expectStanding(`Paused at step ${switchStep}.`);
			await lab.press('▶ Continue');
			await lab.expectStanding(`Finished: ${experiment.steps} steps.`);
			const continued = curveBits((await lab.newestRun()).events);
			const whole = curveBits((await lab.train(experiment)).events);
			expectEqual('the curve after the reload', continued, whole);
			return { bits: continued };
		},
	},
	{
		id: 'import',
		title: 'import a file and train on it',
		async run(driver, { isolated, folder, reference: { experiment } }) {
			const rows = Array.from({ length: 40 }, (_, i) => ({
				question: `How many eggs are ${i} and ${i % 7} eggs?`,
				answer: `${i + (i % 7)}`,
			}));
			const lines = [...rows, { question: 'Without an answer' }].map((row) => JSON.stringify(row));
			const file = path.join(folder, 'eggs.jsonl');
			writeFileSync(file, lines.join('\n'));

			const lab = new LabPage(driver, isolated);
			await lab.open();
			await lab.press('Data');
			await lab.attach('//input[@type="file"][@aria-label="Choose files…"]', file);
			await lab.press('Import');
			await lab.expectText('//main', 'eggs is imported.');
			await lab.expectText('//main', 'answer');
			const skill = await driver.run(async () => {
				const skills = await window.skillet!.client['skill.list']();
				return skills.find(({ name }) => name === 'eggs')!;
			});
			const { train, validation, heldOut } = skill.counts;
			expectEqual('the rows', train + validation + heldOut, rows.length);
			const { events } = await lab.train({
				...experiment,
				steps: 2,
				skills: [
					...experiment.skills,
					{ id: skill.id, name: skill.name, version: 0, sha256: skill.fingerprint, use: 'train' },
				],
			});
			const steps = events.filter((event) => event.type === 'step');
			const drawn = steps.reduce((sum, step) => sum + (step.drawn.at(-1) ?? 0), 0);
			if (drawn === 0) throw new Error('No imported row was drawn.');
			return { rows: rows.length, drawn };
		},
	},
	{
		id: 'link',
		title: 'open a link and read its verdict',
		isSmoke: true,
		async run(driver, { isolated, reference: { experiment, outcome: expected } }) {
			const lab = new LabPage(driver, isolated);
			await lab.openExperiment(experiment, expected);
			await lab.press('▶ Train');
			await lab.expectStanding(`Finished: ${experiment.steps} steps.`);
			await lab.press('Why');
			await lab.press('Results');
			const here = outcome(await lab.newestRun());
			const isSameDevice = here.device === expected.device;
			await lab.expectText(
				verdict,
				isSameDevice ? 'The same, bit for bit' : 'The same within tolerance',
			);
			// The page names the reason of a difference.
			if (!isSameDevice) await lab.expectText(verdict, `${here.device} here`);
			return { verdict: (await lab.text(`${verdict}/p`)) ?? '' };
		},
	},
	{
		id: 'no-simd',
		title: 'without SIMD, train on the next best device',
		withoutSimd: true,
		async run(driver, { isolated, reference: { experiment, outcome: expected } }) {
			const lab = new LabPage(driver, isolated);
			await lab.openExperiment(experiment, expected);
			const info = await lab.ready();
			if (info.device.backend === 'wasm') throw new Error('The engine has SIMD after all.');
			await expectFeaturesSaid(lab, info);
			await lab.press('▶ Train');
			await lab.expectStanding(`Finished: ${experiment.steps} steps.`, 600);
			await lab.press('Why');
			await lab.press('Results');
			await lab.expectText(verdict, 'The same within tolerance');
			const run = await lab.newestRun();
			return { device: outcome(run).device ?? '', stepMilliseconds: medianStep(run) };
		},
	},
];

/** Trains the reference of the other journeys: the small experiment. */
export async function trainReference(
	driver: Driver,
	site: string,
): Promise<Surroundings['reference']> {
	const lab = new LabPage(driver, site);
	const experiment = smallExperiment((await lab.open()).defaultExperiment);
	return { experiment, outcome: outcome(await lab.train(experiment)) };
}

/** Throws an Error if devices of one kind differ in a bit, or two kinds beyond the tolerance. */
export function expectSameDefault(
	earlier: { readonly engine: string; readonly outcome: Outcome },
	here: Outcome,
): void {
	const { engine, outcome: there } = earlier;
	if (there.device === here.device)
		return expectEqual(`the curve's bits (${here.device}, as in ${engine})`, here.bits, there.bits);
	const [a, b] = [readExact(there), readExact(here)];
	for (const figure of ['averageExact', 'worstExact'] as const)
		if (!(Math.abs(a[figure] - b[figure]) <= defaultTolerance[figure]))
			throw new Error(`${figure}: ${b[figure]} here, ${a[figure]} in ${engine}.`);
	there.skills.forEach(({ loss }, i) => {
		const other = here.skills[i]?.loss ?? NaN;
		if (!(Math.abs(loss - other) <= defaultTolerance.loss * loss))
			throw new Error(`Loss of skill ${i}: ${other} here, ${loss} in ${engine}.`);
	});
}

/** Mean and lowest share of exact answers, over the skills that have answers. */
function readExact({ skills }: Outcome): { averageExact: number; worstExact: number } {
	const shares = skills.flatMap(({ exact }) => exact ?? []);
	const sum = shares.reduce((total, share) => total + share, 0);
	return { averageExact: sum / shares.length, worstExact: Math.min(...shares) };
}

/** Median milliseconds per step, without the first two, which compile. */
function medianStep({ events }: StoredRun): number {
	const times = events.flatMap((event) => (event.type === 'step' ? event.milliseconds : []));
	return median(times.slice(2));
}

function expectEqual(what: string, value: unknown, expected: unknown): void {
	if (value !== expected)
		throw new Error(`${what}: ${String(value)}, expected ${String(expected)}.`);
}
