/**
 * The options of a command, declared once: they are parsed, checked and printed by `--help`.
 * A wrong option or value ends the process with one sentence and exit code 3.
 */
import '#lab/texts.ts';
import { existsSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { InputError, toMessage } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { exitCodes } from './bench/exitCodes.ts';
import { endCommand, endWithoutOutput } from './faults.ts';
import { watchOutput } from './lostOutput.ts';
import { demandWritable, realPath } from './writeBeside.ts';

export interface Option<Value> {
	readonly help: string;
	/** The word for its value in the help; absent: a flag. */
	readonly word?: string;
	/** The default as the visitor would type it. */
	readonly fallback?: string;
	readonly isList?: boolean;
	/** Its value is the path of what the command writes. */
	readonly writes?: 'file' | 'folder';
	/** `name` with its dashes. Throws InputError. */
	readonly read: (texts: readonly string[], name: string) => Value;
}
export type Options = { readonly [name: string]: Option<unknown> };
export type Values<Declared extends Options> = {
	readonly [Name in keyof Declared]: Declared[Name] extends Option<infer Value> ? Value : never;
};

export interface Command<Declared extends Options> {
	/** The words that start it: `npm run bench`. */
	readonly name: string;
	/** One or two sentences. */
	readonly purpose: string;
	readonly options: Declared;
	/** Words after the name; absent: the name alone. */
	readonly example?: string;
	/** More to know: exit codes, a page of the docs. */
	readonly notes?: readonly string[];
	/** Takes words that belong to no option. */
	readonly acceptsWords?: boolean;
}

export type Answers<Declared extends Options> = Values<Declared> & {
	/** Words that belong to no option. */
	readonly words: readonly string[];
};

/**
 * The options of this process. Prints the help or the error and exits if there is one. Later errors
 * end the process too, without a stack for what happens outside it.
 */
export function readCommand<Declared extends Options>(
	command: Command<Declared>,
): Answers<Declared> {
	answerHelp(command);
	try {
		return parseCommand(command, process.argv.slice(2));
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return exit(2, error.message, exitCodes.badInput);
	}
}

/**
 * Prints the help and exits if the arguments contain `--help`. From here on an error or a lost
 * output ends the process with its exit code.
 */
export function answerHelp(command: Command<Options>): void {
	watchOutput(endWithoutOutput);
	process.on('uncaughtException', (error) => endCommand(error));
	const args = process.argv.slice(2);
	if (args.includes('--help') || args.includes('-h')) exit(1, helpText(command), 0);
}

/** Writes at once: `console.log` can lose text when the process exits. */
function exit(file: 1 | 2, message: string, code: number): never {
	try {
		writeSync(file, `${message}\n`);
	} catch (error) {
		if (file === 1) endWithoutOutput(error as NodeJS.ErrnoException);
	}
	process.exit(code);
}

/** Options that npm has too: their variables can be settings of npm. */
const ofNpm = ['browser', 'cache', 'json', 'link', 'long', 'name', 'only'];

/** Without `--` before them, npm keeps the options and passes only their values. */
function refuseKept({ name, options }: Command<Options>): void {
	const isKept = (option: string) =>
		name.startsWith('npm ') &&
		!ofNpm.includes(option) &&
		process.env[`npm_config_${option}`] !== undefined;
	const option = Object.keys(options).find(isKept);
	if (option !== undefined)
		throw new InputError(
			asMessage(
				`npm has kept --${option} for itself. Write -- before it: ${name} -- --${option} …`,
			),
		);
}

/** Throws InputError that names the option. */
export function parseCommand<Declared extends Options>(
	command: Command<Declared>,
	args: readonly string[],
): Answers<Declared> {
	refuseKept(command);
	const { values, positionals } = parse(command, args);
	const read = Object.entries(command.options).map(([name, option]) => {
		const answer = values[name];
		const texts = Array.isArray(answer) ? answer.map(String) : answer === true ? ['true'] : [];
		if (texts.length > 1 && !option.isList)
			throw new InputError(asMessage(`--${name} is given ${texts.length} times. Give it once.`));
		return [name, option.read(texts, `--${name}`)] as const;
	});
	const answers = Object.fromEntries(read);
	demandApart(command.options, answers);
	return { ...(answers as Values<Declared>), words: positionals };
}

/** Throws InputError if an output would replace another one, or is a folder of it. */
function demandApart(options: Options, answers: Readonly<Record<string, unknown>>): void {
	const outputs = Object.entries(options).flatMap(([name, { writes }]) => {
		const word = answers[name];
		return writes && typeof word === 'string'
			? [{ name, word, isFile: writes === 'file', place: realPath(word) }]
			: [];
	});
	for (const file of outputs.filter(({ isFile }) => isFile)) {
		const other = outputs.find(
			({ name, place }) => name !== file.name && `${place}/`.startsWith(`${file.place}/`),
		);
		if (other)
			throw new InputError(
				asMessage(
					`--${file.name} and --${other.name} both write to ${file.word}. Name another path for ` +
						`one of them.`,
				),
			);
	}
}

function parse(command: Command<Options>, args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: command.acceptsWords ?? false,
			options: Object.fromEntries(
				Object.entries(command.options).map(([name, { word }]) => [
					name,
					word === undefined
						? { type: 'boolean' as const }
						: { type: 'string' as const, multiple: true },
				]),
			),
		});
	} catch (error) {
		const [problem] = toMessage(error).split(/\.? To specify a positional|\. This command/);
		const line = problem.replaceAll('\n', ' ').replace(/\.$/, '');
		throw new InputError(
			asMessage(`${line}. ${command.name}${dashes(command.name)} --help lists the options.`),
		);
	}
}

