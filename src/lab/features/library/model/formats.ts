/** The registry of file formats. To add one, write a file in formats/ and add it to this list. */
import { InputError } from '#engine/core/errors.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { headBytes } from './formats/bytes.ts';
import { csv, tsv } from './formats/delimited.ts';
import { foreignKind, latin1 } from './formats/foreign.ts';
import { extensionOf, type DatasetFormat, type FileBytes } from './formats/format.ts';
import { json } from './formats/json.ts';
import { jsonl } from './formats/jsonl.ts';
import { parquet } from './formats/parquet.ts';
import { text } from './formats/text.ts';

export const datasetFormats: readonly DatasetFormat[] = [jsonl, json, csv, tsv, parquet, text];

export { RowError, type DatasetFormat, type FileBytes, type FileRow } from './formats/format.ts';
export { openFile, type NamedBlob } from './formats/bytes.ts';

/** Detects the format by the content. Throws InputError if no format fits. */
export function detectFormat(file: FileBytes): DatasetFormat {
	const { name, size, start, head } = file;
	const refuse = (what: Message) =>
		new InputError(sentence('library.errors.named', { name, what }));
	if (size === 0) throw refuse(sentence('library.errors.file.isEmpty'));
	const signed = datasetFormats.find(
		({ signature }) => signature !== undefined && latin1(start).startsWith(signature),
	);
	if (signed) return signed;
	const foreign = foreignKind(start);
	if (foreign) throw refuse(sentence('library.errors.file.looksLike', foreign));
	if (head.trim() === '' && size <= headBytes && head.length < headBytes)
		throw refuse(sentence('library.errors.file.isBlank'));
	const scores = datasetFormats.map((format) => format.detect(head, name));
	const best = datasetFormats[scores.indexOf(highest(scores))];
	const extension = extensionOf(name);
	const named = datasetFormats.find(({ extensions }) => extensions.includes(extension));
	if (best === text && named && named !== text)
		throw refuse(sentence('library.errors.file.looksLikeText', { extension, title: named.title }));
	return best;
}
