/**
 * What must become of runs, whatever happens to them: each is a part of one undisturbed training of
 * its experiment, and the lab keeps what it said to be stored.
 */
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunEnd } from '#lab/run/stores.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import type { TrainerOptions } from '#lab/training/trainer.ts';
import { trainerFixture } from './trainer.ts';
import { withoutClock } from './withoutClock.ts';

/** A policy that prepares before its first step. */
export const preparing = 'replay';

/** A training that nothing disturbs. */
interface Undisturbed {
	/** Events by step; index 0: the test of the base model. */
	readonly events: readonly (readonly RunEvent[])[];
	/** Weights after each step, and what a test of them says. */
	readonly weights: readonly Float32Array[];
	readonly tests: readonly (readonly RunEvent[])[];
}

const trained = new Map<string, Promise<Undisturbed>>();

/** The training of the experiment from its first to its last step, by the trainer alone. */
export function undisturbed(experiment: Experiment): Promise<Undisturbed> {
	const key = JSON.stringify(experiment);
	const found = trained.get(key) ?? trainAlone(experiment);
	trained.set(key, found);
	return found;
}

async function trainAlone(experiment: Experiment): Promise<Undisturbed> {
	const fixture = trainerFixture();
	fixture.preparing.add(preparing);
	const options = { settings: experiment, skills: experiment.skills };
	const trainer = await fixture.createTrainer(options as unknown as TrainerOptions);
	const events: RunEvent[][] = [];
	const tests: RunEvent[][] = [];
	const weights: Float32Array[] = [];
	for (let more = await trainer.start(); ; more = await trainer.next()) {
		events.push(inCurve(more));
		tests.push(inCurve(await trainer.evaluate()));
		weights.push((await trainer.state()).weights);
		if (more.some(({ type }) => type === 'finished')) return { events, weights, tests };
	}
}

/** Events that say what was trained. Others say how: where it was stored, switched, interrupted. */
export const inCurve = (events: readonly RunEvent[]): RunEvent[] =>
	withoutClock(events).filter(
		({ type }) => !['checkpoint', 'policySwitched', 'warning', 'failed'].includes(type),
	);

export class ModelRun {
	end: RunEnd = 'running';
	/** Steps of the evaluations that somebody asked for. */
	asked: number[] = [];
	/** Steps with a checkpoint, and the bests of their time. */
	readonly marks: Set<number>;
	bests: { readonly step: number; readonly value: number }[] = [];
	/** Switches by hand after step 0, which were announced at once. */
	byHand: (readonly [step: number, policy: string])[] = [];

	/** `step`: the last one whose events are shown. */
	constructor(
		public experiment: Experiment,
		public step = 0,
	) {
		this.marks = new Set([step]);
	}

	/** The step at which it goes on. */
	get stored(): number {
		return Math.max(...this.marks);
	}

	/**
	 * Trains up to the step or to the end, and rests there. `breaks`: the step after it fails.
	 * `isFull`: the next checkpoint cannot be stored.
	 */
	async train(to = Infinity, { breaks = false, isFull = false } = {}): Promise<void> {
		const { events } = await undisturbed(this.experiment);
		const { checkpointEvery, policy } = this.experiment;
		const end = events.length - 1;
		const last = Math.min(to, end);
		while (this.step < last) {
			const step = ++this.step;
			const validated = events[step].find((event) => event.type === 'validated');
			const isBest = validated && this.bests.every(({ value }) => validated.value < value);
			const isDue =
				(step === last && !(breaks && last < end)) ||
				step % checkpointEvery === 0 ||
				policy.some(({ fromStep }) => fromStep === step) ||
				events[step].some(({ type }) => type === 'prepared');
			if (isFull && (isBest || isDue)) {
				this.end = 'failed';
				return;
			}
			if (isBest) this.bests.push({ step, value: validated.value });
			if (isBest || isDue) this.marks.add(step);
		}
		if (last < end) {
			if (breaks) this.end = 'failed';
			return;
		}
		this.end = 'finished';
		const { budget } = this.experiment;
		if (budget?.kind === 'seconds')
			this.experiment = { ...this.experiment, budget: { ...budget, stopped: last } };
	}

	/** It goes on at its last checkpoint. What came later is forgotten. */
	reopen(): void {
		if (this.end === 'failed') this.end = 'running';
		if (this.end === 'running') this.step = this.stored;
	}

	switchTo(id: string, settings: PolicySegment['settings']): void {
		const before = this.experiment.policy.filter(({ fromStep }) => fromStep < this.step);
		const policy = [...before, { fromStep: this.step, id, settings }];
		this.experiment = { ...this.experiment, policy };
		this.marks.add(this.step);
		if (this.step > 0) this.byHand.push([this.step, id]);
	}

	test(): void {
		this.asked.push(this.step);
		this.marks.add(this.step);
	}

	fork(step: number): ModelRun {
		const { budget, policy } = this.experiment;
		const fork = new ModelRun(
			{
				...this.experiment,
				policy: policy.filter(({ fromStep }) => fromStep === 0 || fromStep < step),
				...(budget?.kind === 'seconds' && { budget: { kind: 'seconds', seconds: budget.seconds } }),
			},
			step,
		);
		fork.asked = this.asked.filter((at) => at < step);
		fork.byHand = this.byHand.filter(([at]) => at < step);
		// The fork chooses its best checkpoint among its own.
		fork.bests = this.bests.slice(-1).filter((best) => best.step === step);
		return fork;
	}

	/** The switches that its events announce: a planned one with the step after it. */
	switches(): (readonly [step: number, policy: string])[] {
		const planned = this.experiment.policy
			.filter(({ fromStep }) => fromStep > 0 && fromStep < this.step)
			.filter(({ fromStep }) => !this.byHand.some(([at]) => at === fromStep))
			.map(({ fromStep, id }) => [fromStep, id] as const);
		return [...planned, ...this.byHand].sort(([a], [b]) => a - b);
	}

	/** Its curve: all events up to its step. */
	async curve(): Promise<RunEvent[]> {
		const { events, tests } = await undisturbed(this.experiment);
		return events
			.slice(0, this.step + 1)
			.flatMap((ofStep, step) => [
				...ofStep,
				...this.asked.filter((at) => at === step).flatMap(() => tests[step]),
			]);
	}
}
