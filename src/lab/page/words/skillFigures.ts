/** A skill's figures as titles and texts, for its table and for the opened skill. */
import type { WorkbenchView } from '#lab/page/workbench/WorkbenchView.svelte.ts';
import * as format from '#languages/format.ts';
import { words } from './words.ts';

type Figures = readonly (readonly [title: string, text: string])[];

/** `score`: what the share of right answers counts. `mixed`: of a trained skill only. */
export function skillFigures(
	values: ReturnType<WorkbenchView['values']>,
	score: string,
): { readonly tested: Figures; readonly mixed: Figures } {
	const text = words.skills;
	return {
		tested: [
			[score, format.percent(values.exact)],
			[text.change, format.points(values.change)],
			[text.heldOut, format.loss(values.loss)],
			[text.base, format.loss(values.baseLoss)],
			[text.training, format.loss(values.trainingLoss)],
		],
		mixed: [
			[text.share, format.percent(values.share)],
			[text.requested, format.percent(values.requested)],
			[text.achieved, format.percent(values.achieved)],
			[text.achievedTokens, format.percent(values.achievedTokens)],
			[text.epochs, values.epochs?.toFixed(1) ?? format.none],
			[text.tokens, format.count(values.tokens)],
		],
	};
}
