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
	/** Whether results have what a reference reader must find too. */
	readonly compares: boolean;
	/** Int32 values: index of the job and number of the case that runs. */
	readonly current: SharedArrayBuffer;
}

/**
 * unnamed: refused without its name or an instruction, or with an engine's error; wrong: read with
 * a wrong result; hung: no end, or the thread's; foreign: it asks another site.
 */
export const defectKinds = ['unnamed', 'wrong', 'hung', 'foreign'] as const;
export type DefectKind = (typeof defectKinds)[number];
export type Outcome = 'read' | 'refused' | DefectKind;

/** The result of one case. */
export interface CaseResult {
	readonly job: number;
	readonly case: number;
	readonly kind: Outcome;
	/** The refusal's message, or what is wrong. */
	readonly message: string;
	/** The input as text; empty unless the case is a defect. */
	readonly input: string;
	/** What a reference reader must find too, as JSON. */
	readonly record?: string;
	readonly milliseconds: number;
}
