/** Types of a request to another origin and of its reply. */

export interface OutsideRequest {
	readonly url: string;
	readonly method: 'GET' | 'POST';
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	/** Milliseconds until the reply must be complete. */
	readonly timeout: number;
}

/** Reasons for a missing reply. A browser reports little; fetchTransport.ts finds out the rest. */
export type TransportFault =
	/** The page's policy does not allow the origin. */
	| 'notAllowed'
	/** An https page may not ask an http address on another machine. */
	| 'mixed'
	/** No server answers: wrong host or port, or no server runs. */
	| 'unreachable'
	/** A server answers but does not let this page read its replies. */
	| 'cors'
	| 'redirected'
	| 'timeout'
	/** The connection broke before the reply was complete. */
	| 'cut'
	/** Longer than `longestReply`. */
	| 'tooLong';

export type OutsideReply =
	| {
			readonly kind: 'reply';
			readonly status: number;
			/** The Retry-After header; null: missing, or not readable by the page. */
			readonly retryAfter: string | null;
			readonly body: string;
	  }
	| { readonly kind: 'fault'; readonly fault: TransportFault };

/** Rejects only with the signal's reason. */
export type Transport = (request: OutsideRequest, signal: AbortSignal) => Promise<OutsideReply>;

/** In characters. A judge's reply has a few thousand. */
export const longestReply = 1_000_000;
