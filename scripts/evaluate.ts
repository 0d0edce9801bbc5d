/** `npm run evaluate`: scores answers to a question set (docs/guide/evaluation.md). */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileStem } from '#engine/core/file.ts';
import { englishText } from '#engine/core/message.ts';
import { tableLines } from '#engine/core/table.ts';
import { calibration, calibrationTable } from './lib/evaluate/calibration.ts';
import { answersText } from '#lab/features/questions/model/parseAnswers.ts';
import { evaluationReport, type EvaluationReport } from '#lab/features/questions/model/report.ts';
import { reportTables } from '#lab/features/questions/model/reportTables.ts';
import type { AnswerSet } from '#lab/features/questions/model/types.ts';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { runScript } from './lib/browser.ts';
import { answerHelp } from './lib/command.ts';
import {
	readAnswers,
	readGraded,
	readQuestions,
	readScores,
	writeReport,
} from './lib/evaluate/files.ts';
import { evaluateCommand, readOptions, type EvaluateOptions } from './lib/evaluate/options.ts';
import { table } from './lib/output.ts';

answerHelp(evaluateCommand);

const log = (line: string): void => console.log(line);

await runScript(() => evaluate(readOptions(process.argv.slice(2))), {
	expected: exitCodes.badInput,
});

async function evaluate(options: EvaluateOptions): Promise<void> {
	const { set: questions, notes } = readQuestions(options.questions);
	for (const note of notes) log(englishText(note));
	if (options.graded !== null) {
		const agreement = calibration(readGraded(options.graded, questions));
		log(`${table(tableLines(calibrationTable(agreement)))}\n`);
		if (options.answers.length === 0 && options.link === null) return;
	}
	const read = options.answers.map((answers, i) => readAnswers(answers, questions, i));
	read.flatMap((answers) => answers.notes).forEach(log);
	const made = await answersFromLab(options, questions);
	const sets = [...made, ...read.map(({ set }) => set)];
	const scores = readScores(options.scores, questions, sets);
	const report = evaluationReport(questions, sets, scores);
	if (options.keep !== null) writeAnswers(made, options.keep);
	print(report);
	for (const file of writeReport(report, questions, options.outputs)) log(`Written: ${file}`);
}

async function answersFromLab(
	{ link, seeds, connect }: EvaluateOptions,
	questions: ReturnType<typeof readQuestions>['set'],
): Promise<AnswerSet[]> {
	if (link === null) return [];
	// Imported here, because Playwright is needed only for the lab's own answers.
	const { labAnswers } = await import('./lib/evaluate/labAnswers.ts');
	return labAnswers({ questions, link, seeds, connect }, log);
}

function writeAnswers(sets: readonly AnswerSet[], folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (const { by, answers } of sets) {
		const file = path.join(folder, `${fileStem('answers', by.name)}.jsonl`);
		writeFileSync(file, answersText(answers, by));
		log(`Written: ${file}`);
	}
}

function print(report: EvaluationReport): void {
	const { questions, paper, notes } = report;
	log(
		`\n${questions.name}: ${questions.questions} questions ` +
			`(${questions.general} general, ${questions.domain} domain), ` +
			`SHA-256 ${questions.sha256.slice(0, 12)}…\n`,
	);
	for (const [title, value] of reportTables(report)) {
		if (title !== '') log(title);
		log(`${table(tableLines(value))}\n`);
	}
	log(`${paper.source} “ours”: ${paper.note}\n`);
	for (const note of notes) log(`· ${englishText(note)}`);
}
