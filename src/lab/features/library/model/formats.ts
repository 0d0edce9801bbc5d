/** The registry of file formats. To add one, write a file in formats/ and add it to this list. */
import { InputError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
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
	const refuse = (what: Message) => new InputError(say('{name}: {what}', { name, what }));
	if (size === 0) throw refuse(say('the file is empty. Choose a file with at least 2 rows.'));
	const signed = datasetFormats.find(
		({ signature }) => signature !== undefined && latin1(start).startsWith(signature),
	);
	if (signed) return signed;
	const foreign = foreignKind(start);
	if (foreign) throw refuse(say('this looks like {kind}. {advice}', foreign));
	if (head.trim() === '' && size <= headBytes && head.length < headBytes)
		throw refuse(say('the file has nothing but blank lines. Choose a file with at least 2 rows.'));
	const scores = datasetFormats.map((format) => format.detect(head, name));
	const best = datasetFormats[scores.indexOf(highest(scores))];
	const extension = extensionOf(name);
	const named = datasetFormats.find(({ extensions }) => extensions.includes(extension));
	if (best === text && named && named !== text)
		throw refuse(
			say(
				'the name ends in .{extension}, but this looks like plain text, not {title}. Rename it to .txt to use its paragraphs as they are, or choose another file.',
				{ extension, title: named.title },
			),
		);
	return best;
}
