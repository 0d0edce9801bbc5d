/** The registry of file formats. To add one, write a file in formats/ and add it to this list. */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
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
export async function detectFormat(file: FileBytes): Promise<DatasetFormat> {
	const { name, size } = file;
	const refuse = (what: string) =>
		new InputError(sentence('library.errors.named', { name, what }), { file: name });
	if (size === 0) throw refuse('the file is empty. Choose a file with at least 2 rows.');
	const start = await file.start();
	const signed = datasetFormats.find(
		({ signature }) => signature !== undefined && latin1(start).startsWith(signature),
	);
	if (signed) return signed;
	const foreign = foreignKind(start);
	if (foreign) throw refuse(`this looks like ${foreign.looksLike}. ${foreign.advice}`);
	const head = await file.head();
	if (head.trim() === '' && size <= headBytes && head.length < headBytes)
		throw refuse('the file has nothing but blank lines. Choose a file with at least 2 rows.');
	const scores = datasetFormats.map((format) => format.detect(head, name));
	const best = datasetFormats[scores.indexOf(highest(scores))];
	const named = datasetFormats.find((format) => format.extensions.includes(extensionOf(name)));
	if (best === text && named && named !== text)
		throw refuse(
			`the name ends in .${extensionOf(name)}, but this looks like plain text, ` +
				`not ${named.title}. ` +
				'Rename it to .txt to use its paragraphs as they are, or choose another file.',
		);
	return best;
}
