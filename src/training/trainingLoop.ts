/** The training loop. Each step runs: plan, batch, step, probe, observe, report. */
import { canonicalJson } from '#core/json.ts';
import { randomStream, type RandomStream } from '#core/random.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import type { Mixer } from '#mixing/policy.ts';
import type { Counters } from './counters.ts';
import type { RunEvent, TrainingMessage } from './events.ts';
import type { Learner, StepScalars } from './learner.ts';
import type { PolicyStage } from './policyStage.ts';
import type { ActiveMixer, PolicyTimeline } from './policyTimeline.ts';
import { observeProbes, type ProbeWorld } from './probes.ts';
import type { ReadAhead, StepInFlight } from './readAhead.ts';
import type { RunEnd } from './runEnd.ts';
import type { TrainingSettings } from './settings.ts';
import { stepEvent } from './stepEvent.ts';
import { drawTrainingBatch, meanLossBySkill } from './trainingBatch.ts';

/** Steps between explanations of a policy that learns from every batch's losses. */
const explanationInterval = 10;

export interface LoopParts {
	readonly settings: TrainingSettings;
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
	/** A warning to report before the next step. */
	readonly pendingWarning?: TrainingMessage | undefined;
}

/** The policy of the next step. */
interface ActivePolicy extends Pick<ActiveMixer, 'mixer' | 'segment'> {
	/** Time of the probes before its first step; null: there were none. */
	readonly probeMilliseconds: number | null;
}

export class TrainingLoop {
	readonly #parts: LoopParts;
	readonly #draws: RandomStream;
	readonly #hasNoise: boolean;
	readonly #warned: Set<string>;
	#step: number;
	#drawn: readonly number[];
	#announced: number;
	#pendingWarning: TrainingMessage | undefined;

	constructor(parts: LoopParts, { step, drawn, announced, warned, pendingWarning }: LoopState) {
		const { settings, skills } = parts;
		this.#parts = parts;
		this.#draws = randomStream(settings.seed, 'run').child('draw');
		this.#hasNoise = skills.some(({ use, train }) => use === 'train' && train.noisy.includes(1));
		this.#step = step;
		this.#drawn = drawn;
		this.#announced = announced;
		this.#warned = new Set(warned);
		this.#pendingWarning = pendingWarning;
	}

	get state(): LoopState {
		return {
			step: this.#step,
			drawn: this.#drawn,
			announced: this.#announced,
			warned: [...this.#warned],
		};
	}

	/** The caller reports the switch that takes effect now, so the loop does not. */
	markSwitchAnnounced(): void {
		this.#announced = this.#step;
	}

	isEvaluationDue(step: number): boolean {
		const { end, settings } = this.#parts;
		return end.isLast(step) || step % settings.evaluation.every === 0;
	}

	/**
	 * Trains one step, or several up to step `until` where the policy need not see each result first.
	 * Stops before a policy switch: the next preparation may be interrupted, and then no step may be
	 * unread. Throws the signal's reason and trains nothing when a preparation is interrupted.
	 */
	async advance(until: number, signal: AbortSignal): Promise<RunEvent[]> {
		const { timeline, readAhead } = this.#parts;
		const first = this.#step;
		const { active, events } = await this.#activatePolicy(signal);
		const later = { ...active, probeMilliseconds: null };
		const steps = await readAhead.run(
			() => this.#trainStep(this.#step === first ? active : later),
			() =>
				this.#step < until && !this.isEvaluationDue(this.#step) && !timeline.switchesAt(this.#step),
		);
		return [...events, ...steps];
	}

	/** One step from the policy's plan to its report. It yields where read-ahead may send others. */
	async *#trainStep({ mixer, segment, probeMilliseconds }: ActivePolicy): StepInFlight {
		const { settings, skills, learner, end } = this.#parts;
		const index = this.#step;
		const step = index + 1;
		const isPolicyStart = segment.fromStep === index;

		// Plan: the policy decides how much of each skill fills the batch.
		const plan = mixer.plan(index);

		// Batch: draw the examples.
		const batchSize = settings.batching.size;
		const draw = { stream: this.#draws, step: index, batchSize, drawn: this.#drawn };
		const batch = drawTrainingBatch(plan, skills, draw);

		// Step: forward, backward, clip and update on the device.
		const scalars = { step, learningRate: end.learningRate(step, batch.tokens) };
		const read = await learner.send(batch.addresses, scalars);
		this.#step = step;
		this.#drawn = batch.drawn;
		end.countTokens(step, batch.tokens);
		const result = yield { read, mustBeReadFirst: isPolicyStart || learnsFrom(mixer, index) };

		// Probe and observe: measure what the policy asks for, and give it the numbers.
		const skillLoss = meanLossBySkill(result.losses, batch.skills, skills.length);
		const probed = await this.#probe(mixer, index, skillLoss);

		// Report: the step's event, and the policy's explanation when it may have changed.
		const probeTime = sumOrNull(probeMilliseconds, probed);
		const isNewest = step === this.#step;
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
		const { timeline, stage, skills, end } = this.#parts;
		const step = this.#step;
		const { mixer, segment, isNew, prepared } = await timeline.at(step, stage, signal);
		const noLoss = skills.map(() => null);
		const probeMilliseconds = isNew ? await this.#probe(mixer, step - 1, noLoss) : null;
		const events: RunEvent[] = [];
		if (segment.fromStep === step && step > this.#announced) {
			this.#announced = step;
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
		if (this.#pendingWarning !== undefined) {
			events.push({ type: 'warning', step, message: this.#pendingWarning });
			this.#pendingWarning = undefined;
		}
		return { active: { mixer, segment, probeMilliseconds }, events };
	}

	/** Milliseconds that the policy's probes after step `index` took; null: it asked for none. */
	async #probe(
		mixer: Mixer,
		index: number,
		batchLoss: readonly (number | null)[],
	): Promise<number | null> {
		const { world, learner, end, now } = this.#parts;
		const began = now();
		const step = index + 2;
		const ahead: StepScalars = { step, learningRate: end.learningRate(step) };
		const isMeasured = await observeProbes(
			mixer,
			{ step: index, batchLoss },
			world,
			learner,
			ahead,
		);
		return isMeasured ? now() - began : null;
	}

	/** The policy's explanation, and those of its warnings that were not reported before. */
	#explain(mixer: Mixer, step: number): RunEvent[] {
		const explanation = mixer.explain();
		const fresh = (explanation.warnings ?? []).filter(
			(message) => !this.#warned.has(canonicalJson(message)),
		);
		fresh.forEach((message) => this.#warned.add(canonicalJson(message)));
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
