/** The training loop. Each step runs: plan, batch, step, probe, observe, report. */
import { canonicalJson } from '#engine/core/json.ts';
import { randomStream, type RandomStream } from '#engine/core/random.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { Mixer } from '#mixing/index.ts';
import type { Counters } from './counters.ts';
import type { RunEvent } from './events.ts';
import type { Learner } from '#engine/training/Learner.ts';
import type { StepScalars } from '#engine/training/optimizer.ts';
import type { PolicyStage } from './policyStage.ts';
import type { ActiveMixer, PolicyTimeline } from './PolicyTimeline.ts';
import { observeProbes, type ProbeWorld } from './probes.ts';
import type { ReadAhead, StepInFlight, StepReceiver } from './ReadAhead.ts';
import type { RunEnd } from '#engine/training/RunEnd.ts';
import type { RunSettings } from './runSettings.ts';
import { drawTrainingBatch, meanLossBySkill, stepEvent } from './trainingBatch.ts';

/** Steps between explanations of a policy that learns from every batch's losses. */
const explanationInterval = 10;

export interface LoopParts {
	readonly settings: RunSettings;
	readonly skills: readonly EncodedSkill[];
	readonly learner: Learner;
	readonly world: ProbeWorld;
	readonly timeline: PolicyTimeline;
	readonly stage: PolicyStage;
	readonly end: RunEnd;
	readonly readAhead: ReadAhead;
	readonly now: () => number;
}

export interface LoopState extends Pick<Counters, 'drawn' | 'announced'> {
	/** Steps that are done. */
	readonly step: number;
	/** Policy warnings that were reported, as canonical JSON. */
	readonly warned: readonly string[];
}

/** The policy of the next step. */
interface ActivePolicy extends Pick<ActiveMixer, 'mixer' | 'segment'> {
	/** Time of the probes before its first step; null: there were none. */
	readonly probeMilliseconds: number | null;
}

export class TrainingLoop {
	readonly #draws: RandomStream;
	readonly #hasNoise: boolean;
	#state: LoopState;

	constructor(
		private readonly parts: LoopParts,
		start: LoopState,
	) {
		const { settings, skills } = parts;
		this.#draws = randomStream(settings.seed, 'run').child('draw');
		this.#hasNoise = skills.some(({ use, train }) => use === 'train' && train.noisy.includes(1));
		this.#state = start;
	}

	get state(): LoopState {
		return this.#state;
	}

	/** The caller reports the switch that takes effect now, so the loop does not. */
	markSwitchAnnounced(): void {
		this.#change({ announced: this.#state.step });
	}

