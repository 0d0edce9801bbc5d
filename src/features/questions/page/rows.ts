/** The order of a table's rows: zero-shot first, then as they were made. */
import type { AnswerSetInfo } from '../model/questions.ts';

export const inRowOrder = (answers: readonly AnswerSetInfo[]): readonly AnswerSetInfo[] =>
	[...answers].sort(
		(a, b) => Number(b.by.kind === 'base') - Number(a.by.kind === 'base') || a.madeAt - b.madeAt,
	);
