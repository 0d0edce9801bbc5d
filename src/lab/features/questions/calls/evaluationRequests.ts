/** The fields of requests about question sets and answers. */
import * as v from 'valibot';
import {
	anyText,
	answerers,
	data,
	file,
	id,
	ids,
	listOf,
	oneOf,
	optional,
	type Requests,
} from '#lab/worker/requests.ts';
import type { EvaluationCalls } from './evaluationCalls.ts';
import { reportFormats, type ReportFormat } from '../model/reportTables.ts';

const set = { sha256: id };
const report = { questions: id, answerSets: ids };

export const evaluationRequests: Requests<EvaluationCalls> = {
	'question.list': null,
	'question.open': set,
	'question.import': { file },
	'question.save': { set: v.unknown() },
	'question.export': set,
	'question.delete': set,
	'answer.list': { questions: optional(id) },
	'answer.open': { id },
	'answer.make': { task: id, questions: id, runId: id, models: listOf(oneOf(answerers)) },
	'answer.import': { questions: id, file },
	'answer.export': { id },
	'answer.restore': { file },
	'answer.rename': { id, name: anyText },
	'answer.delete': { id },
	'answer.score': { scores: listOf(data) },
	'answer.exportScores': { ids },
	'answer.importScores': { file },
	'evaluation.report': report,
	'evaluation.export': { ...report, format: oneOf(Object.keys(reportFormats) as ReportFormat[]) },
};
