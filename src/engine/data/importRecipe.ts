/** The import settings of a file as plain data: part of its skill, the experiment and its link. */
import * as v from 'valibot';
import { say } from '#engine/core/message.ts';
import { flag, list, mustBeOneOf, number, object, text, whole } from '#engine/core/fields.ts';

const paths = (min: number) => v.pipe(list(text(500), say('columns'), 100, min), v.readonly());

/** The mapping of a row to an example. A path has dots (`instances.0.input`) or is a column. */
const rowMapping = v.variant(
	'kind',
	[
		/**
		 * The id of a shape in features/library/model/shapes, and columns that are read beside it: a
		 * system message, earlier turns, a text that the question is about.
		 */
		object({ kind: v.literal('shape'), shape: text(100), beside: v.exactOptional(paths(1)) }),
		/**
		 * Columns are joined by line breaks. Without a prompt the answer is raw text. `{column}` in the
		 * instruction and in the system text stands for a column; the prompt's other columns follow.
		 */
		object({
			kind: v.literal('columns'),
			prompt: paths(0),
			answer: paths(1),
			instruction: v.exactOptional(text(4000)),
			system: v.exactOptional(text(4000)),
		}),
	],
	mustBeOneOf(['shape', 'columns']),
);
export type RowMapping = v.InferOutput<typeof rowMapping>;

/** The same file and recipe give the same fingerprint. */
export const importRecipe = object({
	mapping: rowMapping,
	/** At least 1 row and at most 500 are held out. */
	heldOutShare: number(say('a number above 0 and below 1'), (value) => value > 0 && value < 1),
	seed: whole(0, Number.MAX_SAFE_INTEGER),
	/** Mask mail addresses, phone and card numbers and keys (after arXiv 2310.04945). */
	maskPrivate: flag,
});
export type ImportRecipe = Readonly<v.InferOutput<typeof importRecipe>>;
