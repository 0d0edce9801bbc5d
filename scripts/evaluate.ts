/** `npm run evaluate`: scores answers to a question set (docs/guide/evaluation.md). */
import path from 'node:path';
import { fileStem } from '#engine/core/file.ts';
import { englishText } from '#engine/core/message.ts';
import { tableLines } from '#engine/core/table.ts';
import { freeName } from '#engine/core/text.ts';
import { answersText } from '#lab/features/questions/model/answers.ts';
import { evaluationReport, type EvaluationReport } from '#lab/features/questions/model/report.ts';
import { scoreTable } from '#lab/features/questions/model/reportTables.ts';
import type { AnswerSet } from '#lab/features/questions/model/types.ts';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { runScript } from './lib/faults.ts';
import { answerHelp } from './lib/command.ts';
import { readAnswers, readQuestions, readScores, writeReport } from './lib/evaluate/files.ts';
import { evaluateCommand, readOptions, type EvaluateOptions } from './lib/evaluate/options.ts';
import { counted, table } from './lib/output.ts';
import { writeBeside } from './lib/writeBeside.ts';

answerHelp(evaluateCommand);

const log = (line: string): void => console.log(line);

await runScript(() => evaluate(readOptions(process.argv.slice(2))), {
	expected: exitCodes.badInput,
});

async function evaluate(options: EvaluateOptions): Promise<void> {
	const questions = readQuestions(options.questions);
	const read = options.answers.map((answers, i) => readAnswers(answers, questions, i));
	read.flatMap((answers) => answers.notes).forEach(log);
	const made = await answersFromLab(options, questions);
	const sets = [...made, ...read.map(({ set }) => set)];
	const report = evaluationReport(questions, sets, readScores(options.scores, questions, sets));
	if (options.keep !== undefined) writeAnswers(made, options.keep);
	print(report);
	for (const file of writeReport(report, questions, options.outputs)) log(`Written: ${file}`);
}

async function answersFromLab(
	{ link, modelFolder, seeds }: EvaluateOptions,
	questions: ReturnType<typeof readQuestions>,
): Promise<AnswerSet[]> {
	if (link === undefined && modelFolder === undefined) return [];
	// Imported here, because Playwright is needed only for the lab's own answers.
	const { labAnswers } = await import('./lib/evaluate/labAnswers.ts');
	return labAnswers({ questions, link, modelFolder, seeds }, log);
}

function writeAnswers(sets: readonly AnswerSet[], folder: string): void {
	const taken = new Set<string>();
	// Some file systems take names that differ in capitals for one.
	const toKey = (name: string) => fileStem('answers', name).toLowerCase();
	for (const set of sets) {
		const name = freeName(set.by.name, (other) => taken.has(toKey(other)));
		taken.add(toKey(name));
		const file = path.join(folder, `${fileStem('answers', name)}.jsonl`);
		writeBeside(file, answersText(set.answers, set.by));
		log(`Written: ${file}`);
	}
}

function print(report: EvaluationReport): void {
	const { questions, notes } = report;
	log(
		`\n${questions.name}: ${counted(questions.questions, 'question')} ` +
			`(${questions.general} general, ${questions.domain} domain), ` +
			`SHA-256 ${questions.sha256.slice(0, 12)}…\n`,
	);
	log(`${table(tableLines(scoreTable(report)))}\n`);
	for (const note of notes) log(`· ${englishText(note)}`);
}
