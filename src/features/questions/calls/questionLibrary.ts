/** The question sets of the lab: the shipped ones and those in the database. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import type { LabStores } from '#lab/run/stores.ts';
import { setInfo, type ParsedSet } from '../model/parseSet.ts';
import { shippedSets } from '../model/sets/shipped.ts';
import type { QuestionSet, QuestionSetInfo } from '../model/types.ts';
import type { Imported } from './evaluationCalls.ts';

const shippedEntry = (set: QuestionSet) => ({ set, info: setInfo(set, true) });
let hashed: ReadonlyMap<string, ReturnType<typeof shippedEntry>>;
/** The shipped sets by SHA-256. They are hashed once. */
const shipped = (): typeof hashed =>
	(hashed ??= new Map(
		shippedSets()
			.map(shippedEntry)
			.map((one) => [one.info.sha256, one]),
	));

export function questionLibrary({ questionSets }: Pick<LabStores, 'questionSets'>) {
	const find = async (sha256: string): Promise<QuestionSet | undefined> =>
		shipped().get(sha256)?.set ?? questionSets.get(sha256);

	async function open(sha256: string): Promise<QuestionSet> {
		const set = await find(sha256);
		if (set) return set;
		throw new InputError(
			sentence`There is no question set ${sha256.slice(0, 12)}… here. Import its file first.`,
			{ sha256 },
		);
	}

	const list = async (): Promise<QuestionSetInfo[]> => [
		...Array.from(shipped().values(), ({ info }) => info),
		...(await questionSets.list())
			.filter(({ sha256 }) => !shipped().has(sha256))
			.map((info) => (info.shipped ? { ...info, shipped: false, earlier: true as const } : info)),
	];
	const listed = async (sha256: string) => (await list()).find((info) => info.sha256 === sha256);

	return {
		find,
		open,
		list,
		info: async (sha256: string) => (await listed(sha256)) ?? setInfo(await open(sha256)),

		/** Stores the set, unless it is stored or shipped already. */
		async keep({ set, notes }: ParsedSet): Promise<Imported<QuestionSetInfo>> {
			const info = setInfo(set, false, Date.now());
			const known = await listed(info.sha256);
			if (known) return { info: known, notes: [...notes, sentence`This set is here already.`] };
			await questionSets.put({ sha256: info.sha256, info, set });
			return { info, notes };
		},

		/** Stores a shipped set with its first answers: a later version can have another set. */
		async keepAnswered(sha256: string): Promise<void> {
			const answered = shipped().get(sha256);
			if (!answered || (await questionSets.get(sha256))) return;
			const { set, info } = answered;
			await questionSets.put({ sha256, info: { ...info, savedAt: Date.now() }, set });
		},

		async delete(sha256: string): Promise<void> {
			if (shipped().has(sha256))
				throw new InputError(sentence`This set comes with the lab and cannot be deleted.`, {
					sha256,
				});
			await questionSets.delete(sha256);
		},
	};
}
