/** The sentence on what an import leaves unread. */
import type { UnreadGroup } from '../model/UnreadPaths.ts';
import { libraryWords } from '../words.ts';

/** `all`: rows that were read. */
export function notReadText(unread: readonly UnreadGroup[], all: number): string {
	const { importing: text } = libraryWords;
	return text.notRead({ groups: unread.map((group) => text.notReadGroup({ ...group, all })) });
}
