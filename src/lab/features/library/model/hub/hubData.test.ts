/** The files of a data set on a hub: which are found, and that they arrive as listed. */
import { afterEach, expect, it } from 'vitest';
import { failure } from '../../../../../../tests/support/failure.ts';
import { hubServer } from '../../../../../../tests/support/hubServer.ts';
import { parseAddress } from './address.ts';
import { connect } from '../../../../../../tests/support/hubConnection.ts';
import { dataFolder, findData } from './hubData.ts';
import { hubSource, readWhole } from './hubModel.ts';

const never = new AbortController().signal;
const bytes = (text: string) => new TextEncoder().encode(text);
const parquet = bytes('PAR1'.repeat(5000));

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

async function findIn(files: Record<string, Uint8Array>, dataBranch = 'refs/convert/parquet') {
	const hub = await hubServer({ files: new Map(Object.entries(files)), dataBranch });
	close = hub.close;
	const address = parseAddress(`${hub.origin}/datasets/owner/tiny`, 'data');
	const { connection } = connect(hub.origin);
	return { hub, connection, find: () => findData(connection, address, never) };
}

it('its copy as Parquet is found, and each file is fetched and checked', async () => {
	const name = 'default/train/0000.parquet';
	const { hub, connection, find } = await findIn({ [name]: parquet, 'README.md': bytes('#') });
	const data = await find();
	expect(data).toMatchObject({ name: 'owner/tiny', hub: hub.origin, commit: hub.commit });
	expect(data.files.map((file) => [file.name, file.bytes])).toEqual([[name, parquet.length]]);
	expect(hub.seen).toEqual([]);
	const read = () => readWhole(hubSource(connection, dataFolder(data)), name, never);
	expect(new Uint8Array(await (await read()).arrayBuffer())).toEqual(parquet);
	hub.breakFiles((response) => {
		response.writeHead(200, { 'Content-Length': parquet.length }).end(parquet.toReversed());
		return true;
	});
	await expect(read()).rejects.toThrow(
		failure(
			'{file} did not arrive as the hub lists it: its length or its hash differs. What was stored of this file is deleted. Resume the download to fetch it again.',
			{ file: name },
		),
	);
});

it('without a copy its own files with rows are found, Parquet first', async () => {
	const rows = {
		'train.jsonl': bytes('{}'),
		'dataset_infos.json': bytes('{}'),
		'b.csv.gz': bytes('x'),
	};
	const { find } = await findIn({ ...rows, 'image.png': bytes('x') }, 'main');
	expect((await find()).files.map(({ name }) => name).sort()).toEqual(['b.csv.gz', 'train.jsonl']);
	await close();
	const both = await findIn({ ...rows, 'data/train.parquet': parquet }, 'main');
	expect((await both.find()).files.map(({ name }) => name)).toEqual(['data/train.parquet']);
});

it('without rows, or without the data set, the error names it', async () => {
	const { find } = await findIn({ 'image.png': bytes('x') }, 'main');
	await expect(find()).rejects.toThrow(
		failure(
			'{name} has no file with rows: the lab reads Parquet, JSON lines, JSON, CSV, TSV and text.',
			{ name: 'owner/tiny' },
		),
	);
	await close();
	const missing = await findIn({}, 'other');
	await expect(missing.find()).rejects.toThrow(
		failure(
			'{url} does not exist (status 404): there is no such {isRevision, select, true {revision} other {model, data set or file}}. Check the address, and the part after “@”.',
		),
	);
});
