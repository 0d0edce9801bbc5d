/** Reads the text of a chosen file, up to a size limit. */
import { InputError } from './errors.ts';
import { sentence } from './message.ts';

/** Throws InputError, before reading, if the file has more than `most` bytes. */
export async function fileText(file: File, most: number): Promise<string> {
	if (file.size <= most) return file.text();
	const size = (file.size / 1e6).toFixed(1);
	throw new InputError(
		sentence`${file.name}: it has ${size} MB, and the limit is ${most / 1e6} MB. Choose another
			file.`,
		{ file: file.name },
	);
}
