/** A feature's part of the worker. src/features/worker.ts lists the features. */
import type { StoreFeature } from '#lab/storage/stores.ts';
import type { LabSession } from './labSession.ts';
import type { Lab } from './protocol.ts';

export interface WorkerFeature extends StoreFeature {
	/** Handlers of the feature's calls, by the name of the call. */
	readonly calls: (session: LabSession) => Partial<Lab>;
}
