/** One sentence about the workbench: what to press, what happens, or what has come out. */
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { words } from '#lab/page/words/words.ts';
import type { WorkbenchView } from './WorkbenchView.svelte.ts';

type StoryView = Pick<WorkbenchView, 'history' | 'trained'>;

/** null: only texts are trained, so there are no right answers. `canMix`: the mix has controls. */
export function story(
	{ run, experiment }: Pick<LabState, 'run' | 'experiment'>,
	view: StoryView,
	canMix: boolean,
) {
	const { history, trained } = view;
	const text = words.story;
	if (!run || !experiment || (run.step === 0 && run.status.kind !== 'running'))
		return text.first({ skills: trained.length });
	const { base, latest } = history;
	if (base?.averageExact === null) return null;
	if (!latest || !base || latest.step === 0 || latest.averageExact === null) {
		const { batching, evaluation } = experiment;
		return text.begins({
			examples: batching.size,
			step: Math.min(evaluation.every, experiment.steps),
		});
	}
	const standing = { step: latest.step, now: latest.averageExact, base: base.averageExact ?? 0 };
	if (run.ended) return text.ended({ ...standing, mixes: canMix && trained.length > 1 });
	const before = history.evaluationAt(latest.step - 1) ?? base;
	const gains = trained.flatMap(({ name, index }) => {
		const [now, then] = [latest.skills[index].exact, before.skills[index].exact];
		return now === null || then === null ? [] : [{ name, gain: now - then }];
	});
	const largest = gains.reduce((best, next) => (next.gain > best.gain ? next : best));
	return text.now({
		...standing,
		// In whole points, as the sentence has it.
		most: largest.gain >= 0.005 ? largest.name : null,
		gain: largest.gain,
		since: before.step,
	});
}
