/** The bytes of a written folder by file. */
export async function folderBytes(
	folder: ReadonlyMap<string, BlobPart>,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
	const read = async ([name, part]: [string, BlobPart]) =>
		[name, new Uint8Array(await new Blob([part]).arrayBuffer())] as const;
	return new Map(await Promise.all(Array.from(folder, read)));
}
