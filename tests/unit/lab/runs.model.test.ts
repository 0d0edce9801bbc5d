/**
 * Whatever happens to runs (pauses, switches, forks, deletions, reloads, closed tabs, lost devices,
 * full disks, numbers that are not finite), each stays a part of one undisturbed training, and what
 * was said to be stored is there. The model is tests/support/runModel.ts.
 */
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { InputError, StorageError } from '#engine/core/errors.ts';
import { canonicalJson, type JsonObject } from '#engine/core/json.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { freshBrowser, killAtWrite } from '../../support/browser.ts';
import {
	controlFixture,
	experiment,
	fileSkill,
	loseDevice,
	never,
	waysToLose,
	type ControlFixture,
} from '../../support/runControl.ts';
import { inCurve, ModelRun, preparing, undisturbed } from '../../support/runModel.ts';
import { isLong } from '../../support/suite.ts';
import { failNextSave, putSkill } from '../../support/testStores.ts';
import { notFinite } from '../../support/trainer.ts';
import { openStores } from '../../../src/lab/storage/stores.ts';
import type { Run } from '#lab/run/Run.ts';
import { checkedPolicy } from '#lab/run/checkedPolicy.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabStores } from '#lab/run/stores.ts';

const policies: readonly (readonly [id: string, settings: JsonObject])[] = [
	['uniform', {}],
	['proportional', {}],
	['fixed', { ratios: { [fileSkill.id]: 1 } }],
	[preparing, {}],
];
const planned = (...steps: readonly (readonly [step: number, policy: number])[]) =>
	checkedPolicy(
		steps.map(([fromStep, policy]) => {
			const [id, settings] = policies[policy];
			return { fromStep, id, settings };
		}),
		experiment.skills,
	);
const experiments: readonly Experiment[] = [
	experiment,
	{ ...experiment, policy: planned([0, 3]), seed: 2 },
	{ ...experiment, policy: planned([0, 0], [9, 2], [13, 3]) },
	{ ...experiment, budget: { kind: 'seconds', seconds: 0.125 } },
	{ ...experiment, budget: { kind: 'tokens', tokens: 16 }, checkpointEvery: 20 },
	{ ...experiment, evaluation: { ...experiment.evaluation, best: 'loss' } },
];

/** Errors without a name wait for the browser's report of a loss. */
const ways = isLong ? waysToLose : (['no answer', 'named error', 'no news'] as const);

const openTab = () => openStores({ browser: {}, pieceBytes: 16 });

/** Numbers from which an action chooses a run, a moment, a policy. */
interface Choices {
	readonly choice: number;
	readonly steps: number;
	readonly n: number;
}

/** A lab and the model of its runs. Each action changes both. */
class Lab {
	readonly #runs = new Map<string, ModelRun>();
	#made = 0;

	private constructor(
		private stores: LabStores,
		private tab: ControlFixture,
	) {}

	static async open(): Promise<Lab> {
		freshBrowser();
		const stores = await openTab();
		await putSkill(stores, fileSkill, [promptAnswer('1+1', '2')]);
		return new Lab(stores, await openControl(stores));
	}

