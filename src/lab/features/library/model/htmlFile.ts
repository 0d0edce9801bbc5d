/**
 * The single HTML file: the page of `src/takeaway/`, a tuned model and what the reader should know
 * about it. The stream of the weights is in pieces of base64: a browser keeps the text of an
 * element in one string, and strings have a limit.
 */
import { InputError } from '#engine/core/errors.ts';
import { takenBlob, toBase64 } from '#engine/core/bytes.ts';
import { say } from '#engine/core/message.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import {
	packedBytes,
	packModel,
	type PackedBase,
	type PackedHead,
} from '#engine/model/packedModel.ts';
import type { ReadWeights } from '#engine/model/tensors.ts';
import type { RowQuestion } from '#lab/run/rowQuestion.ts';
import { contentId, contentMark, pieceClass, piecesMark } from './htmlPlaces.ts';

export interface PagePrompt extends Pick<RowQuestion, 'system' | 'prompt'> {
	/** 'text': the model continues it. */
	readonly form: 'question' | 'text';
}

export interface HtmlFacts {
	/** The tuned model's name. */
	readonly name: string;
	/** The model that was tuned. */
	readonly baseName: string;
	/** The last step of the run that tuned it. */
	readonly step: number;
	/** Names of the trained skills. */
	readonly skills: readonly string[];
	/** Opens the experiment in the lab. */
	readonly link: string;
	readonly examples: readonly {
		readonly skill: string;
		readonly questions: readonly PagePrompt[];
	}[];
}

/** The JSON in the file. */
export interface HtmlContent extends HtmlFacts {
	readonly model: PackedHead;
	/** Bytes of the stream. */
	readonly bytes: number;
}

/** Up to this size a file has all 32 bits of each weight, and so exactly the lab's answers. */
const exactBytes = 32e6;
/** A browser holds the file's text, the decoded bytes, and the engine's memory. */
const maxBytes = 500e6;
/** Divisible by 3: then base64 has no padding but at its end. */
const pieceBytes = 3 * 2 ** 20;

/** Throws InputError with the model's name if it is too large. */
export function chooseBase({ specs }: Pick<LoadedModel, 'specs'>, name: string): PackedBase {
	if (packedBytes(specs, 'f32') <= exactBytes) return 'f32';
	const bytes = packedBytes(specs, 'int8');
	if (bytes <= maxBytes) return 'int8';
	throw new InputError(
		say(
			'{name} is too large for a single HTML file: {bytes, number, bytes} in 8 bits, of at most {limit, number, bytes}. Save it as GGUF.',
			{ name, bytes, limit: maxBytes },
		),
	);
}

/** `shell`: the built page of `src/takeaway/`. */
export async function writeHtml(
	shell: string,
	facts: HtmlFacts,
	model: Pick<LoadedModel, 'texts' | 'specs'>,
	read: ReadWeights,
	base: PackedBase,
): Promise<Blob> {
	const { head, stream } = await packModel(model, read, base);
	const content: HtmlContent = { ...facts, model: head, bytes: stream.size };
	const [before, rest] = shell.split(contentMark);
	const [script, after] = rest.split(piecesMark);
	// A text of a visitor may hold "</script>".
	const json = JSON.stringify(content).replaceAll('<', '\\u003c');
	const parts: BlobPart[] = [
		before,
		`<script type="application/json" id="${contentId}">${json}</script>`,
		script,
	];
	for (let at = 0; at < stream.size; at += pieceBytes) {
		const bytes = new Uint8Array(await stream.slice(at, at + pieceBytes).arrayBuffer());
		const text = toBase64(bytes);
		parts.push(
			await takenBlob(`<script type="text/plain" class="${pieceClass}">${text}</script>\n`),
		);
	}
	return new Blob([...parts, after], { type: 'text/html' });
}
