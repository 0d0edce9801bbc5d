/** Derives the policy of the next batch, and its mix before it has drawn one. */
import type { RunPace } from '#engine/training/expectedPace.ts';
import type { JsonObject } from '#engine/core/json.ts';
import type { MixQuestion } from '#lab/run/mixPreview.ts';
import { explanationText } from '#lab/run/messages.ts';
import type { Explanation } from '#mixing/index.ts';
import { trainedExamples } from '#lab/run/trainedExamples.ts';
import { words } from '#lab/page/words/words.ts';
import type { PolicySegment } from '#lab/training/runSettings.ts';
import { browserStorage } from './browserStorage.ts';
import type { LabState } from './LabState.svelte.ts';
import { measuredExample, measuredPace, paceKey, rememberedPace, runTime } from './pace.ts';
import { segmentAt } from './RunState.svelte.ts';

type Counts = Parameters<LabState['functions']['mixPreview']>[1];

/** Bytes of data that the worker reads in a moment. The time of more is known after some steps. */
const lightBytes = 64e6;

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
		const preview = this.#ask((question, counts) =>
			this.lab.functions.mixPreview(question, counts),
		);
		return preview && explanationText(preview);
	});
	/**
	 * Cost of the policy's probes, as a share of the training's computation. null: the run has
	 * begun, or a preparation decides.
	 */
	readonly probeShare = $derived.by((): number | null => {
		const passes = this.#ask((question, counts) => this.lab.functions.probeCost(question, counts));
		// A backward pass costs as much as two forward passes.
		return passes === null ? null : passes / (3 * this.lab.experiment!.batching.size);
	});

	/** The newest answer of the cost model, and the experiment that it is for. */
	#expected: { readonly key: string; readonly pace: RunPace } | null = $state.raw(null);

	constructor(private readonly lab: LabState) {}

	readonly #key = $derived.by((): string | null => {
		const { info, experiment } = this.lab;
		return info && experiment && paceKey(info.device.name, experiment);
	});

	/**
	 * Of this run, or of an earlier one like it on this device, else by the cost model, corrected by
	 * the test of the base model; null: not known yet.
	 */
	get pace(): RunPace | null {
		const { run, info, experiment } = this.lab;
		void run?.revision;
		if (!info || !experiment) return null;
		const known =
			(run && measuredPace(run.history)) ??
			rememberedPace(browserStorage('localStorage'), info.device.name, experiment);
		const expected = this.#expected?.key === this.#key ? this.#expected?.pace : undefined;
		if (known || !expected) return known;
		const tested = run && measuredExample(run.history);
		return tested
			? { step: (expected.step * tested) / expected.example, example: tested }
			: expected;
	}

	/** Asks the cost model, unless the time is known from a run like this one. */
	async expect(): Promise<void> {
		const { experiment, client, info } = this.lab;
		const key = this.#key;
		if (!experiment || key === null || this.pace || this.#expected?.key === key) return;
		const used = info?.skills.filter(({ id }) => experiment.skills.some((ref) => ref.id === id));
		if ((used ?? []).reduce((sum, { bytes }) => sum + bytes, 0) > lightBytes) return;
		// A missing skill or model is reported when the run is made.
		const pace = await client['model.pace']({ experiment }).catch(() => null);
		if (pace) this.#expected = { key, pace };
	}

	/** Milliseconds from Train to the last evaluation; null: not known. */
	get time(): number | null {
		const { run, info, experiment } = this.lab;
		const { pace } = this;
		if (!pace || !info || !experiment) return null;
		return runTime(experiment, pace, {
			skills: info.skills,
			probeShare: this.probeShare,
			preparation: this.#preparation?.steps,
			isTested: run?.history.base !== undefined,
		});
	}

	get #preparation() {
		return this.#undrawn && this.#costOf(this.#undrawn);
	}
	#costOf(segment: PolicySegment) {
		const ask = (question: MixQuestion, counts: Counts) =>
			this.lab.functions.preparationCost(question, counts);
		return this.lab.policy(segment.id)?.prepares ? this.#ask(ask, segment) : null;
	}

	/** The updates of a policy's preparation and its time here; null: it prepares nothing. */
	preparation(id: string, settings: JsonObject = {}) {
		const cost = this.#costOf({ fromStep: 0, id, settings });
		if (!cost) return null;
		const { pace } = this;
		return { updates: cost.updates, milliseconds: pace && pace.step * cost.steps };
	}

	/** The cost of a policy's preparation as a sentence; empty without a preparation. */
	preparationNote(id: string, settings?: JsonObject, who: string | null = null): string {
		const cost = this.preparation(id, settings);
		return cost
			? words.policy.preparation.first({
					who,
					updates: cost.updates,
					milliseconds: cost.milliseconds,
				})
			: '';
	}

	/** Asks about the segment that has drawn no batch. null: there is none, or it cannot run. */
	#ask<T>(
		ask: (question: MixQuestion, counts: Counts) => T,
		segment: PolicySegment | null = this.#undrawn,
	): T | null {
		const { experiment } = this.lab;
		if (!experiment || !segment) return null;
		const counts = experiment.skills.map((ref) => {
			const info = this.lab.skill(ref.id);
			return info && { ...info.counts, train: trainedExamples(ref, info) };
		});
		try {
			return ask({ ...experiment, segment }, counts);
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
