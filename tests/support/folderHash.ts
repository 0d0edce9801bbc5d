/** The identity of a folder in memory. */
import { sha256Hex } from '#engine/core/hash.ts';
import { hashIdentity } from '#lab/features/library/model/modelFolder.ts';

export const folderHash = (folder: ReadonlyMap<string, Uint8Array>): string =>
	hashIdentity(new Map(Array.from(folder, ([name, bytes]) => [name, sha256Hex(bytes)])));
