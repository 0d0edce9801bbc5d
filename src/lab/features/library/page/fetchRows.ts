/** Fetches a data file of the site, which is not part of the page's first load. */
import { StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { pageAddress } from '#lab/page/components/download.ts';

/** `name`: in the site's folder `rows`. Throws StorageError with what to do. */
export async function fetchRows(name: string): Promise<ArrayBuffer> {
	const response = await fetch(new URL(`rows/${name}`, pageAddress())).catch(() => null);
	if (response?.ok) return response.arrayBuffer();
	throw new StorageError(
		say(
			'The rows {name} did not arrive from the site of this page{status, plural, =0 {} other { (status #)}}. Check the connection, and reload the page.',
			{ name, status: response?.status ?? 0 },
		),
	);
}
