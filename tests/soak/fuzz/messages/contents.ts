/** The stored contents of the fuzzed lab: one small item of each kind. The site has one model. */
import { sha256Hex } from '#engine/core/hash.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { tinyModelFolder } from '#lab/worker/tinyModel.test-support.ts';
import type { StudyRecord } from '#lab/features/studies/model/study.ts';
import { evaluationRecords } from '../../../support/evaluationValues.ts';
import { makeArtefact, examples, modelInfo } from '../../../support/labValues.ts';
import { studyRecord } from '../../../support/studyValues.ts';

export const folder = tinyModelFolder();
const files = [...folder].map(([name, bytes]) => ({
	name,
	bytes: bytes.length,
	sha256: sha256Hex(bytes),
}));
const weights = files.find(({ name }) => name === 'model.safetensors')!;
const model = { id: 'tiny', sha256: weights.sha256 };
const index = [{ ...model, name: 'Tiny', parameters: weights.bytes / 4, files }];

/** The files of the page's site by path. */
export const site = new Map<string, Uint8Array<ArrayBuffer>>([
	['/models/index.json', new TextEncoder().encode(JSON.stringify(index))],
	...[...folder].map(([name, bytes]) => [`/models/tiny/${name}`, bytes] as const),
]);

const whole = defaultExperiment(builtinInfos(), modelInfo({ ...model, source: 'builtin' }));
export const experiment: Experiment = {
	...whole,
	skills: whole.skills.filter(({ id }) => id === 'fact' || id === 'rev'),
	steps: 12,
	evaluation: { ...whole.evaluation, every: 5 },
	checkpointEvery: 3,
};

const { study: valid } = studyRecord();
export const study: StudyRecord = studyRecord({
	study: { ...valid, experiment, groups: { domain: ['fact', 'rev'], general: [] } },
});
export const runId = 'r';
export const evaluation = evaluationRecords();
export const artefact = makeArtefact();
export const rows = examples(3);
