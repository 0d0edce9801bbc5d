/** One sentence about the workbench: what to press, what happens, or what has come out. */
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { words } from '#lab/page/words/words.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { forgottenAmount } from './forgottenAmount.ts';
import type { WorkbenchSkill, WorkbenchView } from './WorkbenchView.svelte.ts';

type StoryView = Pick<WorkbenchView, 'history' | 'skills' | 'trained'>;

/** Which parts of the page have controls for what the line advises. */
interface Controls {
	readonly mix: boolean;
	readonly settings: boolean;
}

/**
 * null: only texts are trained, so there are no right answers; or the run has failed, and a notice
 * says what to do.
 */
export function story(
	{ run, experiment }: Pick<LabState, 'run' | 'experiment'>,
	view: StoryView,
	controls: Controls,
) {
	const { history, trained } = view;
	const text = words.story;
	if (!run || !experiment || (run.step === 0 && run.status.kind !== 'running'))
		return text.first({ skills: trained.length });
	if (run.status.kind === 'failed') return null;
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
			advice: adviceAfter(trained, base, latest, controls),
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

/** No mix helps if most skills are worse than in the base model: the steps are too large. */
function adviceAfter(
	trained: StoryView['trained'],
	base: Evaluation,
	latest: Evaluation,
	{ mix, settings }: Controls,
): 'rate' | 'mix' | null {
	const worse = trained.filter(({ index }) => {
		const [before, now] = [base.skills[index], latest.skills[index]];
		const lost = (before.exact ?? 0) - (now.exact ?? 0);
		// Without a right answer in either, the losses say which model is worse.
		const isUnanswered = !before.exact && !now.exact;
		return lost > 0 || (isUnanswered && (now.loss ?? 0) > (before.loss ?? 0));
	});
	if (2 * worse.length > trained.length) return settings ? 'rate' : null;
	return mix && trained.length > 1 ? 'mix' : null;
}

/** The watched skill that the model forgot most of, if any. */
function mostForgotten(skills: StoryView['skills'], base: Evaluation, latest: Evaluation) {
	const ratio = ({ index }: WorkbenchSkill) =>
		(latest.skills[index].loss ?? 0) / (base.skills[index].loss ?? 0);
	const [worst] = skills.filter(({ trained }) => !trained).sort((a, b) => ratio(b) - ratio(a));
	const amount = worst ? forgottenAmount(1, ratio(worst)) : 'nothing';
	return { forgot: amount === 'nothing' ? null : worst.name, most: amount === 'most' };
}
