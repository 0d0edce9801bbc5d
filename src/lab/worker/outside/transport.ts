/** What carries a request to the judge. In the page it is fetch, which the page's policy binds (worker/outside/). */

export interface OutsideRequest {
	readonly url: string;
	readonly method: 'GET' | 'POST';
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Milliseconds until the whole reply must be there. */
	readonly timeout: number;
}

/** Why no reply came. A browser tells a page little; fetchTransport finds out the rest. */
export type TransportFault =
	/** The page's policy has no such origin. */
	| 'notAllowed'
	/** An https page may not ask an http address elsewhere. */
	| 'mixed'
	/** Nobody answers there: a wrong host or port, or nothing runs. */
	| 'unreachable'
	/** A server is there and does not let this page read its replies. */
	| 'cors'
	| 'redirected'
	| 'timeout'
	/** The connection broke before the reply was whole. */
	| 'cut'
	/** More than `longestReply`. */
	| 'tooLong';

export type OutsideReply =
	| {
			readonly kind: 'reply';
			readonly status: number;
			/** As the server wrote it; null: none, or not readable by the page. */
			readonly retryAfter: string | null;
			readonly body: string;
	  }
	| { readonly kind: 'fault'; readonly fault: TransportFault };

/** Rejects with the signal's reason only. */
export type Transport = (request: OutsideRequest, signal: AbortSignal) => Promise<OutsideReply>;

/** Characters. A judge's reply has a few thousand. */
export const longestReply = 1_000_000;
