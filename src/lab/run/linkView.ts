/** How a link opens the page: hidden parts and the first view. The visitor can undo it. */
import * as v from 'valibot';
import { fieldError } from '#engine/core/errors.ts';
import { list, mustBeOneOf, object, oneOf, text, whole } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import type { Experiment } from './experiment.ts';

/** The names that a view can use. The page makes them from its features. */
export interface PageParts {
	/** Screens besides the workbench, `bench`. */
	readonly places: readonly string[];
	/** Parts that can be hidden. Train, Pause and Reset always stay. */
	readonly hideable: readonly string[];
}

/** One of `names`; without them, any text as long as a name. */
const nameIn = (names?: readonly string[]): v.GenericSchema<unknown, string> =>
	names ? oneOf(names) : text(100);

/** Without `parts`, as in a script, a view may name any part and any place. */
export const linkViewSchema = (parts?: PageParts) =>
	object({
		hide: v.exactOptional(
			v.pipe(
				list(nameIn(parts?.hideable), say('parts'), parts?.hideable.length ?? 100),
				v.readonly(),
			),
		),
		/** Simple or all of the page. Missing: the page decides (page/state/depth.ts). */
		depth: v.exactOptional(oneOf(['simple', 'lab'])),
		/** The screen in the middle of the page. */
		place: v.exactOptional(nameIn(parts && ['bench', ...parts.places])),
		/** Id of the selected skill. */
		focus: v.exactOptional(text(100)),
		/** Shows charts as tables. */
		tables: v.exactOptional(v.literal(true, mustBeOneOf(['true']))),
		theme: v.exactOptional(oneOf(['light', 'dark'])),
		/** The pace of Train: milliseconds per step, or up to a step. Missing: the visitor's. */
		pace: v.exactOptional(
			v.variant(
				'kind',
				[
					object({ kind: v.literal('slow'), milliseconds: whole(1, 60_000) }),
					object({ kind: v.literal('until'), step: whole(1, 1_000_000) }),
				],
				mustBeOneOf(['slow', 'until']),
			),
		),
		/** Plain text above the workbench. */
		note: v.exactOptional(text(300)),
	});
export type LinkView = v.InferOutput<ReturnType<typeof linkViewSchema>>;

/** Throws InputError if the view selects an unknown skill or hides the panel that it opens. */
export function demandFitting(view: LinkView, { skills }: Experiment): void {
	const { focus, place, hide = [] } = view;
	if (focus !== undefined && !skills.some(({ id }) => id === focus))
		throw fieldError(
			'view.focus',
			say('the experiment has no skill "{focus}". Leave it out.', { focus }),
		);
	if (hide.some((part) => part === place))
		throw fieldError(
			'view.place',
			say('"{place}" is hidden, and the page would open there. Leave it out.', { place: place! }),
		);
}