	#change(changes: Partial<LoopState>): void {
		this.#state = { ...this.#state, ...changes };
	}

	isEvaluationDue(step: number): boolean {
		const { end, settings } = this.parts;
		return end.isLast(step) || step % settings.evaluation.every === 0;
	}

	/**
	 * Trains one step, or several up to step `until` where the policy need not see each result first.
	 * Stops before a policy switch. An interrupted preparation throws the signal's reason and trains
	 * nothing.
	 */
	async advance(until: number, signal: AbortSignal, receiver?: StepReceiver): Promise<RunEvent[]> {
		const { timeline, readAhead, end } = this.parts;
		const first = this.#state.step;
		const { active, events } = await this.#activatePolicy(signal);
		const later = { ...active, probeMilliseconds: null };
		const steps = await readAhead.run(
			() => this.#trainStep(this.#state.step === first ? active : later),
			() => {
				const { step } = this.#state;
				const isDue = this.isEvaluationDue(step) || timeline.switchesAt(step) || end.isTimeUp;
				return step < until && !isDue;
			},
			// Events before the first step are returned together with those of the steps.
			events.length === 0 ? receiver : undefined,
		);
		return [...events, ...steps];
	}

	/** Trains a step, from the plan to the report. Yields where read-ahead may send other steps. */
	async *#trainStep({ mixer, segment, probeMilliseconds }: ActivePolicy): StepInFlight {
		const { settings, skills, learner, end } = this.parts;
		const { step: index, drawn } = this.#state;
		const step = index + 1;
		const isPolicyStart = segment.fromStep === index;

		// Plan: the policy decides how much of each skill fills the batch.
		const plan = mixer.plan(index);

		// Batch: draw the examples.
		const batchSize = settings.batching.size;
		const draw = { stream: this.#draws, step: index, batchSize, drawn };
		const batch = drawTrainingBatch(plan, skills, draw);

		// Step: forward, backward, clip and update on the device.
		const scalars = { step, learningRate: end.learningRate(step, batch.tokens) };
		const read = await learner.send(batch.addresses, scalars);
		this.#change({ step, drawn: batch.drawn });
		end.countTokens(step, batch.tokens);
		const result = yield { read, mustBeReadFirst: isPolicyStart || learnsFrom(mixer, index) };

		// Probe and observe: measure the quantities that the policy requests, and give them to it.
		const skillLoss = meanLossBySkill(result.losses, batch.skills, skills.length);
		const probed = await this.#probe(mixer, index, skillLoss);

		// Report: the step's event, and the policy's explanation when it may have changed.
		const probeTime = sumOrNull(probeMilliseconds, probed);
		const isNewest = step === this.#state.step;
		end.countTime(result.milliseconds + (probeTime ?? 0), isNewest ? step : undefined);
		const facts = { plan, batch, scalars, result, skillLoss, hasNoise: this.#hasNoise };
		const isExplained =
			isPolicyStart ||
			probed !== null ||
			this.isEvaluationDue(step) ||
			(mixer.learns === undefined && step % explanationInterval === 0);
		return [
			stepEvent({ ...facts, probeMilliseconds: probeTime }),
			...(isExplained ? this.#explain(mixer, step) : []),
		];
	}

	/** Prepares the next step's policy and measures its first probes. */
	async #activatePolicy(
		signal: AbortSignal,
	): Promise<{ readonly active: ActivePolicy; readonly events: RunEvent[] }> {
		const { timeline, stage, skills, end } = this.parts;
		const { step, announced } = this.#state;
		const { mixer, segment, isNew, prepared } = await timeline.at(step, stage, signal);
		const noLoss = skills.map(() => null);
		const probeMilliseconds = isNew ? await this.#probe(mixer, step - 1, noLoss) : null;
		const events: RunEvent[] = [];
		if (segment.fromStep === step && step > announced) {
			this.markSwitchAnnounced();
			const { id, settings, artefact } = segment;
			events.push({
				type: 'policySwitched',
				step,
				id,
				settings,
				...(artefact !== undefined && { artefact }),
			});
		}
		if (prepared) {
			const { id, artefact, cost } = prepared;
			const { updates, examples: measured, milliseconds } = cost;
			end.countTime(milliseconds);
			events.push({ type: 'prepared', step, id, artefact, updates, measured, milliseconds });
		}
		return { active: { mixer, segment, probeMilliseconds }, events };
	}

	/**
	 * Milliseconds that the policy's probes took; null: it requested none. `index`: the trained step,
	 * from 0. Virtual steps use the next step's number and learning rate.
	 */
	async #probe(
		mixer: Mixer,
		index: number,
		batchLoss: readonly (number | null)[],
	): Promise<number | null> {
		const { world, learner, end, now } = this.parts;
		const began = now();
		const step = index + 2;
		const ahead: StepScalars = { step, learningRate: end.learningRate(step) };
		const moment = { ahead, drawn: this.#state.drawn, used: end.spent };
		const trained = { step: index, batchLoss };
		const isMeasured = await observeProbes(mixer, trained, world, learner, moment);
		return isMeasured ? now() - began : null;
	}

	/** The policy's explanation, and those of its warnings that were not reported before. */
	#explain(mixer: Mixer, step: number): RunEvent[] {
		const explanation = mixer.explain();
		const { warned } = this.#state;
		const fresh = (explanation.warnings ?? []).filter(
			(message) => !warned.includes(canonicalJson(message)),
		);
		this.#change({ warned: [...warned, ...fresh.map(canonicalJson)] });
		return [
			{ type: 'explained', step, explanation },
			...fresh.map((message): RunEvent => ({ type: 'warning', step, message })),
		];
	}
}

/** Whether the policy's next plan depends on what it observes after step `index`. */
const learnsFrom = (mixer: Mixer, index: number): boolean =>
	mixer.learns === undefined || (mixer.learns === 'probes' && mixer.probes(index).length > 0);

const sumOrNull = (a: number | null, b: number | null): number | null =>
	a === null && b === null ? null : (a ?? 0) + (b ?? 0);
