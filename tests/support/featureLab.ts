/** The lab for tests with all its features: real client and host, a tiny model. */
import {
	featureStores as openFeatureStores,
	workerFeatures,
} from '../../src/lab/features/worker.ts';
import { importJobs } from '#lab/features/library/calls/importJobs.ts';
import { inlineJobs } from './inlineJobs.ts';
import { openLab as openBareLab } from './lab.ts';
import type { LabParts } from '../../src/lab/worker/openLab.ts';
import { testStores, type TestStores } from './testStores.ts';

export { openFeatureStores };

export async function openLab(changed: Partial<LabParts> = {}, stores?: TestStores) {
	const startThrowaway = () => inlineJobs(importJobs);
	stores ??= await testStores(openFeatureStores);
	return openBareLab({ startThrowaway, ...changed }, stores, workerFeatures);
}
