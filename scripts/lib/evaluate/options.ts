/** The options of `npm run evaluate` (docs/guide/evaluation.md), checked without the files. */
import { parseArgs } from 'node:util';
import { InputError } from '#core/errors.ts';

export interface EvaluateOptions {
	/** A file, or the short name of a shipped set. */
	readonly questions: string;
	/** Answer files, with the names of their rows if given. */
	readonly answers: readonly { readonly file: string; readonly name: string | null }[];
	readonly scores: readonly string[];
	/** Experiment whose models answer: a link or `default`; null: only files. */
	readonly link: string | null;
	/** Number of runs of that experiment, with consecutive seeds. */
	readonly seeds: number;
	readonly connect: string | null;
	/** Folder for the answers of the lab's models. */
	readonly keep: string | null;
	readonly outputs: Readonly<Partial<Record<Output, string>>>;
}
export const outputs = ['json', 'csv', 'markdown'] as const;
export type Output = (typeof outputs)[number];

const text = { type: 'string' } as const;
const several = { type: 'string', multiple: true, default: [] as string[] } as const;

/** Throws InputError that names the option. */
export function readOptions(args: readonly string[]): EvaluateOptions {
	const { questions, answers, scores, link, seeds, connect, keep, ...files } = parse(args);
	if (questions === undefined)
		throw new InputError('--questions is missing. Name a file, or lab or real for a shipped set.');
	if (answers.length === 0 && link === undefined)
		throw new InputError(
			'There are no answers to evaluate. Use --answers FILE, ' +
				'or --link URL for answers of the lab’s models.',
		);
	const [stray] =
		Object.entries({ seeds, connect, keep }).find(([, value]) => value !== undefined) ?? [];
	if (stray !== undefined && link === undefined)
		throw new InputError(`--${stray} needs --link, because it concerns the lab’s own models.`);
	return {
		questions,
		answers: answers.map(namedFile),
		scores,
		link: link ?? null,
		seeds: seeds === undefined ? 1 : parseSeeds(seeds),
		connect: connect ?? null,
		keep: keep ?? null,
		outputs: Object.fromEntries(Object.entries(files).filter(([, file]) => file !== undefined)),
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				questions: text,
				answers: several,
				scores: several,
				link: text,
				seeds: text,
				connect: text,
				keep: text,
				json: text,
				csv: text,
				markdown: text,
			},
		}).values;
	} catch (error) {
		const [problem] = (error as Error).message.split('. ');
		throw new InputError(`${problem}. docs/guide/evaluation.md lists all options.`);
	}
}

/** Parses NAME=FILE or FILE. */
function namedFile(word: string): EvaluateOptions['answers'][number] {
	const [, name, file] = /^([^=/\\]+)=(.+)$/s.exec(word) ?? [];
	return name === undefined || file === undefined ? { file: word, name: null } : { file, name };
}

function parseSeeds(word: string): number {
	const seeds = Number(word);
	if (Number.isSafeInteger(seeds) && seeds >= 1 && seeds <= 100) return seeds;
	throw new InputError(`--seeds must be a whole number from 1 to 100, not ${word}.`);
}
