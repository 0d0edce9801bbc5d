/** `npm run evaluate`: scores answers to a question set (docs/guide/evaluation.md). */
import path from 'node:path';
import { fileStem } from '#engine/core/file.ts';
import { englishText } from '#engine/core/message.ts';
import { tableLines } from '#engine/core/table.ts';
import { freeName } from '#engine/core/text.ts';
import { calibration, calibrationTable, type GradedAnswer } from './lib/evaluate/calibration.ts';
import { answersText } from '#lab/features/questions/model/parseAnswers.ts';
import { evaluationReport, type EvaluationReport } from '#lab/features/questions/model/report.ts';
import { reportTables } from '#lab/features/questions/model/reportTables.ts';
import { harnessText } from '#lab/features/questions/model/harness.ts';
import type { AnswerSet } from '#lab/features/questions/model/types.ts';
import { exitCodes } from './lib/bench/exitCodes.ts';
import { runScript } from './lib/faults.ts';
import { answerHelp } from './lib/command.ts';
import {
	readAnswers,
	readGraded,
	readQuestions,
	readScores,
	writeReport,
} from './lib/evaluate/files.ts';
import { evaluateCommand, readOptions, type EvaluateOptions } from './lib/evaluate/options.ts';
import { counted, table } from './lib/output.ts';
import { writeBeside } from './lib/writeBeside.ts';

answerHelp(evaluateCommand);

const log = (line: string): void => console.log(line);

await runScript(() => evaluate(readOptions(process.argv.slice(2))), {
	expected: exitCodes.badInput,
});

async function evaluate(options: EvaluateOptions): Promise<void> {
	const isLab = options.link !== undefined || options.modelFolder !== undefined;
	const { set: questions, notes } = readQuestions(options.questions);
	for (const note of notes) log(englishText(note));
	if (options.graded !== undefined) {
		showAgreement(readGraded(options.graded, questions));
		if (options.answers.length === 0 && !isLab) return;
	}
	const read = options.answers.map((answers, i) => readAnswers(answers, questions, i));
	read.flatMap((answers) => answers.notes).forEach(log);
	const made = await answersFromLab(options, questions);
	const sets = [...made, ...read.map(({ set }) => set)];
	const report = evaluationReport(questions, sets, readScores(options.scores, questions, sets));
	if (options.keep !== undefined)
		writeAnswers(made, options.keep, 'answers', ({ answers, by }) => answersText(answers, by));
	if (options.samples !== undefined)
		writeAnswers(sets, options.samples, 'samples', (set) => harnessText(questions, set));
	print(report);
	for (const file of writeReport(report, questions, options.outputs)) log(`Written: ${file}`);
}

async function answersFromLab(
	{ link, modelFolder, seeds, connect }: EvaluateOptions,
	questions: ReturnType<typeof readQuestions>['set'],
): Promise<AnswerSet[]> {
	if (link === undefined && modelFolder === undefined) return [];
	// Imported here, because Playwright is needed only for the lab's own answers.
	const { labAnswers } = await import('./lib/evaluate/labAnswers.ts');
	return labAnswers({ questions, link, modelFolder, seeds, connect }, log);
}

function showAgreement(graded: readonly GradedAnswer[]): void {
	log(`Rules\n${table(tableLines(calibrationTable(calibration(graded))))}\n`);
}

function writeAnswers(
	sets: readonly AnswerSet[],
	folder: string,
	stem: string,
	toText: (set: AnswerSet) => string,
): void {
	const taken = new Set<string>();
	// Some file systems take names that differ in capitals for one.
	const toKey = (name: string) => fileStem(stem, name).toLowerCase();
	for (const set of sets) {
		const name = freeName(set.by.name, (other) => taken.has(toKey(other)));
		taken.add(toKey(name));
		const file = path.join(folder, `${fileStem(stem, name)}.jsonl`);
		writeBeside(file, toText(set));
		log(`Written: ${file}`);
	}
}

function print(report: EvaluationReport): void {
	const { questions, paper, notes } = report;
	log(
		`\n${questions.name}: ${counted(questions.questions, 'question')} ` +
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
