/** How a file of a whole run is known before all of it is read: the page sends such files another way than rows. */
import { gunzipped } from './gzip.ts';

/** The value of its first field, `format`. */
export const runFileMark = 'skillet-run';

export async function isRunFile(file: Blob): Promise<boolean> {
	const head = await gunzipped(file, { atMost: 200, cut: true }).catch(() => '');
	return new RegExp(`^\\s*\\{\\s*"format"\\s*:\\s*"${runFileMark}"`).test(head);
}
