/** At the end of a run: a notice says whether it agrees with the run in the link. */
import { words } from '#page/words/words.ts';
import type { LabState } from './LabState.svelte.ts';
import { readOutcome } from './outcomes.ts';

/** `runId`: a finished run on the workbench, of the link's experiment or of a changed one. */
export async function stamp(lab: LabState, runId: string): Promise<void> {
	const { linked } = lab;
	if (!linked?.expected) return;
	const yours = await readOutcome(lab, runId);
	const { experiment, expected: outcome } = linked;
	const verdict = lab.functions.compareOutcomes({ experiment, outcome }, yours);
	const text = words.linked;
	if (verdict.kind !== 'different')
		lab.notices.say({ level: 'info', message: verdict.kind === 'bits' ? text.same : text.within });
	else {
		const skills = verdict.figures.flatMap(({ skill, within }) =>
			within ? [] : [experiment.skills[skill].name],
		);
		lab.notices.say({ level: 'warning', message: text.differs([...new Set(skills)]) });
	}
}
