/** The end of a command that fails: a message for what happens outside it, a stack for a bug. */
import { readlinkSync } from 'node:fs';
import { InputError, LabError, toMessage } from '#engine/core/errors.ts';
import { exitCodes } from './bench/exitCodes.ts';
import { OutputError } from './writeBeside.ts';

/** A problem that the user can fix. Its message says how, and no stack trace is printed. */
export class SetupError extends Error {}

/** Playwright's words for a browser, page or connection that ended. */
const closed =
	/\bhas been closed\b|\bTarget (?:page, context or browser|closed)|\bBrowser closed\b/;

export const browserClosed =
	'The browser was closed, or its connection was lost. Start the command again.';

/** A sentence about the fault. null: it is a bug, so the stack is printed. */
export function outsideFault(error: unknown): string | null {
	if ([LabError, SetupError, OutputError].some((kind) => error instanceof kind))
		return toMessage(error);
	if (!(error instanceof Error)) return null;
	if (closed.test(error.message)) return browserClosed;
	// Node's errors of the system: a full disk, a missing file, a refused connection.
	if ('syscall' in error) return `${error.message}. Fix that and start the command again.`;
	return null;
}

/** Prints what happened and ends the process, which an open connection would keep alive. */
export function endCommand(error: unknown, expected: number = exitCodes.failed): never {
	const fault = outsideFault(error);
	console.error(fault ?? (error instanceof Error ? (error.stack ?? error) : toMessage(error)));
	if (error instanceof InputError) process.exit(exitCodes.badInput);
	if (error instanceof OutputError) process.exit(exitCodes.output);
	process.exit(fault === null ? exitCodes.failed : expected);
}

/** Ends the process whose output is lost: without a word if only its reader has ended. */
export function endWithoutOutput(error: NodeJS.ErrnoException): never {
	if (error.code === 'EPIPE') process.exit(exitCodes.output);
	return endCommand(new OutputError(`The output (${outputName()})`, error));
}

/** Linux knows the file behind the standard output. */
function outputName(): string {
	try {
		return readlinkSync('/proc/self/fd/1');
	} catch {
		return 'stdout';
	}
}

/**
 * Runs a script. An error ends the process: with 3 if an option, a value or a file is wrong.
 * `expected`: the exit code for what happens outside the command.
 */
export async function runScript(
	body: () => Promise<void>,
	{ expected = exitCodes.failed }: { readonly expected?: number } = {},
): Promise<void> {
	try {
		await body();
	} catch (error) {
		endCommand(error, expected);
	}
}
