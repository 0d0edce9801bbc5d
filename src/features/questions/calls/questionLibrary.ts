/** The question sets of the lab: the shipped ones and those in the database. */
import { InputError } from '#core/errors.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { setInfo, type ParsedSet } from '../model/parseSet.ts';
import { shippedSets } from '../model/sets/shipped.ts';
import type { QuestionSet, QuestionSetInfo } from '../model/types.ts';
import type { Imported } from './evaluationCalls.ts';

let shipped: ReadonlyMap<string, { readonly set: QuestionSet; readonly info: QuestionSetInfo }>;
/** The shipped sets by SHA-256. They are hashed once. */
function shippedByHash(): typeof shipped {
	shipped ??= new Map(
		shippedSets().map((set) => {
			const info = setInfo(set, { shipped: true, savedAt: 0 });
			return [info.sha256, { set, info }];
		}),
	);
	return shipped;
}

export const listSets = async ({ questionSets }: LabStores): Promise<QuestionSetInfo[]> => [
	...Array.from(shippedByHash().values(), ({ info }) => info),
	...(await questionSets.list())
		.filter(({ sha256 }) => !shippedByHash().has(sha256))
		.map((info) => (info.shipped ? { ...info, shipped: false, earlier: true as const } : info)),
];

/**
 * Stores a shipped set with its first answers: a later version of the lab can have another set,
 * and the answers belong to this one.
 */
export async function keepAnswered(sha256: string, { questionSets }: LabStores): Promise<void> {
	const answered = shippedByHash().get(sha256);
	if (!answered || (await questionSets.get(sha256))) return;
	const { set, info } = answered;
	await questionSets.put({ sha256, info: { ...info, savedAt: Date.now() }, set });
}

export const findSet = async (
	sha256: string,
	{ questionSets }: LabStores,
): Promise<QuestionSet | undefined> => shippedByHash().get(sha256)?.set ?? questionSets.get(sha256);

/** Throws InputError if there is no such set. */
export async function openSet(sha256: string, stores: LabStores): Promise<QuestionSet> {
	const set = await findSet(sha256, stores);
	if (set) return set;
	throw new InputError(
		`There is no question set ${sha256.slice(0, 12)}… here. Import its file first.`,
		{ sha256 },
	);
}

export async function setInfoOf(sha256: string, stores: LabStores): Promise<QuestionSetInfo> {
	const info = (await listSets(stores)).find((listed) => listed.sha256 === sha256);
	return info ?? setInfo(await openSet(sha256, stores), { shipped: false, savedAt: 0 });
}

/** Stores the set, unless it is stored or shipped already. */
export async function keepSet(
	{ set, notes }: ParsedSet,
	stores: LabStores,
): Promise<Imported<QuestionSetInfo>> {
	const info = setInfo(set, { shipped: false, savedAt: Date.now() });
	const { sha256 } = info;
	const known = (await listSets(stores)).find((listed) => listed.sha256 === sha256);
	if (known) return { info: known, notes: [...notes, 'This set is here already.'] };
	await stores.questionSets.put({ sha256, info, set });
	return { info, notes };
}

export async function deleteSet(sha256: string, stores: LabStores): Promise<void> {
	if (shippedByHash().has(sha256))
		throw new InputError('This set comes with the lab and cannot be deleted.', { sha256 });
	await stores.questionSets.delete(sha256);
}
