/** How a link opens the page: hidden parts and the first view. The visitor can undo it. */
import * as v from 'valibot';
import { list, mustBe, object, oneOf, text, whole, wrong } from '#engine/core/fields.ts';
import { sentence } from '#engine/core/message.ts';
import type { Experiment } from './experiment.ts';

/** Screens of the features. A link can open or hide each. */
export const featurePlaces = ['runs', 'studies', 'questions', 'race', 'lessons'] as const;

const panels = ['mix', 'pace', 'overTime', 'why', 'results', 'samples', 'tryIt'] as const;
export const dialogParts = ['library', 'settings', 'share'] as const;
/** Parts that can be hidden. Train, Pause and Reset always stay. */
export const hideableParts = [...panels, ...dialogParts, ...featurePlaces] as const;
export type HideablePart = (typeof hideableParts)[number];

export const linkViewSchema = object({
	hide: v.exactOptional(
		v.pipe(list(oneOf(hideableParts), 'parts', hideableParts.length), v.readonly()),
	),
	/** The panel in the middle of the page. */
	place: v.exactOptional(oneOf(['bench', ...featurePlaces])),
	/** Id of the selected skill. */
	focus: v.exactOptional(text(100)),
	/** Shows charts as tables. */
	tables: v.exactOptional(v.literal(true, mustBe('true'))),
	theme: v.exactOptional(oneOf(['light', 'dark'])),
	/** The pace of Train: milliseconds per step, or up to a step. Missing: the visitor's. */
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
	/** Plain text above the workbench. */
	note: v.exactOptional(text(300)),
});
export type LinkView = v.InferOutput<typeof linkViewSchema>;

/** Throws InputError if the view selects an unknown skill or hides the panel that it opens. */
export function demandFitting(view: LinkView, { skills }: Experiment): void {
	const { focus, place, hide = [] } = view;
	if (focus !== undefined && !skills.some(({ id }) => id === focus))
		throw wrong('view.focus', sentence`the experiment has no skill "${focus}". Leave it out.`);
	if (hide.some((part) => part === place))
		throw wrong(
			'view.place',
			sentence`"${place!}" is hidden, and the page would open there. Leave it out.`,
		);
}
