/** Types of the lab's messages about runs and long tasks: ids of run.json and mixing.json. */
import {
	statementText,
	type MessageOf,
	type Statement,
	type StoredMessages,
} from '#engine/core/message.ts';
import type { MessageFiles } from '#languages/messages.ts';
import type { PolicyMessages } from '#mixing/index.ts';
import type { shownValues } from './shownValues.ts';

type RunMessages = PolicyMessages & StoredMessages<MessageFiles['run'], typeof shownValues>;
export type RunMessage = MessageOf<RunMessages>;
export type RunStatement = Statement<RunMessage>;

/** Whether the statement can be shown: values from a file can be of any type. */
export function isReadable(statement: Statement): boolean {
	try {
		return statementText(statement) !== '';
	} catch {
		return false;
	}
}

/** The page's access to the words of the floors below. */
export { explanationText, shortTitle } from '#mixing/explanationText.ts';
export { describeFigure, type FigureUnit } from '#mixing/figures.ts';
