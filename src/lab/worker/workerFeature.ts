/** What a part of the lab, or a feature, adds to the worker. */
import type { FeatureStores } from '#lab/storage/stores.ts';
import type { Requests } from './calls.ts';
import type { OpenLab } from './openLab.ts';

export interface WorkerFeature {
	/** The fields of each call's request. */
	readonly requests: Requests;
	/** `satisfies Handlers<typeof requests>`: their replies are the calls'. */
	readonly handlers: (
		lab: OpenLab,
	) => Readonly<Record<string, (request: never) => Promise<unknown>>>;
	/** The feature's object stores in the database. */
	readonly stores?: FeatureStores;
}
