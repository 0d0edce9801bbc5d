/**
 * Fills the pages of results: Markdown that a person wrote, in which each figure has the name of
 * the cells that give it (figures.ts). A row of a table that begins with `{rows STUDY: LIST}` is
 * repeated: `*` stands for each policy of the list (split by `;`), each policy that has a mean mix
 * (`each`), or each comparison that the study names (`comparisons`).
 */
import { readFileSync } from 'node:fs';
import { InputError } from '../../src/engine/core/errors.ts';
import { asMessage } from '../../src/engine/core/message.ts';
import { formatMarkdown } from '../../scripts/lib/markdown.ts';
import { figure, openStudies, rowsOf } from './figures.ts';

/** A page, and where a person writes it. */
export interface Page {
	readonly source: string;
	readonly file: string;
	/** Only the section `What was found` of the file is written. */
	readonly isPart?: boolean;
}

const sources = 'workshop/results/pages';
export const pages: readonly Page[] = [
	{ source: `${sources}/results.md`, file: 'docs/guide/results.md' },
	{ source: `${sources}/comparisons.md`, file: 'docs/guide/comparisons.md' },
	{ source: `${sources}/readme.md`, file: 'README.md', isPart: true },
];

const part = /(?<=## What was found\n)[\s\S]*?(?=\n## )/;

/** The page with today's figures. Throws InputError that names the line of its source. */
export async function pressPage({ source, file, isPart }: Page): Promise<string> {
	const text = fillPage(readFileSync(source, 'utf8'), source);
	const whole = isPart ? readFileSync(file, 'utf8').replace(part, `\n${text}\n`) : text;
	return formatMarkdown(whole, file);
}

export const fillPage = (text: string, source: string): string =>
	text
		.split('\n')
		.flatMap((line, i) => {
			try {
				demandNoNumber(line);
				return repeatRow(line).map((row) =>
					row.replaceAll(/\{([^}]+)\}/g, (_, name: string) => figure(name)),
				);
			} catch (error) {
				if (!(error instanceof InputError)) throw error;
				throw new InputError(asMessage(`${source}:${i + 1}: ${error.message}`));
			}
		})
		.join('\n');

/** Digits, and the words of counts, come from cells; names such as GSM8K are names. */
const countWords =
	'two three four five six seven eight nine ten eleven twelve hundred thousand million billion ' +
	'twice half';
const number = new RegExp(
	`(?<![\\p{L}\\p{N}_-])(?:\\d[\\d.,]*|${countWords.replaceAll(' ', '|')})(?![\\p{L}\\p{N}])`,
	'iu',
);

/** Addresses, code and names of figures say nothing that a reader takes for a result. */
const quoted = /\{[^}]*\}|\]\([^)]*\)|`[^`]*`|<!--.*?-->/g;

function demandNoNumber(line: string): void {
	const found = number.exec(line.replaceAll(quoted, ' '));
	if (found)
		throw new InputError(
			asMessage(
				`“${found[0]}” is written by hand. Name the cells that give it: {study: row: column}.`,
			),
		);
}

function repeatRow(line: string): string[] {
	const found = /\{rows (.+?): (.+?)\}/.exec(line);
	if (!found) return [line];
	const [place, study, list] = found;
	return rowsOf(openStudies(study), list).map(({ name, title }) =>
		line.replace(place, title).replaceAll('*', name),
	);
}