	readonly actions = {
		create: async (choices: Choices) => {
			const { choice, steps } = choices;
			const { control } = this.tab;
			const chosen = experiments[choice % experiments.length];
			const id = `run${this.#made++}`;
			if (steps % 2 === 1) await control.test(id, chosen, never);
			const closed = await this.#playAnother(choices);
			await control.create(id, chosen, never);
			await closed();
			this.#runs.set(id, new ModelRun(chosen));
		},

		createOnFullDisk: async () => {
			failNextSave(this.stores);
			const created = this.tab.control.create('full', experiment, never);
			await expect(created).rejects.toThrow(StorageError);
		},

		createAndCancel: async ({ steps }: Choices) => {
			const cancel = new AbortController();
			const created = this.tab.control.create('cancelled', experiment, cancel.signal);
			for (let i = 0; i < steps % 4; i++) await nextTask();
			cancel.abort();
			await created.then(
				() => this.tab.control.delete('cancelled'),
				(error: unknown) => expect(error).toMatchObject({ name: 'AbortError' }),
			);
		},

		train: this.#withRun(async (run, model, { steps }) => {
			const to = steps > 12 ? Infinity : model.step + 1 + steps;
			await play(run, to);
			await model.train(to);
		}),

		pause: this.#interrupt(() => Promise.resolve()),

		stop: this.#interrupt(
			(run) => run.stop(),
			(model) => {
				model.test();
				model.end = 'stopped';
			},
		),

		evaluate: this.#interrupt(
			(run) => run.evaluate(),
			(model) => model.test(),
		),

		switchPolicy: this.#interrupt(
			(run, { n }) => run.switchPolicy(...policies[n % policies.length]),
			(model, { n }) => {
				const { id, settings } = planned([0, n % policies.length])[0];
				model.switchTo(id, settings);
			},
		),

		ask: this.#interrupt(async (run) => {
			const { text } = await run.generate('a', 'tuned', { maxTokens: 8 });
			expect(text).toBe(`a:tuned:${run.step}`);
		}),

		fork: async (choices: Choices) => {
			const { choice, steps, n } = choices;
			const [runId, parent] = this.#choose(choice);
			if (!parent) return;
			const step = [...parent.marks][steps % parent.marks.size];
			const newRunId = `run${this.#made++}`;
			const [id, settings] = policies[n % policies.length];
			const policy = n < 8 ? { policy: { id, settings } } : {};
			const isAtEnd = parent.end === 'finished' && step === parent.step;
			const closed = await this.#playAnother(choices);
			const fork = parent.fork(step);
			const forked = this.tab.control.fork({ runId, step, newRunId, ...policy }, never);
			if (isAtEnd) await expect(forked).rejects.toThrow(InputError);
			else await forked;
			await closed();
			if (isAtEnd) return;
			const last = fork.experiment.policy.at(-1)!;
			const checked = planned([0, n % policies.length])[0];
			const continues =
				!policy.policy ||
				(last.id === id && canonicalJson(last.settings) === canonicalJson(checked.settings));
			if (!continues) fork.switchTo(id, checked.settings);
			this.#runs.set(newRunId, fork);
		},

		remove: async ({ choice, steps }: Choices) => {
			const [id, model] = this.#choose(choice);
			if (!model) return;
			const run = await this.#open(id, model);
			if (steps > 0 && model.end === 'running') await this.#reachMidst(run, steps);
			await this.tab.control.delete(id);
			this.#runs.delete(id);
		},

		reload: async () => this.#reload(),

		closeTab: this.#withRun(async (run, model, { n }) => {
			const { id } = run.record;
			const writes = killAtWrite(n + 1);
			run.play({ kind: 'full' });
			while (run.training && writes() <= n) await nextTask();
			// The tab that is gone computes no more.
			this.tab.trainer.meddle = () => new Promise(() => undefined);
			this.stores.close();
			vi.restoreAllMocks();
			const said = this.tab.told(id).events.findLast(({ type }) => type === 'checkpoint');
			await this.#reload();
			const { step } = (await this.stores.runs.get(id))!;
			expect(step).toBeGreaterThanOrEqual(said?.step ?? 0);
			await model.train(step);
		}),

		/** Once, or a second time while it recovers. */
		loseDevice: this.#withRun(async (run, model, { choice, steps, n }) => {
			const { trainer, told } = this.tab;
			const { events } = told(run.record.id);
			const before = events.length;
			const from = model.step;
			const losses = choice % 2 === 0 ? [n] : [n, n + 1 + steps];
			let requests = 0;
			trainer.meddle = () =>
				losses.includes(requests++) && loseDevice(this.tab, ways[(steps + requests) % ways.length]);
			await play(run, Infinity);
			trainer.meddle = null;
			await model.train();
			const trained = events.slice(before).filter(({ type }) => type === 'step');
			expect(trained.map(({ step }) => step - from)).toEqual(trained.map((_, i) => i + 1));
		}),

		diverge: this.#withRun(async (run, model, { steps }) => {
			const step = model.step + 1 + steps;
			this.tab.trainer.failAt = { step, error: notFinite(step) };
			await play(run, Infinity);
			this.tab.trainer.failAt = null;
			await model.train(step - 1, { breaks: true });
		}),

		fillDisk: this.#withRun(async (run, model) => {
			failNextSave(this.stores);
			await play(run, Infinity);
			vi.restoreAllMocks();
			await model.train(Infinity, { isFull: true });
		}),
	};

	/** What the lab has and says is what the model expects. */
	async check(): Promise<void> {
		const { control, told, trainer } = this.tab;
		expect(trainer.alive()).toBeLessThanOrEqual(1);
		const listed = (await this.stores.runs.list()).map(({ id }) => id);
		expect(listed.sort()).toEqual([...this.#runs.keys()].sort());
		for (const [id, model] of this.#runs) {
			const record = await this.stores.runs.get(id);
			const { experiment, end, stored: step } = model;
			expect(record).toMatchObject({ experiment, end, step });
			expect(record!.best).toEqual(model.bests.at(-1));
			const events = await control.events(id);
			expect(inCurve(events)).toEqual(await model.curve());
			const switched = events.flatMap((event) =>
				event.type === 'policySwitched' ? [[event.step, event.id]] : [],
			);
			expect(switched).toEqual(model.switches());
			const steps = await this.stores.runs.checkpointSteps(id);
			expect(steps).toEqual([...model.marks].sort((a, b) => a - b));
			const { weights } = await undisturbed(experiment);
			for (const at of steps)
				expect((await this.stores.runs.checkpoint(id, at))!.weights).toEqual(weights[at]);
			const status = told(id).statuses.at(-1);
			if (status) expect(status.kind).toBe(end === 'running' ? 'paused' : end);
		}
	}

	/** Each run ends as if nothing had happened to it. */
	async finish(): Promise<void> {
		for (const [id, model] of this.#runs) {
			const run = await this.#open(id, model);
			if (model.end !== 'running') continue;
			await play(run, Infinity);
			await model.train();
		}
		await this.check();
		this.stores.close();
	}

	#choose(choice: number): [id: string, model: ModelRun | undefined] {
		const runs = [...this.#runs];
		return runs[choice % runs.length] ?? ['', undefined];
	}

	/** The run, opened if necessary. A failed one goes on at its last checkpoint. */
	async #open(id: string, model: ModelRun): Promise<Run> {
		const { control } = this.tab;
		if (model.end !== 'failed') return control.opened(id, never);
		model.reopen();
		return control.resume(id, never);
	}

	async #reload(): Promise<void> {
		this.stores.close();
		this.stores = await openTab();
		this.tab = await openControl(this.stores);
	}

	/** Plays the run until it is in the midst of a step or of a preparation. */
	async #reachMidst(run: Run, steps: number): Promise<void> {
		const { calls } = this.tab.trainer;
		const before = calls.length;
		const count = () => calls.slice(before).filter((what) => /^(next|prepare)/.test(what)).length;
		run.play({ kind: 'full' });
		while (run.training && count() < steps) await nextTask();
	}

	/** Plays one of the runs. Returns a function that expects it to be closed, wherever it was. */
	async #playAnother({ choice, n }: Choices): Promise<() => Promise<void>> {
		const [id, model] = this.#choose(choice + n);
		const isPlayed = model?.end === 'running' && n % 3 > 0;
		if (isPlayed) await this.#reachMidst(await this.#open(id, model), n);
		return async () => {
			if (!isPlayed) return;
			await (await this.tab.control.ifOpen(id))?.pause();
			await model.train((await this.stores.runs.get(id))!.step);
		};
	}

	/** An action on a run that has not ended. */
	#withRun(act: (run: Run, model: ModelRun, choices: Choices) => Promise<void>) {
		return async (choices: Choices) => {
			const [id, model] = this.#choose(choices.choice);
			if (!model) return;
			const run = await this.#open(id, model);
			if (model.end === 'running') await act(run, model, choices);
		};
	}

	/** An action on a run that trains or rests, and a pause at once. */
	#interrupt(
		act: (run: Run, choices: Choices) => Promise<unknown>,
		expected: (model: ModelRun, choices: Choices) => void = () => undefined,
	) {
		return this.#withRun(async (run, model, choices) => {
			if (choices.steps > 0) await this.#reachMidst(run, choices.steps);
			const acted = act(run, choices).then(
				() => true,
				(error: unknown) => {
					expect(error).toBeInstanceOf(InputError);
					return false;
				},
			);
			const { step } = await run.pause();
			const isDone = await acted;
			expect(step).toBeGreaterThanOrEqual(model.step);
			await model.train(step);
			if (model.end === 'running') {
				expect(isDone).toBe(true);
				expected(model, choices);
			}
		});
	}
}

/** Trains until the run rests. */
async function play(run: Run, to: number): Promise<void> {
	run.play(to === Infinity ? { kind: 'full' } : { kind: 'until', step: to });
	while (run.training) await nextTask();
	await run.events();
}

async function openControl(stores: LabStores): Promise<ControlFixture> {
	const tab = await controlFixture(stores);
	tab.trainer.preparing.add(preparing);
	return tab;
}

afterEach(() => void vi.restoreAllMocks());

const names = Object.keys((await Lab.open()).actions) as (keyof Lab['actions'])[];
const action = fc.record({
	name: fc.constantFrom(...names, 'train', 'switchPolicy', 'fork', 'fork', 'fork'),
	choice: fc.nat(20),
	steps: fc.nat(15),
	n: fc.nat(12),
});

it('a run is a part of one training, whatever happens', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 16 }), async (actions) => {
			const lab = await Lab.open();
			for (const { name, ...choices } of [
				{ name: 'create' as const, choice: 0, steps: 0, n: 0 },
				...actions,
			]) {
				await lab.actions[name](choices);
				await lab.check();
			}
			await lab.finish();
		}),
		{ numRuns: isLong ? 1000 : 24 },
	);
}, 300_000);
