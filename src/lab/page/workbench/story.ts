/** One sentence about the workbench: what to press, what happens, or what has come out. */
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { words } from '#lab/page/words/words.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { forgottenAmount } from './forgottenAmount.ts';
import type { WorkbenchSkill, WorkbenchView } from './WorkbenchView.svelte.ts';

type StoryView = Pick<WorkbenchView, 'history' | 'skills' | 'trained'>;

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
	if (run.ended)
		return text.ended({
			...standing,
			...mostForgotten(view.skills, base, latest),
			mixes: canMix && trained.length > 1,
		});
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

/** The watched skill that the model forgot most of, if any. */
function mostForgotten(skills: StoryView['skills'], base: Evaluation, latest: Evaluation) {
	const ratio = ({ index }: WorkbenchSkill) =>
		(latest.skills[index].loss ?? 0) / (base.skills[index].loss ?? 0);
	const [worst] = skills.filter(({ trained }) => !trained).sort((a, b) => ratio(b) - ratio(a));
	const amount = worst ? forgottenAmount(1, ratio(worst)) : 'nothing';
	return { forgot: amount === 'nothing' ? null : worst.name, most: amount === 'most' };
}
