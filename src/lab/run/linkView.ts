/** How a link opens the page: hidden parts and the first view. The visitor can undo it. */
import * as v from 'valibot';
import { list, mustBe, object, oneOf, text, whole, wrong } from '#core/fields.ts';
import type { Experiment } from './experiment.ts';

/** Parts that can be hidden. Train, Pause and Reset always stay. */
const hideableParts = [
	'mix',
	'pace',
	'overTime',
	'why',
	'results',
	'samples',
	'tryIt',
	'library',
	'settings',
	'share',
	'runs',
	'studies',
	'questions',
] as const;
export type HideablePart = (typeof hideableParts)[number];

export interface LinkView {
	readonly hide?: readonly HideablePart[];
	/** The panel in the middle of the page. */
	readonly place?: 'bench' | 'runs' | 'studies' | 'questions';
	/** Id of the selected skill. */
	readonly focus?: string;
	/** Shows charts as tables. */
	readonly tables?: true;
	readonly theme?: 'light' | 'dark';
	/** The pace of Train: one step per so many milliseconds, or up to a step. Missing: full speed. */
	readonly pace?:
		| { readonly kind: 'slow'; readonly milliseconds: number }
		| { readonly kind: 'until'; readonly step: number };
	/** Plain text above the workbench, at most 300 characters. */
	readonly note?: string;
}

export const linkViewSchema = object({
	hide: v.exactOptional(list(oneOf(hideableParts), 'parts', hideableParts.length)),
	place: v.exactOptional(oneOf(['bench', 'runs', 'studies', 'questions'])),
	focus: v.exactOptional(text(100)),
	tables: v.exactOptional(v.literal(true, mustBe('true'))),
	theme: v.exactOptional(oneOf(['light', 'dark'])),
	pace: v.exactOptional(
		v.variant(
			'kind',
			[
				object({ kind: v.literal('slow'), milliseconds: whole(1, 60_000) }),
				object({ kind: v.literal('until'), step: whole(1, 1_000_000) }),
			],
			mustBe('one of slow, until'),
		),
	),
	note: v.exactOptional(text(300)),
});

/** Throws InputError if the view selects an unknown skill or hides the panel that it opens. */
export function demandFitting(view: LinkView, { skills }: Experiment): void {
	const { focus, place, hide = [] } = view;
	if (focus !== undefined && !skills.some(({ id }) => id === focus))
		throw wrong('view.focus', `the experiment has no skill "${focus}". Leave it out.`);
	if (hide.some((part) => part === place))
		throw wrong('view.place', `"${place}" is hidden, and the page would open there. Leave it out.`);
}
