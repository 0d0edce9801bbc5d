/** Recognises a run file by its start. The page handles run files and data files differently. */
import { gunzipped } from './gzip.ts';

/** The value of the file's first field, `format`. */
export const runFileMark = 'skillet-run';

export async function isRunFile(file: Blob): Promise<boolean> {
	const head = await gunzipped(file, { atMost: 200, cut: true }).catch(() => '');
	return new RegExp(`^\\s*\\{\\s*"format"\\s*:\\s*"${runFileMark}"`).test(head);
}
