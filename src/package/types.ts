/** The types of the package's surface. They name no type of the lab, so they stand alone. */
import type { AdapterSettings } from '#engine/model/adapterSettings.ts';
import type { Message } from '#engine/data/example.ts';

export type Bytes = Blob | Uint8Array | ArrayBuffer;
/**
 * A GGUF file (File, Blob, bytes, or its address), the files of a folder in Hugging Face layout, or
 * a model on `hub` as `owner/name`.
 */
export type ModelInput =
	| string
	| URL
	| Bytes
	| readonly File[]
	| ReadonlyMap<string, Bytes>
	| { readonly [file: string]: Bytes };

/** The loss is on answers, or on the whole text. */
export type Row =
	| { readonly prompt: string; readonly answer: string }
	| { readonly messages: readonly Message[]; readonly tools?: readonly object[] }
	| { readonly text: string };

/** Rows of a skill. `share`: its part of each batch beside the others'. `watch`: only measured. */
export type SkillRows =
	| readonly Row[]
	| { readonly rows: readonly Row[]; readonly share?: number; readonly watch?: boolean };

/** Weights, moments and the policy's memory at a step. Can be cloned and stored. */
export interface TrainingState {
	readonly step: number;
	readonly weights: Float32Array;
}

/** A step that was trained. */
export interface Step {
	readonly step: number;
	readonly steps: number;
	/** Mean loss of the batch in nats per answer token. */
	readonly loss: number;
	readonly learningRate: number;
	/** The share of each skill in the batch. */
	readonly shares: { readonly [skill: string]: number };
	readonly milliseconds: number;
}

export interface FinetuneOptions {
	readonly model: ModelInput;
	/** One skill. Give either `rows` or `skills`. */
	readonly rows?: readonly Row[];
	/** Several skills by name. */
	readonly skills?: { readonly [name: string]: SkillRows };
	/** What chooses the mix of skills: its id, or id and settings. Default: `uniform`. */
	readonly policy?: string | { readonly id: string; readonly settings: object };
	/** Updates of the weights. Default: two passes over the rows, at most 200. */
	readonly steps?: number;
	/** Default: 3e-4. */
	readonly learningRate?: number;
	/** Rows of an update. Default: 4. */
	readonly batch?: number;
	/** Tokens of a row at most. Default: what 95 % of the rows need. */
	readonly context?: number;
	/** Default: linear with a warm-up of a tenth, to a fiftieth of the rate. */
	readonly schedule?: {
		readonly kind: 'linear' | 'cosine' | 'constant';
		readonly warmup: number;
		readonly floor: number;
	};
	/** LoRA beside the model's weights; false: all weights are trained. Default: rank 8. */
	readonly adapter?: false | Partial<AdapterSettings>;
	/** The share of rows that is never trained. 0, and fewer than ten rows: all are trained. */
	readonly heldOut?: number;
	/** Default: 1. */
	readonly seed?: number;
	/** Steps between two measurements of the held-out rows. Default: half of the run. */
	readonly evaluateEvery?: number;
	readonly onStep?: (step: Step) => void;
	readonly onProgress?: (doing: string, fraction: number | null) => void;
	/** Receives the state at the last step if `signal` ends the training. */
	readonly onState?: (state: TrainingState) => void;
	readonly signal?: AbortSignal;
	/** What an earlier call handed out: training goes on from there. */
	readonly state?: TrainingState;
	readonly device?: 'webgpu' | 'wasm';
	/** Of an isolated page. Default: as many as the processor has, at most 8. */
	readonly threads?: number;
	/** False: training runs in the calling thread, which cannot do anything else meanwhile. */
	readonly worker?: boolean;
	/** A hub's address, such as https://huggingface.co: the visitor has agreed to it. */
	readonly hub?: string;
}

/** A measurement of held-out rows. */
export interface Score {
	/** Mean nats per answer token. */
	readonly loss: number;
	/** The share of right answers; null: the rows are texts. */
	readonly right: number | null;
	readonly rows: number;
}
export interface HeldOut {
	/** null: training went on from a state. */
	readonly before: Score | null;
	/** The same rows. */
	readonly after: Score;
	/** False: these rows were trained. */
	readonly isUnseen: boolean;
}
export type Files = { readonly [name: string]: Blob };
export interface AnswerLimits {
	/** Default: 128. */
	readonly maxTokens?: number;
	/** Texts before which the answer ends. */
	readonly stop?: readonly string[];
	/** 'text': continues the prompt. Default: 'question'. */
	readonly form?: 'question' | 'text';
}

/** What training gave, as plain data. */
export interface Result {
	/** The mean loss of each step's batch, in nats per answer token. */
	readonly losses: readonly number[];
	readonly heldOut: { readonly [skill: string]: HeldOut };
	/** What trained: `webgpu` or `wasm`, and its name. */
	readonly device: { readonly backend: string; readonly name: string };
	readonly steps: number;
}

/** A tuned model that answers and is saved. */
export interface Tuned extends Result {
	answer(prompt: string, limits?: AnswerLimits): Promise<string>;
	/** The adapter as peft reads it. Throws InputError if all weights were trained. */
	adapter(): Promise<Files>;
	/** One file for llama.cpp, with the adapter merged. Default: Q8_0. */
	gguf(type?: 'F16' | 'Q8_0'): Promise<Blob>;
	/** The folder as transformers reads it, with the adapter merged. */
	folder(): Promise<Files>;
	/** For `finetune({ state, … })`, which trains on. */
	state(): Promise<TrainingState>;
	/** Frees the memory. Calls fail afterwards. */
	dispose(): void;
}