/** npm keeps options for itself without them. */
const dashes = (name: string): string => (name.startsWith('npm ') ? ' --' : '');

export function helpText({
	name,
	purpose,
	options,
	example = '',
	notes = [],
}: Command<Options>): string {
	const rows = Object.entries(options).map(([option, { help, word, fallback, isList }]) => {
		const extra = [
			fallback === undefined ? '' : `default: ${fallback}`,
			isList ? 'can be repeated' : '',
		].filter((part) => part !== '');
		const usage = word === undefined ? `--${option}` : `--${option} ${word}`;
		return [usage, extra.length > 0 ? `${help} (${extra.join('; ')})` : help] as const;
	});
	const width = Math.max(...rows.map(([usage]) => usage.length), '--help'.length);
	return [
		purpose,
		'',
		`Usage: ${name}${dashes(name)} [options]`,
		...[...rows, ['--help', 'Prints this text']].map(
			([usage, help]) => `  ${usage.padEnd(width)}  ${help}`,
		),
		'',
		`Example: ${name}${example === '' ? '' : `${dashes(name)} ${example}`}`,
		...notes,
	].join('\n');
}

export const flag = (help: string): Option<boolean> => ({
	help,
	read: (texts) => texts.length > 0,
});

/** A text without a default. */
export const text = (word: string, help: string): Option<string | undefined> => ({
	help,
	word,
	read: (texts) => texts[0],
});

export const textOr = (word: string, fallback: string, help: string): Option<string> => ({
	help,
	word,
	fallback,
	read: (texts) => texts[0] ?? fallback,
});

export const texts = (word: string, help: string): Option<readonly string[]> => ({
	help,
	word,
	isList: true,
	read: (words) => words,
});

export const oneOf = <Name extends string>(
	known: readonly Name[],
	fallback: Name,
	help: string,
): Option<Name> => ({
	help: `${help}: ${known.join(', ')}`,
	word: 'NAME',
	fallback,
	read: ([word = fallback], name) => requireKnown(word, known, name),
});

/** Each comma-separated word must be known. */
export const someOf = <Name extends string>(
	known: readonly Name[],
	help: string,
	fallback = known,
): Option<readonly Name[]> => ({
	help: `${help}: ${known.join(', ')}`,
	word: 'NAME,…',
	fallback: fallback.join(','),
	read(words, name) {
		const chosen = words[0]?.split(',').map((word) => word.trim()) ?? fallback;
		return chosen.map((word) => requireKnown(word, known, name));
	},
});

function requireKnown<Name extends string>(
	word: string,
	known: readonly Name[],
	name: string,
): Name {
	const found = known.find((candidate) => candidate === word);
	if (found === undefined)
		throw new InputError(asMessage(`${name}: "${word}" is not known. Known: ${known.join(', ')}.`));
	return found;
}

interface Range {
	readonly from?: number;
	readonly to?: number;
}

/** A whole number without a default. */
export const whole = (help: string, range: Range = {}): Option<number | undefined> => ({
	help,
	word: 'N',
	read: ([word], name) => (word === undefined ? undefined : parseWhole(word, name, range)),
});

export const wholeOr = (fallback: number, help: string, range: Range = {}): Option<number> => ({
	help,
	word: 'N',
	fallback: String(fallback),
	read: ([word], name) => (word === undefined ? fallback : parseWhole(word, name, range)),
});

/** Throws InputError that has the `name`. */
export function parseWhole(word: string, name: string, { from = 1, to }: Range): number {
	const value = word.trim() === '' ? Number.NaN : Number(word);
	if (Number.isSafeInteger(value) && value >= from && value <= (to ?? Number.MAX_SAFE_INTEGER))
		return value;
	const range = to === undefined ? `of ${from} or more` : `from ${from} to ${to}`;
	throw new InputError(asMessage(`${name} must be a whole number ${range}, not ${word}.`));
}

/** A file that the command writes at its end. It is checked first, before anything is trained. */
export const outputFile = (help: string): Option<string | undefined> => ({
	help,
	word: 'FILE',
	writes: 'file',
	read([file], name) {
		if (file !== undefined) requireWritable(file, name);
		return file;
	},
});

/** A folder that the command creates or fills. */
export const outputFolder = <Fallback extends string | undefined>(
	help: string,
	fallback: Fallback,
): Option<string | Fallback> => ({
	help,
	word: 'FOLDER',
	writes: 'folder',
	...(fallback !== undefined && { fallback }),
	read([folder = fallback], name) {
		if (folder !== undefined) demandFolder(folder, name);
		return folder as string | Fallback;
	},
});

/** Throws InputError if no file can be written there. `name`: who writes into the folder. */
export const demandFolder = (folder: string, name: string): void =>
	requireWritable(path.join(folder, 'file'), name, folder);

/** Throws InputError if the file cannot be written. */
function requireWritable(file: string, name: string, shown = file): void {
	const refuse = (why: string) => new InputError(asMessage(`${name}: ${why}`));
	if (file === '') throw new InputError(asMessage(`${name} is empty. Name a file.`));
	if (file.endsWith('/') || (existsSync(file) && statSync(file).isDirectory()))
		throw refuse(`${file} cannot be written: it is a folder. Choose another path.`);
	try {
		demandWritable(file, shown);
	} catch (error) {
		throw refuse(toMessage(error));
	}
}
