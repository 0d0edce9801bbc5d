/** The lab for tests with all its features: real client and host, memory stores, a tiny model. */
import {
	featureHandlers,
	featureStores as openFeatureStores,
} from '../../src/lab/features/worker.ts';
import { importJobs } from '#lab/features/library/calls/importJobs.ts';
import { memoryQuestions } from '#lab/features/questions/model/questionStores.test-support.ts';
import { memoryQueue } from '#lab/features/queue/model/memoryQueue.test-support.ts';
import { memoryStudies } from '#lab/features/studies/model/memoryStudies.test-support.ts';
import { memoryStores } from '#lab/run/memoryStores.test-support.ts';
import { inlineJobs } from '#lab/worker/inlineJobs.test-support.ts';
import { openLab as openBareLab } from '../../src/lab/worker/lab.test-support.ts';
import type { LabParts } from '../../src/lab/worker/openLab.ts';

export { openFeatureStores };

export const featureStores = () =>
	memoryStores({ studies: memoryStudies(), queue: memoryQueue(), ...memoryQuestions() });

export async function openLab(changed: Partial<LabParts> = {}, stores = featureStores()) {
	const startThrowaway = () => inlineJobs(importJobs);
	const lab = await openBareLab({ startThrowaway, ...changed }, stores, featureHandlers);
	return { ...lab, stores };
}
