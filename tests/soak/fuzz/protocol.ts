/** Messages between the fuzzer and the thread that runs the cases. */
export interface Job {
	/** The name of a fuzz target. */
	readonly target: string;
	readonly seed: number;
	/** Number of the first case. */
	readonly first: number;
	readonly count: number;
}

export interface ThreadData {
	readonly jobs: readonly Job[];
	/** Int32 values: index of the job and number of the case that runs. */
	readonly current: SharedArrayBuffer;
}

/** The result of one case. */
export interface CaseResult {
	readonly job: number;
	readonly case: number;
	readonly kind: 'accepted' | 'refused' | 'defect';
	/** The refusal's message, or what is wrong. */
	readonly message: string;
	/** The start of the input as text; empty unless the case is a defect. */
	readonly input: string;
	readonly milliseconds: number;
}
