/** The page's words in the language in use, and the text of messages and errors. */
import { toMessage } from '#engine/core/errors.ts';
import { say, statementText, type Message, type Statement } from '#engine/core/message.ts';
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/page.json' with { type: 'json' };
import { storedText } from '#languages/language.ts';

export const words = wordsOf('page', english);
export type Words = typeof words;

/** The text of a thrown value, or of an error that an event carries. */
export function errorText(error: unknown): string {
	const message = isCarried(error) ? error.message : toMessage(error);
	if (missingPart.test(message)) {
		const [file = null] = /[\w.-]+\.(js|css)(?=$|\W)/.exec(message) ?? [];
		return statementText(
			say(
				'A part of the page did not arrive{file, select, null {} other {: {file}}}. Check the connection, then reload the page.',
				{ file },
			),
		);
	}
	const { statement } = isCarried(error) ? error : {};
	return statement === undefined ? message : statementText(statement);
}
/** What browsers and Vite say if code that is loaded later does not arrive. */
const missingPart = /dynamically imported module|module script failed|Unable to preload CSS/i;

/** Errors of the lab, and errors as the worker sends them. */
const isCarried = (
	error: unknown,
): error is { readonly message: string; readonly statement?: Statement } =>
	typeof error === 'object' && error !== null && 'message' in error;

/** Why the processor trains: there is no GPU, or it is slower. */
export function softwareText(reason: Message | undefined): string {
	if (reason?.id === 'lab.worker.processorIsFaster')
		return words.run.deviceFaster({ times: statementText(reason) });
	const why = reason === undefined ? '' : statementText(reason).replace(/[.。]$/, '');
	return words.run.deviceSoftware({ reason: why === '' ? null : why });
}

/** The name of a skill in the language of the page. A visitor's own name is not translated. */
export const skillName = ({ id, name }: { readonly id: string; readonly name: string }): string =>
	id.startsWith('file:') ? name : storedText(name);

/**
 * How a model is called that is not stored here: deleted, or on the machine that a link comes from.
 * The id of a visitor's own model is a hash.
 */
export const absentModel = (id: string): string =>
	/^(file:)?[0-9a-f]{12,}$/.test(id)
		? words.common.absentModel({ hash: id.replace('file:', '').slice(0, 8) })
		: id;
