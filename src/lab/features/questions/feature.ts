/** The questions in the worker: question sets, answers with their scores, the report. */
import { InputError, fieldError } from '#engine/core/errors.ts';
import { fileStem, fileText } from '#engine/core/file.ts';
import { say } from '#engine/core/message.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import {
	anyText,
	data,
	file,
	id,
	ids,
	listOf,
	oneOf,
	optional,
	type Handlers,
	type RequestOf,
} from '#lab/worker/calls.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { readKeptAnswers } from './model/keptAnswers.ts';
import { answersText, maxAnswersBytes, parseAnswers } from './model/answers.ts';
import { mergedScores, parseScores, readScores, scoresText } from './model/scores.ts';
import { maxSetBytes, parseSetText, setFile, setInfo } from './model/set.ts';
import { answerSetInfo, evaluationReport } from './model/report.ts';
import { reportFormats, type ReportFormat } from './model/reportTables.ts';
import type {
	AnswerSet,
	AnswerSetInfo,
	AnswerSetRecord,
	QuestionSet,
	QuestionSetInfo,
	Score,
} from './model/types.ts';
import { shippedSets } from './model/sets/shipped.ts';
import { answersRequest, makeAnswers, newAnswerSet } from './makeAnswers.ts';
import { questionStores } from './store.ts';

const named = (name: string, text: string, type = 'application/jsonl'): NamedFile => ({
	name,
	blob: new Blob([text], { type }),
});

const set = { sha256: id };
const report = {
	questions: id,
	/** In the order of the rows. The later rows are compared with the first. */
	answerSets: ids,
};

const requests = {
	/** The shipped sets first, then the newest. */
	'question.list': null,
	'question.open': set,
	/** JSON lines with one question each. Throws InputError. */
	'question.import': { file },
	'question.export': set,
	/** Also deletes the answers to the set. Throws InputError for a shipped set. */
	'question.delete': set,

	/** Newest first. `questions`: only the answers to this set. */
	'answer.list': { questions: optional(id) },
	'answer.open': { id },
	/**
	 * Each of `models` answers every question with greedy decoding. The reply has one answer set
	 * for each. `task` reports the progress; task.cancel discards all answers.
	 */
	'answer.make': answersRequest,
	/** JSON lines of {id, answer}. */
	'answer.import': { questions: id, file },
	'answer.export': { id },
	/** Stores answers of another lab with their scores. False: answers with their id are here. */
	'answer.restore': { file },
	'answer.rename': { id, name: anyText },
	'answer.delete': { id },
	/** A later mark of a rater for the same answer and category replaces the earlier one. */
	'answer.score': { scores: listOf(data<Score>()) },
	/** JSON lines of {question, answer, category, value, by}. */
	'answer.exportScores': { ids },
	/** Replies with their number. */
	'answer.importScores': { file },

	'evaluation.report': report,
	'evaluation.export': { ...report, format: oneOf(Object.keys(reportFormats) as ReportFormat[]) },
};
export type ReportRequest = RequestOf<typeof report>;

