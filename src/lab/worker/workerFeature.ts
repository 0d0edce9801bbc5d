/** The parts that a feature adds to the worker, and the function that joins all of them. */
import type { FeatureStores } from '#lab/storage/stores.ts';
import type { OpenLab } from './openLab.ts';
import type { Calls, Lab } from './protocol.ts';
import type { Requests } from './requests.ts';

export interface WorkerFeature {
	/** Handlers of the calls that the feature declares. */
	readonly handlers: (lab: OpenLab) => Partial<Lab>;
	/** The fields of their requests. */
	readonly requests: Partial<Requests<Calls>>;
	/** The feature's object stores in the database. */
	readonly stores?: FeatureStores;
}

/** The handlers of all features as one type, so that a missing one is an error. */
type Joined<Features extends readonly WorkerFeature[]> = Features extends readonly [
	infer First extends WorkerFeature,
	...infer Rest extends readonly WorkerFeature[],
]
	? ReturnType<First['handlers']> & Joined<Rest>
	: unknown;

export const joinHandlers =
	<Features extends readonly WorkerFeature[]>(features: Features) =>
	(lab: OpenLab): Joined<Features> =>
		Object.assign({}, ...features.map(({ handlers }) => handlers(lab))) as Joined<Features>;

type JoinedRequests<Features extends readonly WorkerFeature[]> = Features extends readonly [
	infer First extends WorkerFeature,
	...infer Rest extends readonly WorkerFeature[],
]
	? First['requests'] & JoinedRequests<Rest>
	: unknown;

export const joinRequests = <Features extends readonly WorkerFeature[]>(
	features: Features,
): JoinedRequests<Features> =>
	Object.assign({}, ...features.map(({ requests }) => requests)) as JoinedRequests<Features>;

export const listStores = (features: readonly WorkerFeature[]): readonly FeatureStores[] =>
	features.flatMap(({ stores }) => stores ?? []);
