/** The lab for tests with all its features: real client and host, a tiny model. */
import 'fake-indexeddb/auto';
import {
	featureHandlers,
	featureStores as openFeatureStores,
} from '../../src/lab/features/worker.ts';
import { importJobs } from '#lab/features/library/calls/importJobs.ts';
import { memoryStores } from '#lab/run/memoryStores.test-support.ts';
import { openStores } from '#lab/storage/stores.ts';
import { inlineJobs } from '#lab/worker/inlineJobs.test-support.ts';
import { openLab as openBareLab } from '../../src/lab/worker/lab.test-support.ts';
import type { LabParts } from '../../src/lab/worker/openLab.ts';

export { openFeatureStores };

let opened = 0;
/** The features' stores are in a database of their own, all else is in memory. */
async function featureStores() {
	const name = `lab ${++opened}`;
	return memoryStores(await openStores({ name, browser: {}, features: openFeatureStores }));
}

export async function openLab(
	changed: Partial<LabParts> = {},
	stores?: Awaited<ReturnType<typeof featureStores>>,
) {
	const startThrowaway = () => inlineJobs(importJobs);
	stores ??= await featureStores();
	const lab = await openBareLab({ startThrowaway, ...changed }, stores, featureHandlers);
	return { ...lab, stores };
}
