/** All that the page can ask of the worker, types only: each call as a function. */
import type { workerFeatures } from '#lab/features/worker.ts';
import type { RequestOf, Requests } from './calls.ts';
import type { earlyCalls, ownParts } from './ownParts.ts';
import type { WorkerFeature } from './workerFeature.ts';

interface Part {
	readonly requests: Requests;
	readonly handlers: (lab: never) => ReturnType<WorkerFeature['handlers']>;
}

/** A request whose fields may all be left out may be left out itself. */
type Argument<Request> = object extends Request ? Request | void : Request;
/** The calls of a part: requests by their schemas, replies by their handlers. */
export type CallsOf<P extends Part> = {
	[Name in keyof P['requests']]: (
		request: Argument<RequestOf<P['requests'][Name]>>,
	) => ReturnType<ReturnType<P['handlers']>[Name & string]>;
};
type Joined<Parts extends readonly Part[]> = Parts extends readonly [
	infer First extends Part,
	...infer Rest extends readonly Part[],
]
	? CallsOf<First> & Joined<Rest>
	: unknown;

/** The calls of the lab without its features. */
export type OwnLab = CallsOf<typeof earlyCalls> & Joined<typeof ownParts>;
export type Lab = OwnLab & Joined<typeof workerFeatures>;
export type CallName = keyof Lab;
/** What a call takes and what it replies with. */
export type RequestTo<Name extends CallName> = Parameters<Lab[Name]>[0];
export type ReplyOf<Name extends CallName> = Awaited<ReturnType<Lab[Name]>>;

export interface LabRequest {
	readonly id: number;
	readonly call: CallName;
	readonly request: unknown;
}
