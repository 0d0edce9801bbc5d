/** Changes of a Parquet file in its description and in the heads of its pages. */
import { joinBytes } from '#engine/core/bytes.ts';
import type { Chance } from '../chance.ts';
import { fieldValues, mutateThrift, readThrift, writeThrift } from './thrift.ts';

/** Ids of fields of a column's description: where its pages begin. */
const pageFields = [9, 11];

/** `bytes`: a valid file. */
export function mutatedParquet(
	bytes: Uint8Array<ArrayBuffer>,
	chance: Chance,
): Uint8Array<ArrayBuffer> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const start = bytes.length - 8 - view.getUint32(bytes.length - 8, true);
	const { fields } = readThrift(bytes, start);
	const pages = pageFields
		.flatMap((id) => fieldValues(fields, id))
		.filter((value) => typeof value === 'bigint' && value >= 4n && Number(value) < start);
	if (pages.length === 0 || chance.is(0.7)) {
		mutateThrift(fields, chance);
		const footer = writeThrift(fields);
		const length = new Uint8Array(4);
		new DataView(length.buffer).setUint32(0, footer.length, true);
		return joinBytes([bytes.slice(0, start), footer, length, bytes.slice(-4)]);
	}
	const at = Number(chance.one(pages));
	const page = readThrift(bytes, at);
	mutateThrift(page.fields, chance);
	// A head of another length moves everything behind it.
	return joinBytes([bytes.slice(0, at), writeThrift(page.fields), bytes.slice(page.end)]);
}
