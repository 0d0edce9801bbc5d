/** Derives the policy of the next batch, and its mix before it has drawn one. */
import type { JsonObject } from '#engine/core/json.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Counts, MixQuestion } from '#lab/run/mixPreview.ts';
import { explanationText } from '#lab/run/messages.ts';
import type { Explanation } from '#mixing/index.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';
import { words } from '#lab/page/words/words.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import { browserStorage } from './browserStorage.ts';
import type { LabState } from './LabState.svelte.ts';
import {
	expectedPace,
	forecastPace,
	measuredPace,
	probeShare,
	rememberedPace,
	runTime,
	type RunPace,
} from './pace.ts';
import { segmentAt } from './RunState.svelte.ts';

export class NextMix {
	readonly segment = $derived.by((): PolicySegment | null => {
		const { run, experiment } = this.lab;
		return run?.policy ?? (experiment && segmentAt(experiment.policy, 0));
	});
	readonly #undrawn = $derived.by(() => {
		const step = this.lab.run?.step ?? 0;
		return this.segment && this.segment.fromStep >= step ? this.segment : null;
	});
	/** The mix of the first batch. null: it is drawn already, or only the run can compute it. */
	readonly explanation = $derived.by((): Explanation<string> | null => {
		const preview = this.#ask(({ mixPreview }) => mixPreview);
		return preview && explanationText(preview);
	});
	readonly #passes = $derived.by(() => this.#ask(({ probeCost }) => probeCost));
	/**
	 * Cost of the policy's probes, as a share of the training's time. null: the run has begun, or a
	 * preparation decides.
	 */
	readonly probeShare = $derived.by((): number | null => {
		const { experiment } = this.lab;
		const passes = this.#passes;
		return passes === null || !experiment ? null : probeShare(passes, experiment);
	});

	constructor(private readonly lab: LabState) {}

	/** The pace of this run, else of an earlier one like it, else expected; null: not known yet. */
	get pace(): RunPace | null {
		const { shownRun: run, info, experiment } = this.lab;
		void run?.revision;
		if (!info || !experiment) return null;
		const forecast = this.lab.forecasts.of(experiment);
		return (
			(run && measuredPace(run.history)) ??
			rememberedPace(browserStorage('localStorage'), info.device.name, experiment) ??
			(forecast?.bytes ? forecastPace(forecast) : null) ??
			(run && expectedPace(experiment, run, info))
		);
	}

	/** Milliseconds from Train to the last evaluation; null: not known. */
	get time(): number | null {
		const { shownRun: run, info, experiment } = this.lab;
		const { pace } = this;
		if (!pace || !info || !experiment) return null;
		return runTime(experiment, pace, {
			skills: info.skills,
			probeShare: this.probeShare,
			preparation: (this.#undrawn && this.#costOf(this.#undrawn))?.steps,
			isTested: run?.history.base !== undefined,
		});
	}

	#costOf(segment: PolicySegment) {
		const prepares = this.lab.policy(segment.id)?.prepares && segment.artefact === undefined;
		return prepares ? this.#ask(({ preparationCost }) => preparationCost, segment) : null;
	}

	/** SHA-256 of the lab's own preparation of this policy; undefined: it has none. */
	ready(id: string, settings: JsonObject = {}): string | undefined {
		const { experiment } = this.lab;
		try {
			const segment = { fromStep: 0, id, settings };
			return experiment ? this.lab.functions.readyPreparation(experiment, segment) : undefined;
		} catch {
			// The run reports impossible settings.
			return undefined;
		}
	}

	/** The mix of a policy's first batch, by skill; null: only a run can compute it. */
	firstMix(segment: PolicySegment): readonly number[] | null {
		const preview = this.#ask(({ mixPreview }) => mixPreview, segment);
		return preview && preview.weights;
	}

	/** The cost of a policy's preparation as a sentence; empty without a preparation. */
	preparationNote(id: string, settings: JsonObject = {}): string {
		const cost = this.#costOf({ fromStep: 0, id, settings });
		if (!cost) return '';
		const { pace, isAtMost } = this;
		const milliseconds = pace && pace.step * cost.steps;
		return words.policy.preparation.first({ updates: cost.updates, milliseconds, isAtMost });
	}

	/** A token budget can end the run before its step limit, for which times and costs are shown. */
	get isAtMost(): boolean {
		return this.lab.experiment?.budget?.kind === 'tokens';
	}

	/** As `probeShare`, of another experiment. */
	probesOf(experiment: Experiment): number | null {
		const segment = segmentAt(experiment.policy, 0);
		const passes = this.#ask(({ probeCost }) => probeCost, segment, experiment);
		return passes === null ? null : probeShare(passes, experiment);
	}

	/** Asks about the segment that has drawn no batch. null: there is none, or it cannot run. */
	#ask<T>(
		choose: (functions: LabState['functions']) => (question: MixQuestion, counts: Counts) => T,
		segment: PolicySegment | null = this.#undrawn,
		experiment: Experiment | null = this.lab.experiment,
	): T | null {
		if (!experiment || !segment) return null;
		const counts = experiment.skills.map((ref) => {
			const info = this.lab.skill(ref.id);
			return info && { ...info.counts, train: trainedExamples(ref, info) };
		});
		try {
			return choose(this.lab.functions)({ ...experiment, segment }, counts);
		} catch {
			// The run reports impossible settings, when it is made or switched.
			return null;
		}
	}

	/** The policy has drawn no batch yet: `explanation` has its mix. */
	get hasDrawnNothing(): boolean {
		return this.#undrawn !== null;
	}
}
