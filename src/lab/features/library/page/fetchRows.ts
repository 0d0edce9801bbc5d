/** Fetches a data file of the site, which is not part of the page's first load. */
import { StorageError } from '#engine/core/errors.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import { say } from '#engine/core/message.ts';
import { pageAddress } from '#lab/page/components/download.ts';
import type { ShippedRows } from '#lab/run/realModel.ts';

/** Throws StorageError with what to do. */
export async function fetchRows({ file: name, sha256 }: ShippedRows): Promise<File> {
	const response = await fetch(new URL(`rows/${name}`, pageAddress())).catch(() => null);
	const bytes = response?.ok ? new Uint8Array(await response.arrayBuffer()) : null;
	if (bytes && sha256Hex(bytes) === sha256) return new File([bytes], name);
	throw new StorageError(
		bytes
			? say('The rows {name} are of another version of this page. Reload the page.', { name })
			: say(
					'The rows {name} did not arrive from the site of this page{status, plural, =0 {} other { (status #)}}. Check the connection, and reload the page.',
					{ name, status: response?.status ?? 0 },
				),
	);
}
