/** Reads the text of a chosen file, up to a size limit. */
import { InputError } from '#core/errors.ts';

/** Throws InputError, before reading, if the file is too large. */
export async function textOf(file: File, most: number): Promise<string> {
	if (file.size > most)
		throw new InputError(
			`${file.name}: it has ${(file.size / 1e6).toFixed(1)} MB, and at most ${most / 1e6} MB are read. Choose another file.`,
			{ file: file.name },
		);
	return file.text();
}
