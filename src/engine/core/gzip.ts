/** Text to gzip and back, through the browser's streams, and the marks of the lab's own files. */
import { streamChunks } from './bytes.ts';
import { InputError } from './errors.ts';
import { say } from './message.ts';

/** The longest string that browsers allow. */
const maxBytes = 400_000_000;

export async function gzipped(text: string): Promise<Blob> {
	const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
	return new Blob([await new Response(stream).arrayBuffer()], { type: 'application/gzip' });
}

/**
 * Returns text that is not gzipped unchanged. `cut`: truncates at `atMost` bytes instead of
 * throwing. Throws InputError if the content is too large or damaged, or if it is not text.
 */
export async function gunzipped(
	file: Blob,
	{ atMost = maxBytes, cut = false }: { readonly atMost?: number; readonly cut?: boolean } = {},
): Promise<string> {
	const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
	const isZipped = first === 0x1f && second === 0x8b;
	const stream = isZipped
		? file.stream().pipeThrough(new DecompressionStream('gzip'))
		: file.stream();
	const chunks: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	try {
		for await (const chunk of streamChunks(stream)) {
			chunks.push(chunk);
			length += chunk.length;
			if (length <= atMost) continue;
			if (cut) break;
			throw new InputError(
				say(
					'its content is larger than {atMost} MB, more than a file of this lab has. Choose another.',
					{ atMost: atMost / 1e6 },
				),
			);
		}
	} catch (cause) {
		if (cause instanceof InputError) throw cause;
		throw new InputError(
			say('its compressed content is damaged or incomplete. Ask for the file once more.'),
			{},
			{ cause },
		);
	}
	try {
		return new TextDecoder('utf-8', { fatal: !cut }).decode(await new Blob(chunks).arrayBuffer());
	} catch (cause) {
		throw new InputError(
			say('it is not text. It is damaged, or another kind of file. Choose another.'),
			{},
			{ cause },
		);
	}
}

/** The value of a run file's first field, `format`. */
export const runFileMark = 'skillet-run';

/** Recognises a run file by its start. The page handles run files and data files differently. */
export async function isRunFile(file: Blob): Promise<boolean> {
	const head = await gunzipped(file, { atMost: 200, cut: true }).catch(() => '');
	return new RegExp(`^\\s*\\{\\s*"format"\\s*:\\s*"${runFileMark}"`).test(head);
}

/** The first entry of a file with parts of a lab, a zip. */
export const packMark = 'skillet.json';

/** Recognises a file with parts of a lab by its first entry, also if it was cut off. */
export async function isPackFile(file: Blob): Promise<boolean> {
	const head = new Uint8Array(await file.slice(0, 30 + packMark.length).arrayBuffer());
	return (
		String.fromCharCode(...head.subarray(0, 4)) === 'PK\u0003\u0004' &&
		new TextDecoder().decode(head.subarray(30)) === packMark
	);
}
