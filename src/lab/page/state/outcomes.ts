/** The results of the finished run on the workbench: for a link, or against those of a link. */
import { untrack } from 'svelte';
import type { Repeated } from '#lab/run/compareOutcomes.ts';
import type { ExpectedCurves } from '#lab/run/outcome.ts';
import { words } from '#lab/page/words/words.ts';
import type { LabState } from './LabState.svelte.ts';

type Lab = Pick<LabState, 'run' | 'info' | 'client' | 'functions'>;

/** Id of the run on the workbench; undefined until its stored record says that it has finished. */
export const finishedRunId = ({ run, info }: Pick<Lab, 'run' | 'info'>): string | undefined =>
	info?.runs.find(({ id, end }) => id === run?.id && end === 'finished')?.id;

/** Reads all events, because the history has no exact copy. Throws InputError before the end. */
export async function readOutcome(
	lab: Lab,
	runId: string,
): Promise<Repeated & { readonly curves: ExpectedCurves }> {
	const record = untrack(() => lab.info?.runs.find(({ id }) => id === runId));
	if (!record) throw new Error(words.notices.runIsGone);
	const events = await lab.client['run.events']({ runId });
	const { toOutcome, expectedCurves } = lab.functions;
	const outcome = toOutcome(record, events);
	return { experiment: record.experiment, outcome, curves: expectedCurves(events) };
}

/** A notice says whether `runId`, a finished run on the workbench, repeats the link's results. */
export async function reportAgreement(lab: LabState, runId: string): Promise<void> {
	const { repeatable } = lab;
	if (!repeatable) return;
	const yours = await readOutcome(lab, runId);
	const { experiment, expected: outcome } = repeatable;
	const verdict = lab.functions.compareOutcomes({ experiment, outcome }, yours);
	const text = words.linked;
	if (verdict.kind !== 'different')
		lab.notices.say('info', () => (verdict.kind === 'bits' ? text.same : text.within));
	else {
		const skills = verdict.figures.flatMap(({ skill, within }) =>
			within ? [] : [experiment.skills[skill].name],
		);
		const values = { skills: [...new Set(skills)] };
		lab.notices.say('warning', () => text.differs(values));
	}
}
