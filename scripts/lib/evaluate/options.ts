/** The options of `npm run evaluate` (docs/guide/evaluation.md), checked without the files. */
import { existsSync, statSync } from 'node:fs';
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { outputFile, outputFolder, parseCommand, text, texts, whole } from '../command.ts';

export type EvaluateOptions = ReturnType<typeof readOptions>;

export const evaluateCommand = {
	name: 'npm run evaluate',
	purpose: 'Scores answers to a question set in eight categories (arXiv 2310.04945).',
	example: '--questions lab --link default --seeds 3',
	options: {
		questions: text('SET', 'A file, or lab or real for a shipped set'),
		answers: texts('[NAME=]FILE', 'Answers to score'),
		scores: texts('FILE', 'Marks of people and judges'),
		link: text('URL', "Answers of the lab's models: a link, or default"),
		model: text('FOLDER', 'The model in it answers'),
		seeds: whole('Runs of that experiment, with consecutive seeds (default: 1)', { to: 100 }),
		keep: outputFolder("Folder for the answers of the lab's models", undefined),
		csv: outputFile('One row per question and category'),
		markdown: outputFile('Tables and sentences'),
	},
	notes: ['Exit codes and all details: docs/guide/evaluation.md.'],
};

/** Throws InputError that names the option. */
export function readOptions(args: readonly string[]) {
	const {
		questions,
		model,
		csv,
		markdown,
		words: _,
		...others
	} = parseCommand(evaluateCommand, args);
	const { answers, link, seeds, keep } = others;
	const outputs = { csv, markdown };
	if (questions === undefined)
		throw new InputError(
			asMessage('--questions is missing. Name a file, or lab or real for a shipped set.'),
		);
	if (model !== undefined && statSync(model, { throwIfNoEntry: false })?.isDirectory() !== true)
		throw new InputError(asMessage(`--model: there is no folder ${model}. Name another.`));
	const isLab = link !== undefined || model !== undefined;
	if (answers.length === 0 && !isLab)
		throw new InputError(
			asMessage(
				`There are no answers to evaluate. Use --answers FILE, or --link URL or --model FOLDER ` +
					`for answers of a model.`,
			),
		);
	const [stray] = Object.entries({ seeds, keep }).find(([, value]) => value !== undefined) ?? [];
	if (stray !== undefined && (stray === 'seeds' ? link === undefined : !isLab))
		throw new InputError(
			asMessage(`--${stray} needs --link, because it concerns the lab’s own models.`),
		);
	return {
		...others,
		questions,
		/** Answer files, with the names of their rows if given. */
		answers: answers.map(namedFile),
		seeds: seeds ?? 1,
		/** Folder of the model that answers. */
		modelFolder: model,
		/** Files of the report by format. */
		outputs,
	};
}

/** Parses NAME=FILE or FILE. A sweep can have written a file of this name: lr=0.1/answers.jsonl. */
function namedFile(word: string) {
	const [, name, file] = (!existsSync(word) && /^([^=/\\]+)=(.+)$/s.exec(word)) || [];
	return name === undefined || file === undefined ? { file: word } : { name, file };
}
