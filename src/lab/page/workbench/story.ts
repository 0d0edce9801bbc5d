/** One sentence about the workbench: what to press, what happens, or what has come out. */
import { statementText } from '#engine/core/message.ts';
import { onSameRows, skillChange } from '#lab/run/sameRows.ts';
import { words } from '#lab/page/words/words.ts';
import { endSentences, type Controls, type EndedLab, type StoryView } from './ending.ts';
import { readStanding } from './standing.ts';

/** null: the run has failed, and a notice says what to do; or old losses that do not compare. */
export function story(
	lab: EndedLab,
	view: StoryView,
	controls: Pick<Controls, 'isBrief'>,
): string | null {
	const { run, experiment } = lab;
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
	if (run.ended) {
		const sentences = endSentences(lab, view, controls);
		return sentences && statementText(sentences);
	}
	const reached = readStanding(base, latest, experiment);
	if (!reached) return null;
	const { unit, now, was, rows } = reached;
	const last = history.evaluationAt(latest.step - 1) ?? base;
	const since = onSameRows(last, latest, experiment.skills);
	// Points of unlike measures have no largest.
	const gains = (unit === 'loss' ? [] : trained).flatMap(({ name, index }) => {
		const { exact } = skillChange(since.before.skills[index], since.after.skills[index]);
		// In whole points, as the sentence has it.
		return exact && exact.low > 0 && exact.mean >= 0.005 ? [{ name, gain: exact.mean }] : [];
	});
	const [largest] = gains.sort((a, b) => b.gain - a.gain);
	return text.now({
		step: latest.step,
		unit,
		now,
		base: was,
		rows,
		most: largest?.name ?? null,
		gain: largest?.gain ?? 0,
		since: last.step,
	});
}
