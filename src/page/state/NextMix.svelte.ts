/** Derives the policy of the next batch, and its mix before it has drawn one. */
import { explanationText } from '#lab/run/words.en.ts';
import type { Explanation } from '#mixing/policy.ts';
import { trainedExamples } from '#page/workbench/pool.ts';
import type { PolicySegment } from '#training/settings.ts';
import type { LabState } from './LabState.svelte.ts';
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
		const segment = this.#undrawn;
		const { experiment } = this.lab;
		if (!experiment || !segment) return null;
		const counts = experiment.skills.map((ref) => {
			const info = this.lab.skill(ref.id);
			return info && { ...info.counts, train: trainedExamples(ref, info) };
		});
		try {
			const preview = this.lab.functions.mixPreview({ ...experiment, segment }, counts);
			return preview && explanationText(preview);
		} catch {
			// The run reports impossible settings, when it is made or switched.
			return null;
		}
	});

	constructor(private readonly lab: LabState) {}

	/** The policy has drawn no batch yet: `explanation` has its mix. */
	get undrawn(): boolean {
		return this.#undrawn !== null;
	}
}
