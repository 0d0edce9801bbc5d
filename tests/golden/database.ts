/**
 * Writes tests/golden/database.json: a small database of the current version, and what the stores
 * read from it. Run it after a change of the schema: `npx tsx tests/golden/database.ts`.
 */
import 'fake-indexeddb/auto';
import { writeFileSync } from 'node:fs';
import type { Example } from '#engine/data/example.ts';
import { featureStores } from '../../src/lab/features/worker.ts';
import { openStores } from '#lab/storage/stores.ts';
import { readContents } from '../support/databaseDump.ts';
import { evaluationRecords } from '../support/evaluationValues.ts';
import {
	adapterKey,
	makeArtefact,
	makeCheckpoint,
	examples,
	modelFiles,
	modelInfo,
	runRecord,
	skillInfo,
	stepEvents,
	tuning,
} from '../support/labValues.ts';
import { readEverything } from '../support/readEverything.ts';
import { doneCell, failedCell, studyRecord } from '../support/studyValues.ts';

const stores = await openStores({ browser: {}, pieceBytes: 16, features: featureStores });

await stores.runs.create(runRecord());
await stores.runs.save(runRecord(), stepEvents(1, 2), makeCheckpoint(2));
await stores.runs.save(runRecord(), stepEvents(3, 4), makeCheckpoint(4));
await stores.runs.update(runRecord({ end: 'failed' }), [
	{ type: 'failed', step: 5, message: 'The loss is not a number.', suggestedLearningRate: 1e-3 },
]);

await stores.runs.describe('run-1', { name: 'First', tags: ['a', 'Ä'], notes: 'It failed.' });
const fork = runRecord({
	id: 'fork',
	startedAt: 2e12,
	step: 2,
	parent: { runId: 'run-1', step: 2 },
});
await stores.runs.create(fork, {
	events: stepEvents(1, 2),
	checkpoint: { ...makeCheckpoint(2), runId: 'fork' },
});

const writer = await stores.skills.write();
await writer.append('train', [
	...examples(6),
	...examples(1, 6).map((example): Example => ({ ...example, noisy: true })),
]);
await writer.append('validation', examples(2, 50));
await writer.append('heldOut', examples(3, 100));
await writer.commit(skillInfo({ counts: { train: 7, validation: 2, heldOut: 3 } }));

await stores.models.put(modelInfo(), modelFiles());
for (const { info, artefact } of [
	makeArtefact(),
	makeArtefact({ name: 'Later', madeAt: 2e12 }, []),
])
	await stores.artefacts.put(info, artefact);
await stores.studies.put(studyRecord());
for (const outcome of [doneCell('uniform 1'), failedCell('proportional 1')])
	await stores.studies.putOutcome(outcome);
const { questionSet, answerSet } = evaluationRecords();
await stores.questionSets.put(questionSet);
await stores.answerSets.put([answerSet.set]);
await stores.answerSets.update([answerSet.id], () => answerSet);
await stores.tunings.put(adapterKey, tuning());

const expected = await readEverything(stores);
stores.close();
const dump = await readContents('skillet');
const file = new URL('database.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ dump, expected }, null, '\t')}\n`);
