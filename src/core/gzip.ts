/** Text in and out of gzip, by the browser's own streams; what comes out is counted, so that a bomb is seen early. */
import { InputError } from './errors.ts';

/** A browser holds no longer string. */
const maxBytes = 400_000_000;

export async function gzipped(text: string): Promise<Blob> {
	const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
	return new Blob([await new Response(stream).arrayBuffer()], { type: 'application/gzip' });
}

/**
 * Text that is not gzipped comes as it is. `cut`: what lies beyond `atMost` bytes is left out. Throws InputError when it is
 * more, was cut off or damaged, or is no text.
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
	const reader = stream.getReader();
	try {
		for (let read = await reader.read(); !read.done; read = await reader.read()) {
			chunks.push(read.value);
			length += read.value.length;
			if (length <= atMost) continue;
			if (cut) break;
			throw new InputError(
				`its content is larger than ${atMost / 1e6} MB, which is more than a file of this lab has. Choose another.`,
			);
		}
	} catch (cause) {
		if (cause instanceof InputError) throw cause;
		throw new InputError(
			'it was cut off or altered on its way: its compressed content is damaged. Ask for the file once more.',
			{},
			{ cause },
		);
	} finally {
		await reader.cancel().catch(() => undefined);
	}
	try {
		return new TextDecoder('utf-8', { fatal: !cut }).decode(await new Blob(chunks).arrayBuffer());
	} catch (cause) {
		throw new InputError(
			'it is no text: it is damaged, or another kind of file. Choose another.',
			{},
			{ cause },
		);
	}
}
