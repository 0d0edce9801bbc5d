/** The text of a file that was chosen, if it is not too long to be read at once. */
import { InputError } from '#core/errors.ts';

/** Throws InputError before a file is read that is too large. */
export async function textOf(file: File, most: number): Promise<string> {
	if (file.size > most)
		throw new InputError(
			`${file.name}: it has ${(file.size / 1e6).toFixed(1)} MB, and at most ${most / 1e6} MB are read. Choose another file.`,
			{ file: file.name },
		);
	return file.text();
}
