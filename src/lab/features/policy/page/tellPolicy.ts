/** What the policy says in the line above the drawing. */
import { statementText } from '#engine/core/message.ts';
import type { PageState } from '#lab/page/state/pageState.ts';
import { words } from '#lab/page/words/words.ts';
import { sinceSwitch } from '../model/sinceSwitch.ts';
import { policyWords } from '../words.ts';

type Page = Pick<PageState, 'lab' | 'workbench'>;

/**
 * Before the first batch of a policy that the visitor chose: what it does. Later: what changed
 * since the last switch, and the switches that follow. Null: nothing, or the run's end says more.
 */
export const tellPolicy = (page: Page): string | null =>
	page.lab.run?.ended ? null : (aboutChosen(page) ?? aboutSwitches(page));

function aboutChosen({ lab, workbench: { next } }: Page): string | null {
	const { segment, probeShare } = next;
	const policy = segment && lab.policy(segment.id);
	if (!policy || !next.hasDrawnNothing) return null;
	const isChosen = segment.fromStep > 0 || segment.id !== lab.info?.defaultExperiment.policy[0].id;
	if (!isChosen) return null;
	return statementText([
		words.common.named({ name: policy.title, value: policy.summary }),
		...(probeShare !== null && probeShare > 0
			? [policyWords.probeCost({ share: probeShare })]
			: []),
		...(next.explanation === null ? [words.mix.unknown] : []),
	]);
}

function aboutSwitches({ lab, workbench }: Page): string | null {
	const text = policyWords.since;
	const { history, switches, step, trained, skills } = workbench;
	const since = sinceSwitch(
		{ evaluations: history.evaluations, switches, step },
		trained.map(({ index }) => index),
	);
	const parts: string[] = [];
	if (since?.kind === 'changed') {
		const changes = since.changes.map(({ kind, skill, before, after, now }) => {
			const { name } = skills[skill];
			if (kind === 'learnt') return text.learnt({ skill: name, now });
			return kind === 'stopped'
				? text.stopped({ skill: name, before: before ?? 0 })
				: text.trend({ skill: name, before, after });
		});
		parts.push(text.changed({ step: since.step, changes }));
		if (since.changes.some(({ kind }) => kind !== 'learnt')) parts.push(text.unit);
	} else if (since) parts.push(text[since.kind](since));
	const planned = (lab.experiment?.policy ?? [])
		.filter(({ fromStep }) => fromStep > (lab.run?.step ?? 0))
		.map(({ fromStep, id }) => text.planned({ step: fromStep, title: lab.policyTitle(id) }));
	const all = [...parts, ...planned];
	return all.length > 0 ? statementText(all) : null;
}
