/** Stored artefacts by their SHA-256, the name that experiments use. */
import { InputError } from '#core/errors.ts';
import type { Json } from '#core/json.ts';
import type { NamedArtefact } from '#lab/run/artefactFile.ts';
import type { ArtefactInfo, LabStores } from '#lab/run/stores.ts';
import type { PolicySegment } from '#training/settings.ts';

/** Throws InputError if the lab does not have the artefact. */
export async function namedArtefactHere(
	sha256: string,
	{ artefacts }: LabStores,
): Promise<NamedArtefact> {
	const kept = await artefacts.open(sha256);
	if (!kept) throw missing(sha256);
	return kept;
}

export const openArtefact = async (sha256: string, stores: LabStores): Promise<Json> =>
	(await namedArtefactHere(sha256, stores)).artefact;

export async function keepArtefact(
	{ info, artefact }: NamedArtefact,
	stores: LabStores,
): Promise<ArtefactInfo> {
	await stores.requireSpace(info.bytes);
	await stores.artefacts.put(info, artefact);
	return info;
}

type Naming = Pick<PolicySegment, 'id'> & { readonly artefact?: string | undefined };

/**
 * Throws InputError for the first segment whose artefact is missing or belongs to another policy.
 */
export async function demandArtefacts(policy: readonly Naming[], stores: LabStores): Promise<void> {
	for (const [i, segment] of policy.entries())
		await demandArtefact(segment, stores, `policy[${i}].artefact`);
}

export async function demandArtefact(
	{ id, artefact }: Naming,
	{ artefacts }: LabStores,
	field = 'artefact',
): Promise<void> {
	if (artefact === undefined) return;
	const info = (await artefacts.list()).find(({ sha256 }) => sha256 === artefact);
	if (!info) throw missing(artefact, field);
	if (info.policy !== id)
		throw new InputError(
			`${field}: “${info.name}” was made by the policy "${info.policy}", not by "${id}". Choose another.`,
			{ field },
		);
}

const missing = (sha256: string, field?: string) =>
	new InputError(
		`${field === undefined ? '' : `${field}: `}The lab does not have the artefact with SHA-256 ${sha256}. ` +
			'Import its file, or choose the policy without it, so that it prepares by itself.',
		{ sha256, ...(field !== undefined && { field }) },
	);
