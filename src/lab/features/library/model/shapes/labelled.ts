/**
 * Answers with a label, as TRL's and LLaMA-Factory's KTO trainers read them: the columns of another
 * shape, and `label` or `kto_tag`. True marks a good answer. A row with false is left out.
 */
import { sentence } from '#engine/core/message.ts';
import { RowError } from '../formats/format.ts';
import { alpaca, alpacaHistory } from './alpaca.ts';
import { chatCompletions, chatPairs } from './chatPairs.ts';
import { openAiMessages } from './openAiMessages.ts';
import { promptCompletion } from './pairs.ts';
import { scalarText, type Row, type RowShape } from './shape.ts';
import { shareGpt } from './shareGpt.ts';
import { shareGptTools } from './shareGptTools.ts';
import { weightedMessages } from './toolMessages.ts';

/** A shape that recognises a row without its label, and the one that reads it. */
const readers: readonly (readonly [RowShape, RowShape])[] = [
	[openAiMessages, weightedMessages],
	[shareGpt, shareGptTools],
	[alpaca, alpacaHistory],
	[promptCompletion, promptCompletion],
	[chatPairs, chatCompletions],
];
const findReader = (row: Row) => readers.find(([shape]) => shape.matches(row))?.[1];

export const labelled: RowShape = {
	id: 'labelled',
	title: 'Labelled answers (KTO)',
	matches: (row) => readLabel(row) !== undefined && findReader(row) !== undefined,
	toExamples(row) {
		const label = readLabel(row);
		if (label === undefined) throw new RowError(sentence('library.errors.labelIsNotTrue'));
		if (!label) throw new RowError(sentence('library.errors.labelIsFalseLabDoes'));
		const reader = findReader(row);
		if (!reader) throw new RowError(sentence('library.errors.rowHasLabel'));
		return reader.toExamples(row);
	},
};

/** CSV has it as text. Spreadsheets write 0 and 1, which may be classes beside other columns. */
function readLabel(row: Row): boolean | undefined {
	const text = scalarText(row['label'] ?? row['kto_tag'])?.toLowerCase() ?? '';
	const [no, yes] = promptCompletion.matches(row) ? ['false 0', 'true 1'] : ['false', 'true'];
	if (yes.split(' ').includes(text)) return true;
	return no.split(' ').includes(text) ? false : undefined;
}
