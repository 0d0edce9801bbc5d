/** What the policy says in the line above the drawing. */
import { statementText } from '#engine/core/message.ts';
import type { PageState } from '#lab/page/state/pageState.ts';
import { words } from '#lab/page/words/words.ts';
import { policyWords } from '../words.ts';

type Page = Pick<PageState, 'lab' | 'workbench'>;

/**
 * Before the first batch of a policy that the visitor chose: what it does. Later: the switches that
 * follow. Null: nothing, or the run's end says more.
 */
export const tellPolicy = (page: Page): string | null =>
	page.lab.run?.ended ? null : (aboutChosen(page) ?? plannedSwitches(page));

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

function plannedSwitches({ lab }: Page): string | null {
	const planned = (lab.experiment?.policy ?? [])
		.filter(({ fromStep }) => fromStep > (lab.run?.step ?? 0))
		.map(({ fromStep, id }) => policyWords.planned({ step: fromStep, title: lab.policyTitle(id) }));
	return planned.length > 0 ? statementText(planned) : null;
}
