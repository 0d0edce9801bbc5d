/**
 * Finds the files of a data set on a hub. Hugging Face keeps a copy of most data sets as Parquet,
 * in the branch `refs/convert/parquet`: config/split/0000.parquet.
 */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { HubModel } from '#lab/run/stores.ts';
import type { HubAddress } from './address.ts';
import { isMissing, type HubConnection } from './askHub.ts';
import { listRepo, requireHashes } from './listRepo.ts';

const converted = 'refs/convert/parquet';
const isParquet = (name: string): boolean => name.endsWith('.parquet');
/** Not `dataset_infos.json`, which describes the data. */
const isRows = (name: string): boolean =>
	/\.(jsonl|json|csv|tsv|txt)(\.gz)?$/.test(name) && !/(^|\/)(dataset_infos?\.|\.)/.test(name);

/** Parquet files if there are any, else others with rows. Throws InputError or StorageError. */
export async function findData(
	connection: HubConnection,
	address: HubAddress,
	signal: AbortSignal,
): Promise<HubModel> {
	const { hub, name, revision } = address;
	const list = (from: string) =>
		listRepo(connection, 'data', { ...address, revision: from }, signal);
	const listed = await list(revision === 'main' ? converted : revision).catch((error: unknown) => {
		if (revision === 'main' && isMissing(error)) return list(revision);
		throw error;
	});
	const parquet = listed.files.filter((file) => isParquet(file.name));
	const files = parquet.length > 0 ? parquet : listed.files.filter((file) => isRows(file.name));
	if (files.length === 0)
		throw new InputError(
			say(
				'{name} has no file with rows: the lab reads Parquet, JSON lines, JSON, CSV, TSV and text.',
				{ name },
			),
		);
	requireHashes(hub, files);
	return { hub, name, commit: listed.commit, files };
}

/** The folder of a data set's files on a hub, for `hubSource`. */
export const dataFolder = (data: HubModel): HubModel => ({
	...data,
	name: `datasets/${data.name}`,
});
