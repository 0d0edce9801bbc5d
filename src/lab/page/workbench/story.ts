/** One sentence about the workbench: what to press, what happens, or what has come out. */
import { headline, isNoneRight, scoreUnit } from '#engine/core/exactMatch.ts';
import * as format from '#languages/format.ts';
import { averageDifference, onSameRows, skillChange, type SameRows } from '#lab/run/sameRows.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { words } from '#lab/page/words/words.ts';
import type { Evaluation } from '#lab/training/events.ts';
import { skillsInDip } from './dip.ts';
import { forgottenAmount } from './forgottenAmount.ts';
import type { WorkbenchView } from './WorkbenchView.svelte.ts';

type StoryView = Pick<WorkbenchView, 'history' | 'skills' | 'trained'>;

/** Which parts of the page have controls for what the line advises. */
interface Controls {
	/** Simple: few words. */
	readonly isBrief?: boolean;
	readonly mix: boolean;
	readonly settings: boolean;
}

/** null: the run has failed, and a notice says what to do; or old losses that do not compare. */
export function story(
	{ run, experiment }: Pick<LabState, 'run' | 'experiment'>,
	view: StoryView,
	controls: Controls,
) {
	const { history, trained } = view;
	const text = words.story;
	if (!run || !experiment || (run.step === 0 && run.status.kind !== 'running'))
		return text[controls.isBrief ? 'start' : 'first']({ skills: trained.length });
	if (run.status.kind === 'failed') return null;
	const { base, latest } = history;
	if (!latest || !base || latest.step === 0) {
		// Texts are not asked anything.
		if (base && trained.every(({ index }) => base.skills[index].exact === null)) return null;
		const { batching, evaluation } = experiment;
		return text.begins({
			examples: batching.size,
			step: Math.min(evaluation.every, experiment.steps),
		});
	}
	const same = onSameRows(base, latest, experiment.skills);
	const { before, after } = same;
	const isTrained = view.skills.map((skill) => skill.trained);
	const asLoss = isNoneRight([before, after], isTrained);
	const [now, was] = [after, before].map((scores) => headline(scores, isTrained, asLoss));
	if (!now || !was || (now.unit === 'loss' && !same.areLossesComparable)) return null;
	const write = now.unit === 'loss' ? format.loss : format.percent;
	const standing = {
		step: latest.step,
		unit: now.unit,
		now: write(now.average),
		base: write(was.average),
	};
	if (run.ended)
		return text.ended({
			...standing,
			rows: now.unit === 'loss' ? null : unclearRows(same, isTrained),
			...mostForgotten(view.skills, same),
			advice: adviceAfter(trained, same, controls),
		});
	if (now.unit === 'answers') {
		const at = { step: latest.step, steps: experiment.steps };
		const indices = trained.map(({ index }) => index);
		const lower = skillsInDip(same, indices, at);
		if (lower !== null) return text.dip({ ...standing, lower, skills: trained.length });
	}
	const last = history.evaluationAt(latest.step - 1) ?? base;
	const since = onSameRows(last, latest, experiment.skills);
	// Points of unlike measures have no largest.
	const gains = (now.unit === 'loss' ? [] : trained).flatMap(({ name, index }) => {
		const { exact } = skillChange(since.before.skills[index], since.after.skills[index]);
		// In whole points, as the sentence has it.
		return exact && exact.low > 0 && exact.mean >= 0.005 ? [{ name, gain: exact.mean }] : [];
	});
	const largest = gains.reduce<(typeof gains)[number] | null>(
		(best, next) => (best === null || next.gain > best.gain ? next : best),
		null,
	);
	return text.now({
		...standing,
		most: largest?.name ?? null,
		gain: largest?.gain ?? 0,
		since: last.step,
	});
}

/** The trained skills' rows, if they cannot tell whether the average of right answers changed. */
function unclearRows({ before, after }: SameRows<Evaluation>, isTrained: readonly boolean[]) {
	const trained = (_: unknown, i: number) => isTrained[i];
	const change = averageDifference(before.skills.filter(trained), after.skills.filter(trained));
	const isUnclear = change && change.mean !== 0 && change.low <= 0 && change.high >= 0;
	return isUnclear ? change.n : null;
}

/** No mix helps if most skills are worse than in the base model: the steps are too large. */
function adviceAfter(
	trained: StoryView['trained'],
	{ before, after }: SameRows<Evaluation>,
	{ mix, settings }: Controls,
): 'rate' | 'mix' | null {
	const worse = trained.filter(({ index }) => {
		const [was, now] = [before.skills[index], after.skills[index]];
		const { exact, loss } = skillChange(was, now);
		// Without a right answer in either, and for next tokens, the losses say which model is worse.
		const isUnanswered = (!was.exact && !now.exact) || scoreUnit(now) !== 'answers';
		return isUnanswered ? loss !== null && loss.low > 0 : exact !== null && exact.high < 0;
	});
	if (2 * worse.length > trained.length) return settings ? 'rate' : null;
	return mix && trained.length > 1 ? 'mix' : null;
}

/** The watched skill that the model forgot most of, if the rows tell that it forgot any. */
function mostForgotten(skills: StoryView['skills'], { before, after }: SameRows<Evaluation>) {
	const forgotten = skills.flatMap(({ name, trained, index }) => {
		const [was, now] = [before.skills[index], after.skills[index]];
		const change = trained ? null : skillChange(was, now).loss;
		const amount = change ? forgottenAmount(was.loss, change) : 'nothing';
		if (amount !== 'some' && amount !== 'most') return [];
		const isAll = (was.exact ?? 0) > 0 && now.exact === 0;
		return [{ forgot: name, amount: isAll ? 'all' : amount, ratio: now.loss / was.loss }];
	});
	const [worst] = forgotten.sort((a, b) => b.ratio - a.ratio);
	return { forgot: worst?.forgot ?? null, amount: worst?.amount ?? 'some' };
}
