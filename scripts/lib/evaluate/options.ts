/** The words of `npm run evaluate`, checked as far as they can be by themselves. docs/guide/evaluation.md has them one by one. */
import { parseArgs } from 'node:util';
import { InputError } from '#core/errors.ts';

export interface EvaluateOptions {
	/** A file, or the short name of a shipped set. */
	readonly questions: string;
	/** Files of answers, with the names of their rows where given. */
	readonly answers: readonly { readonly file: string; readonly name: string | null }[];
	readonly scores: readonly string[];
	/** The lab's models answer: an experiment's link, or `default`. null: they do not. */
	readonly link: string | null;
	/** Runs of that experiment, with this many seeds from its own on. */
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
		throw new InputError('--questions is missing: name a file, or lab or real for a shipped set.');
	if (answers.length === 0 && link === undefined)
		throw new InputError(
			'There is nothing to evaluate: give --answers FILE, or --link URL to let the lab’s models answer.',
		);
	const [stray] =
		Object.entries({ seeds, connect, keep }).find(([, value]) => value !== undefined) ?? [];
	if (stray !== undefined && link === undefined)
		throw new InputError(`--${stray} goes with --link: it is about the lab’s own models.`);
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
				...{ questions: text, answers: several, scores: several },
				...{ link: text, seeds: text, connect: text, keep: text },
				...{ json: text, csv: text, markdown: text },
			},
		}).values;
	} catch (error) {
		const [what] = (error as Error).message.split('. ');
		throw new InputError(`${what}. docs/guide/evaluation.md has all options.`);
	}
}

/** NAME=FILE, or FILE. */
function namedFile(word: string): EvaluateOptions['answers'][number] {
	const [, name, file] = /^([^=/\\]+)=(.+)$/s.exec(word) ?? [];
	return name === undefined || file === undefined ? { file: word, name: null } : { file, name };
}

function parseSeeds(word: string): number {
	const seeds = Number(word);
	if (Number.isSafeInteger(seeds) && seeds >= 1 && seeds <= 100) return seeds;
	throw new InputError(`--seeds must be a whole number from 1 to 100, not ${word}.`);
}
