/**
 * MT-bench: {question_id, turns: [question, …], reference: [answer, …]}. Most published rows have
 * no reference, so nothing can be trained on them.
 */
import type { Json } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
import { RowError } from '../formats/format.ts';
import { scalarText, type RowShape } from './shape.ts';
import { conversation } from './turns.ts';

export const mtBench: RowShape = {
	id: 'mtBench',
	title: 'MT-bench',
	matches: (row) => scalarText(row['question_id']) !== undefined && Array.isArray(row['turns']),
	toExamples({ turns, reference }) {
		if (!Array.isArray(turns)) throw new RowError(sentence('library.errors.turnsIsNotList'));
		if (!Array.isArray(reference))
			throw new RowError(sentence('library.errors.referenceIsNotList'));
		const said = (role: string, name: string, text: Json, i: number) => ({
			role,
			content: scalarText(text) ?? '',
			where: `${name}.${i}`,
		});
		return [
			conversation(
				turns.flatMap((question: Json, i) => [
					said('user', 'turns', question, i),
					...(i < reference.length
						? [said('assistant', 'reference', reference[i] as Json, i)]
						: []),
				]),
			),
		];
	},
};
