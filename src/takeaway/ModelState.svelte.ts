/** The model of the single HTML file: its content, its worker, and the answers so far. */
import { fromBase64 } from '#engine/core/bytes.ts';
import type { Answer } from '#engine/training/openAnswering.ts';
import type { HtmlContent, PagePrompt } from '#lab/features/library/model/htmlFile.ts';
import { contentId, pieceClass } from '#lab/features/library/model/htmlPlaces.ts';
import { systemTurn } from '#lab/run/rowQuestion.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { takeawayWords } from './words.ts';

/** In tokens, as in the lab's prompt box. */
const longestAnswer = 200;

export interface Exchange {
	readonly prompt: string;
	/** The answer so far. */
	readonly text: string;
	readonly isStopped?: boolean;
	readonly end?: { readonly answer: Answer; readonly milliseconds: number };
}

export class ModelState {
	readonly content: HtmlContent;
	status: 'opening' | 'ready' | 'answering' | 'failed' = $state('opening');
	/** Of the model's bytes: how many the worker has. */
	taken = $state(0);
	/** In the language in use. */
	problem: (() => string) | null = $state.raw(null);
	/** Newest first. */
	exchanges: readonly Exchange[] = $state.raw([]);
	readonly #worker: Worker;
	#pieces: HTMLElement[] = [];

	/** `script`: the HTML file's script, for the worker. Call it while the browser reads the file. */
	constructor(script: string) {
		const content = document.getElementById(contentId)!.textContent;
		this.content = JSON.parse(content) as HtmlContent;
		const blob = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
		this.#worker = new Worker(blob);
		this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#take(data);
		this.#worker.onerror = ({ message }) =>
			this.#fail(() => takeawayWords.failed({ reason: message }));
		addEventListener('DOMContentLoaded', () => this.#open());
	}

	ask({ prompt, system, form }: PagePrompt): void {
		if (this.status !== 'ready') return;
		this.status = 'answering';
		this.problem = null;
		this.exchanges = [{ prompt, text: '' }, ...this.exchanges];
		const earlier = systemTurn(system);
		this.#send({ kind: 'ask', prompt, form, earlier, maxTokens: longestAnswer });
	}
	stop(): void {
		this.#send({ kind: 'stop' });
	}

	#open(): void {
		this.#pieces = [...document.querySelectorAll<HTMLElement>(`.${pieceClass}`)];
		const texts = this.#pieces.map(({ textContent }) => textContent);
		const characters = texts.reduce((sum, text) => sum + text.replace(/=+$/, '').length, 0);
		const { bytes, model } = this.content;
		const got = Math.floor((characters * 3) / 4);
		if (got !== bytes) return this.#fail(() => takeawayWords.incomplete({ got, bytes }));
		this.#send({ kind: 'open', model });
	}

	#take(message: FromWorker): void {
		switch (message.kind) {
			case 'next':
				return this.#sendPiece();
			case 'opened':
				this.status = 'ready';
				return;
			case 'text':
				return this.#change({ text: message.text });
			case 'answer': {
				const { answer, milliseconds } = message;
				this.status = 'ready';
				return this.#change({ text: answer.text, end: { answer, milliseconds } });
			}
			case 'stopped':
				this.status = 'ready';
				return this.#change({ isStopped: true });
			case 'failed':
				if (this.status === 'opening')
					return this.#fail(() => takeawayWords.failed({ reason: errorText(message) }));
				this.problem = () => errorText(message);
				this.status = 'ready';
				return this.#change({ isStopped: true });
		}
	}

	/** The element goes, so that the page does not hold its text too. */
	#sendPiece(): void {
		const piece = this.#pieces.shift();
		if (!piece) return this.#send({ kind: 'bytes', bytes: null });
		const bytes = fromBase64(piece.textContent);
		piece.remove();
		this.taken += bytes.length;
		this.#worker.postMessage({ kind: 'bytes', bytes } satisfies ToWorker, [bytes.buffer]);
	}

	#change(change: Partial<Exchange>): void {
		const [newest, ...older] = this.exchanges;
		this.exchanges = [{ ...newest, ...change }, ...older];
	}
	#fail(problem: () => string): void {
		this.problem = problem;
		this.status = 'failed';
	}
	#send(message: ToWorker): void {
		this.#worker.postMessage(message);
	}
}