function handlers(lab: OpenLab) {
	const { answerSets } = lab.stores;
	const library = questionLibrary(lab.stores);

	async function openAnswers(id: string): Promise<AnswerSetRecord> {
		const record = await answerSets.get(id);
		if (record) return record;
		throw new InputError(say('These answers are not here: they were deleted. Choose others.'));
	}
	const openAll = (ids: Iterable<string>) => Promise.all(Array.from(new Set(ids), openAnswers));

	/** `scores`: the answers have them already. */
	async function keepAnswers(
		sha256: string,
		sets: AnswerSet[],
		scores: readonly Score[] = [],
	): Promise<AnswerSetInfo[]> {
		await library.keepAnswered(sha256);
		await answerSets.put(sets, scores);
		return sets.map((set) => answerSetInfo(set, 0));
	}

	/** The answer sets that scores can belong to, with their questions. */
	async function scoreTargets(ids: Iterable<string>) {
		const sets = (await openAll(ids)).map(({ set }) => set);
		const hashes = [...new Set(sets.map(({ questions }) => questions))];
		const found = await Promise.all(hashes.map((sha256) => library.find(sha256)));
		return { answerSets: sets, questionsOf: (sha256: string) => found[hashes.indexOf(sha256)] };
	}
	async function addScores(scores: readonly Score[]): Promise<void> {
		const ids = [...new Set(scores.map(({ answerSet }) => answerSet))];
		await answerSets.update(ids, ({ id, set, scores: older }) => {
			const newer = scores.filter(({ answerSet }) => answerSet === id);
			return { set, scores: mergedScores(older, newer) };
		});
	}

	async function makeReport({ questions: sha256, answerSets: ids }: ReportRequest) {
		const questions = await library.open(sha256);
		const records = await openAll(ids);
		const other = records.find(({ set }) => set.questions !== sha256);
		if (other)
			throw new InputError(
				say('“{name}” answers another question set. Choose answers to this one.', {
					name: other.set.by.name,
				}),
			);
		const sets = records.map(({ set }) => set);
		const scores = records.flatMap((record) => record.scores);
		const info = await library.listed(sha256);
		return { questions, report: evaluationReport(questions, sets, scores, info) };
	}

	return {
		'question.list': async () => library.list(),
		'question.open': async ({ sha256 }) => library.open(sha256),
		'question.import': async ({ file }) =>
			library.keep(parseSetText(await fileText(file, maxSetBytes), file.name)),
		'question.export': async ({ sha256 }) => {
			const { name, text } = setFile(await library.open(sha256));
			return named(name, text);
		},
		'question.delete': async ({ sha256 }) => library.delete(sha256),

		'answer.list': async ({ questions }) => answerSets.list(questions),
		'answer.open': async ({ id }) => openAnswers(id),
		'answer.make': async (request) => {
			const questions = await library.open(request.questions);
			return lab.tasks.run(request.task, async (signal) => {
				const sets = await makeAnswers(lab, questions, request, signal);
				signal.throwIfAborted();
				// The set can have been deleted in between.
				await library.open(request.questions);
				return keepAnswers(request.questions, sets);
			});
		},
		'answer.import': async ({ questions: sha256, file }) => {
			const questions = await library.open(sha256);
			const content = await fileText(file, maxAnswersBytes);
			const { by, answers, notes } = parseAnswers(content, file.name, questions);
			const answerer = { kind: 'other', name: file.name.replace(/\.[a-z]+$/i, ''), ...by } as const;
			const origin = { kind: 'file', name: file.name } as const;
			const [info] = await keepAnswers(sha256, [newAnswerSet(sha256, answerer, origin, answers)]);
			return { info, notes };
		},
		'answer.export': async ({ id }) => {
			const { set } = await openAnswers(id);
			return named(`${fileStem('answers', set.by.name)}.jsonl`, answersText(set.answers, set.by));
		},
		'answer.restore': async ({ file }) => {
			const content = await fileText(file, maxAnswersBytes);
			const record = await readKeptAnswers(content, file.name, library.open);
			if (await answerSets.get(record.id)) return false;
			await keepAnswers(record.set.questions, [record.set], mergedScores([], record.scores));
			return true;
		},
		'answer.rename': async ({ id, name: typed }) => {
			const name = typed.trim();
			if (name === '' || name.length > 200)
				throw fieldError('name', say('must have 1 to 200 characters. Choose another name.'));
			await answerSets.update([id], ({ set, scores }) => ({
				set: { ...set, by: { ...set.by, name } },
				scores,
			}));
		},
		'answer.delete': async ({ id }) => answerSets.delete(id),

		'answer.score': async ({ scores }) => {
			const targets = await scoreTargets(scores.map(({ answerSet }) => answerSet));
			await addScores(scores.flatMap((score, i) => readScores(score, `scores[${i}]`, targets)));
		},
		'answer.exportScores': async ({ ids }) => {
			const records = await openAll(ids);
			return named('scores.jsonl', scoresText(records));
		},
		'answer.importScores': async ({ file }) => {
			const content = await fileText(file, maxAnswersBytes);
			const targets = await scoreTargets((await answerSets.list()).map(({ id }) => id));
			const scores = parseScores(content, file.name, targets);
			await addScores(scores);
			return scores.length;
		},

		'evaluation.report': async (request) => (await makeReport(request)).report,
		'evaluation.export': async ({ format, ...request }) => {
			const { questions, report } = await makeReport(request);
			const { type, extension, text } = reportFormats[format];
			const name = `${fileStem('evaluation', questions.name)}.${extension}`;
			return named(name, text(report, questions), type);
		},
	} satisfies Handlers<typeof requests>;
}

export const questions = { requests, handlers, stores: questionStores };

const shippedEntry = (set: QuestionSet) => ({ set, info: setInfo(set, true) });
let hashed: ReadonlyMap<string, ReturnType<typeof shippedEntry>>;
/** The shipped sets by SHA-256. They are hashed once. */
const shipped = (): typeof hashed =>
	(hashed ??= new Map(
		shippedSets()
			.map(shippedEntry)
			.map((record) => [record.info.sha256, record]),
	));

/** The question sets of the lab: the shipped ones and those in the database. */
function questionLibrary({ questionSets }: Pick<LabStores, 'questionSets'>) {
	const find = async (sha256: string): Promise<QuestionSet | undefined> =>
		shipped().get(sha256)?.set ?? questionSets.get(sha256);

	async function open(sha256: string): Promise<QuestionSet> {
		const set = await find(sha256);
		if (set) return set;
		throw new InputError(
			say('There is no question set {sha256}… here. Import its file first.', {
				sha256: sha256.slice(0, 12),
			}),
		);
	}

	const list = async (): Promise<QuestionSetInfo[]> => [
		...Array.from(shipped().values(), ({ info }) => info),
		...(await questionSets.list())
			.filter(({ sha256 }) => !shipped().has(sha256))
			.map((info) => (info.shipped ? { ...info, shipped: false, earlier: true as const } : info)),
	];
	const listed = async (sha256: string) => (await list()).find((info) => info.sha256 === sha256);

	return {
		find,
		open,
		list,
		listed,

		/** Stores the set, unless it is stored or shipped already. */
		async keep(set: QuestionSet): Promise<QuestionSetInfo> {
			const info = setInfo(set, false, Date.now());
			const known = await listed(info.sha256);
			if (!known) await questionSets.put({ sha256: info.sha256, info, set });
			return known ?? info;
		},

		/** Stores a shipped set with its first answers: a later version can have another set. */
		async keepAnswered(sha256: string): Promise<void> {
			const answered = shipped().get(sha256);
			if (!answered || (await questionSets.get(sha256))) return;
			const { set, info } = answered;
			await questionSets.put({ sha256, info: { ...info, savedAt: Date.now() }, set });
		},

		async delete(sha256: string): Promise<void> {
			if (shipped().has(sha256))
				throw new InputError(say('This set comes with the lab and cannot be deleted.'));
			await questionSets.delete(sha256);
		},
	};
}
