/** The choice of a policy: its first settings, and the preparation that the lab has for it. */
import { firstSettings } from '#lab/page/policy/menu.ts';
import type { PageState } from '#lab/page/state/pageState.ts';
import { isTestedLate } from '#lab/page/state/UntrainedRun.svelte.ts';
import type { WorkbenchView } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import { policyWords } from '../words.ts';

/** What the policy does before its first step; empty: nothing. */
export const preparationNote = ({ next }: WorkbenchView, id: string): string =>
	next.ready(id) ? policyWords.preparation.ready : next.preparationNote(id);

/** A stored preparation is used where it is the policy's result. */
export function pickPolicy(
	{ lab, workbench }: Pick<PageState, 'lab' | 'workbench'>,
	id: string,
): Promise<unknown> {
	const { info, experiment } = lab;
	const model = info?.models.find(({ sha256 }) => sha256 === experiment?.model.sha256);
	const settings = firstSettings(lab.policy(id), model !== undefined && isTestedLate(model));
	return lab.switchPolicy(id, settings, workbench.next.ready(id, settings));
}
