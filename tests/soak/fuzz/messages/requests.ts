/** A valid request of each call. A test compares their names with the protocol's. */
import type { Json, JsonObject } from '#engine/core/json.ts';
import type { CallName } from '#lab/worker/protocol.ts';
import { setFile } from '#lab/features/questions/model/parseSet.ts';
import { artefactFile } from '#lab/run/artefactFile.ts';
import { artefact, evaluation, experiment, folder, runId, study } from './contents.ts';
import { fileMark } from './values.ts';

const { questionSet, answerSet } = evaluation;
const { sha256 } = questionSet;
const { sha256: artefactHash } = artefact.info;
const { sha256: modelHash } = experiment.model;
const report = { questions: sha256, answerSets: [answerSet.id] };
const judge = { address: 'http://localhost:11434/v1', model: 'm', scale: 'ten', concurrency: 2 };
const rows = fileMark(
	'rows.jsonl',
	Array.from({ length: 9 }, (_, i) => JSON.stringify({ prompt: `${i}`, answer: `${i}` })).join(
		'\n',
	),
);
const mapping = { kind: 'columns', prompt: ['prompt'], answer: ['answer'] };
const importId = 'i';
const options = { name: 'Rows', role: 'domain', heldOutShare: 0.2, seed: 1, maskPrivate: true };

const requests: { readonly [Name in CallName]: Json | readonly Json[] } = {
	'lab.open': { backend: 'wasm' },
	'lab.ping': null,
	'storage.report': null,
	'skill.list': null,
	'skill.rows': {
		id: 'fact',
		part: 'train',
		from: 3,
		count: 5,
		noise: { wrongShare: 0.5, duplicates: 3, rows: 20 },
	},
	'artefact.list': null,
	'artefact.keep': { runId, name: 'Graph' },
	'artefact.export': { sha256: artefactHash },
	'artefact.import': { file: fileMark('a.json', artefactFile(artefact).text) },
	'artefact.delete': { sha256: artefactHash },
	'model.generate': { runId, prompt: 'a', model: 'tuned', maxTokens: 5 },
	'run.create': { runId: 'new', experiment: experiment as unknown as JsonObject },
	'run.test': { runId: 'tested', experiment: experiment as unknown as JsonObject },
	'run.resume': { runId },
	'run.play': { runId, pace: { kind: 'slow', milliseconds: 5 } },
	'run.pause': { runId },
	'run.stop': { runId },
	'run.switchPolicy': { runId, id: 'fixed', settings: { ratios: { fact: 1, rev: 2 } } },
	'run.list': null,
	'run.describe': { runId, name: 'N', tags: ['a', 'b'], notes: 'Notes.' },
	'run.checkpoints': { runId },
	'run.fork': { runId, step: 6, newRunId: 'f', policy: { id: 'uniform', settings: {} } },
	'run.summary': { runId },
	'run.events': { runId },
	'run.meanMix': { runId },
	'run.delete': { runId },
	'race.create': { lanes: ['one', 'two'].map((runId) => ({ runId, experiment })) },
	'race.play': { ids: [runId], pace: { kind: 'until', step: 2 } },
	'race.pause': { ids: [runId] },
	'run.export': { runId, weights: true },
	'run.import': { file: fileMark('run.json', '{"format":"skillet-run"}') },
	'run.metrics': { runId, format: 'csv', page: 'https://lab.example/' },
	'run.server': { runId, page: 'https://lab.example/' },
	'task.cancel': { task: 't' },
	'device.tested': null,
	'device.measure': { onlyTest: true },
	'import.inspect': { importId, file: rows, mapping },
	'import.start': { importId, file: rows, mapping, options },
	'skill.seen': { id: 'fact', part: 'train', from: 3, count: 5, sha256: modelHash, context: 64 },
	'skill.remove': { id: 'file:0123456789ab' },
	'skill.restore': { id: 'file:0123456789ab' },
	'model.import': { files: [...folder].map(([name, bytes]) => fileMark(name, bytes)) },
	'hub.find': { address: 'https://hub.example/owner/name@main', token: '' },
	'hub.fetch': {
		listing: {
			name: 'owner/name',
			hub: 'https://hub.example',
			commit: 'main',
			files: ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'model.safetensors'].map(
				(name) => ({ name, bytes: 9, hash: { kind: 'sha256', hex: '0'.repeat(64) } }),
			),
		},
		token: '',
	},
	'hub.drafts': null,
	'hub.drop': { draft: 3 },
	// Port 1 is closed.
	'hub.redirect': { address: 'http://127.0.0.1:1/owner/name', token: '' },
	'model.delete': { id: 'file:m' },
	'model.export': { runId, page: 'https://lab.test/', form: 'model' },
	'model.keep': { runId, page: 'https://lab.test/', name: 'Tuned' },
	'model.memory': { experiment: experiment as unknown as JsonObject },
	'question.list': null,
	'question.open': { sha256 },
	'question.import': { file: fileMark('set.json', setFile(questionSet.set).text) },
	'question.save': { set: questionSet.set as unknown as JsonObject },
	'question.export': { sha256 },
	'question.delete': { sha256 },
	'answer.list': { questions: sha256 },
	'answer.open': { id: answerSet.id },
	'answer.make': { task: 't', questions: sha256, runId, models: ['base', 'tuned'] },
	'answer.import': { questions: sha256, file: fileMark('a.jsonl', '{"id":"a","answer":"5"}') },
	'answer.export': { id: answerSet.id },
	'answer.rename': { id: answerSet.id, name: 'Other' },
	'answer.delete': { id: answerSet.id },
	'answer.score': { scores: answerSet.scores as unknown as Json[] },
	'answer.exportScores': { ids: [answerSet.id] },
	'answer.importScores': {
		file: fileMark(
			's.jsonl',
			JSON.stringify({ question: 'a', category: 'accuracy', value: 0.5, by: 'Ada' }),
		),
	},
	'evaluation.report': report,
	'evaluation.export': { ...report, format: 'csv' },
	'judge.try': { judge, key: 'k' },
	'judge.score': { ...report, task: 't', judge, key: 'k', again: true },
	'study.list': null,
	'study.open': { studyId: study.id },
	'study.create': { studyId: 'new', study: study.study as unknown as JsonObject, keepRuns: false },
	'study.play': { studyId: study.id },
	'study.pause': { studyId: study.id },
	'study.retry': { studyId: study.id, cells: ['c'] },
	'study.keepRuns': { studyId: study.id, keep: true },
	'study.delete': { studyId: study.id },
};

export const validRequests = Object.entries(requests);
