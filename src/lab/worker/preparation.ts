/** The preparation that comes with the lab, which a segment of a policy names by its SHA-256. */
import { fieldError, InputError } from '#engine/core/errors.ts';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import { shippedPreparation } from '#lab/run/readyPreparation.ts';
import { requestFile, type PageFiles } from './modelLibrary.ts';

/** Throws InputError if the segment names a preparation that does not come with the lab. */
export function demandPreparation(
	{ id, artefact }: { readonly id: string; readonly artefact?: string | undefined },
	field = 'artefact',
): void {
	const { policy, sha256 } = shippedPreparation;
	if (artefact !== undefined && (artefact !== sha256 || id !== policy))
		throw fieldError(field, absent(artefact));
}

/** Throws InputError for another preparation, and StorageError if the site's cannot be read. */
export const openPreparation =
	(page: PageFiles) =>
	async (sha256: string): Promise<Json> => {
		const url = new URL(`preparations/${shippedPreparation.policy}.json`, page.base);
		const response = await requestFile(url, page);
		const { artefact } = (await response.json()) as { readonly artefact: Json };
		if (sha256OfJson(artefact) !== sha256) throw new InputError(absent(sha256), { sha256 });
		return artefact;
	};

const absent = (sha256: string) =>
	say(
		'the preparation with SHA-256 {sha256} is not one of this lab. Choose the policy without it, so that it prepares by itself.',
		{ sha256 },
	);
