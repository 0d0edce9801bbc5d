/** Reads question sets, answers and scores from files, and writes the report files. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#engine/core/errors.ts';
import { decodeText } from '#engine/core/file.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { asMessage, englishText } from '#engine/core/message.ts';
import { parseAnswers } from '#lab/features/questions/model/answers.ts';
import { parseScores } from '#lab/features/questions/model/scores.ts';
import { parseSetText, setSha256 } from '#lab/features/questions/model/set.ts';
import type { EvaluationReport } from '#lab/features/questions/model/report.ts';
import { reportFormats, type ReportFormat } from '#lab/features/questions/model/reportTables.ts';
import { shippedSet } from '#lab/features/questions/model/sets/shipped.ts';
import type { AnswerSet, QuestionSet, Score } from '#lab/features/questions/model/types.ts';
import { writeBeside } from '../writeBeside.ts';
import type { EvaluateOptions } from './options.ts';

/** Throws InputError if the file is not readable, or not text. */
function readText(file: string): string {
	try {
		return decodeText(readFileSync(file), file);
	} catch (error) {
		if (error instanceof InputError) throw error;
		throw new InputError(
			asMessage(`Cannot read ${file} (${(error as Error).message}). Name another file.`),
		);
	}
}

export const readQuestions = (word: string): QuestionSet =>
	word === 'lab' || word === 'real' ? shippedSet(word) : parseSetText(readText(word), word);

/** `index` of the answer file keeps the ids of equal files different. */
export function readAnswers(
	{ file, name }: EvaluateOptions['answers'][number],
	questions: QuestionSet,
	index: number,
): { readonly set: AnswerSet; readonly notes: readonly string[] } {
	const content = readText(file);
	const { answers, by, notes } = parseAnswers(content, file, questions);
	const stem = path.basename(file).replace(/\.[a-z]+$/i, '');
	return {
		set: {
			id: `${index + 1}-${sha256Hex(content).slice(0, 12)}`,
			questions: setSha256(questions),
			by: { kind: 'other', ...by, name: name ?? by.name ?? stem },
			origin: { kind: 'file', name: file },
			madeAt: 0,
			answers,
		},
		notes: notes.map((note) => `${file}: ${englishText(note)}`),
	};
}

export const readScores = (
	files: readonly string[],
	questions: QuestionSet,
	answerSets: readonly AnswerSet[],
): Score[] =>
	files.flatMap((file) =>
		parseScores(readText(file), file, { answerSets, questionsOf: () => questions }),
	);

/** Returns the written files. */
export const writeReport = (
	report: EvaluationReport,
	questions: QuestionSet,
	files: EvaluateOptions['outputs'],
): string[] =>
	Object.entries(files).flatMap(([output, file]) => {
		if (file === undefined) return [];
		writeBeside(file, reportFormats[output as ReportFormat].text(report, questions));
		return file;
	});
