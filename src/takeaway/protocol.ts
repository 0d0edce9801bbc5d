/** Messages between the page of the single HTML file and its worker. */
import type { Statement } from '#engine/core/message.ts';
import type { ChatTurn } from '#engine/model/chatTemplate.ts';
import type { PackedHead } from '#engine/model/packedModel.ts';
import type { Answer } from '#engine/training/openAnswering.ts';

export type ToWorker =
	| { readonly kind: 'open'; readonly model: PackedHead }
	/** The next bytes of the stream. null: it has no more. */
	| { readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer> | null }
	| {
			readonly kind: 'ask';
			readonly prompt: string;
			readonly form: 'question' | 'text';
			/** The turns before the prompt. */
			readonly earlier: readonly ChatTurn[];
			readonly maxTokens: number;
	  }
	| { readonly kind: 'stop' };

export type FromWorker =
	/** The worker has room for the next bytes. */
	| { readonly kind: 'next' }
	| { readonly kind: 'opened' }
	/** The answer so far. */
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'answer'; readonly answer: Answer; readonly milliseconds: number }
	| { readonly kind: 'stopped' }
	| { readonly kind: 'failed'; readonly message: string; readonly statement?: Statement };
