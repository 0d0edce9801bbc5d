/** Inspects the head of a file: format, columns, recognised mapping, preview of the first rows. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { detectFormat, openFile, type FileRow, type NamedBlob } from './formats.ts';
import type { Example } from '#engine/data/example.ts';
import type { ImportRecipe } from '#engine/data/importRecipe.ts';
import { maskExample } from '#engine/data/privacy.ts';
import { byPart } from '#engine/data/skill.ts';
import { saidText } from '#lab/run/rowQuestion.ts';
import { mapRow, recogniseMapping, rowReader, shapeOf, type RowReader } from './mapping.ts';
import { listColumns } from './paths.ts';
import { rejectedRow, truncateCopy, type RejectedRow } from './RejectedRows.ts';
import { askedColumn, FileFacts, isRow, toRow, type Row } from './shapes.ts';
import { smallFileShare, Splitter } from './split.ts';
import { UnreadPaths } from './UnreadPaths.ts';

const inspectedRows = 50;
const previewRows = 10;
/** A file with more says its parts only after the import. */
const splitRows = 10_000;
/** 8 MiB. What these rows say about their columns decides how the first ones are read. */
const inspectedBytes = 2 ** 23;

/** Missing settings are recognised, or have defaults. */
export type PartialRecipe = {
	readonly [Field in keyof ImportRecipe]?: ImportRecipe[Field] | undefined;
};

/**
 * `mapping`: used for the preview instead of the recognised one. Throws InputError if the format is
 * unknown or none of the first rows is readable.
 */
export async function inspectFile(
	file: NamedBlob,
	{
		mapping,
		maskPrivate = false,
		heldOutShare,
		seed = 0,
		onProgress,
	}: PartialRecipe & {
		/** Receives the share of the file that is read. */
		readonly onProgress?: (done: number) => void;
	} = {},
) {
	let bytes = 0;
	const opened = await openFile(file, (read) => {
		bytes = read;
		onProgress?.(read / file.size);
	});
	const format = detectFormat(opened);
	const rows: FileRow[] = [];
	const good: Row[] = [];
	const facts = new FileFacts();
	let counted = 0;
	let isWhole = true;
	for await (const batch of format.read(opened)) {
		for (const row of batch) {
			facts.add(row);
			counted++;
			if (rows.length < splitRows) rows.push(row);
			if (counted > inspectedRows) continue;
			if ('value' in row && isRow(row.value)) good.push(toRow(row.value));
		}
		isWhole = counted === 0 || bytes < inspectedBytes;
		if (!isWhole) break;
	}
	const head = rows.slice(0, inspectedRows);
	if (good.length === 0) throw noReadableRow(file.name, head);
	const used = mapping ?? recogniseMapping(good, facts);
	const shape = used && shapeOf(used);
	const read = used && rowReader(used, facts);
	const share = heldOutShare ?? smallFileShare(isWhole ? counted : Infinity);
	return {
		format: format.id,
		bytes: file.size,
		/** Their number; null: the file has more than 8 MiB. */
		rows: isWhole ? counted : null,
		/** As asked for, or a proposal. */
		heldOutShare: share,
		/** The rows of each part; null: without a mapping, or in a large file. */
		parts:
			read && isWhole && counted <= splitRows
				? countParts(rows, read, { heldOutShare: share, seed, maskPrivate })
				: null,
		/** Every path of the first rows, with a sample value. */
		columns: listColumns(good),
		/** null: no shape was recognised, so the columns must be mapped by hand. */
		mapping: used,
		/** How the columns of a recognised shape are read. */
		decisions: shape ? facts.decisions(shape) : [],
		/** Why texts alone are not recognised. */
		asks: used ? null : askedColumn(good, facts),
		...preview(head, read, maskPrivate),
	};
}

function noReadableRow(name: string, rows: readonly FileRow[]): InputError {
	const [first] = rows;
	if (!first)
		return new InputError(say('{name}: no rows. Choose a file with at least 2 rows.', { name }));
	const { line } = first;
	const reason = 'error' in first ? first.error : say('It is not an object.');
	return new InputError(
		say(
			'{name}: {rows, plural, one {the row cannot} other {none of the first # rows can}} be read. Line {line}: {reason} Fix the rows and choose the file again.',
			{ name, rows: rows.length, line, reason },
		),
	);
}

/** The first rows after the mapping. */
function preview(rows: readonly FileRow[], reader: RowReader | null, masks: boolean) {
	const counts = { mail: 0, phone: 0, card: 0, key: 0 };
	const stored = (example: Example) => (masks ? maskExample(example, counts) : example);
	const read = reader ?? (() => ({ examples: [], unread: [] }));
	const unread = new UnreadPaths();
	const shown: ReturnType<typeof previewRow>[] = [];
	const rejected: RejectedRow[] = [];
	for (const row of rows) {
		const mapped = mapRow(row, read);
		if ('id' in mapped) rejected.push(rejectedRow(row.line, mapped, row.raw));
		else {
			unread.add(mapped.unread);
			for (const example of mapped.examples) shown.push(previewRow(row.line, stored(example)));
		}
	}
	return {
		preview: shown.slice(0, previewRows),
		rejected,
		/** What the mapping does not read of the first rows; `inspected`: their number. */
		unread: unread.groups(),
		inspected: rows.length,
	};
}

/** The rows of each part of the import, which splits the masked ones. */
function countParts(
	rows: readonly FileRow[],
	read: RowReader,
	recipe: Omit<ImportRecipe, 'mapping'>,
) {
	const splitter = new Splitter(recipe);
	const counts = byPart(() => 0);
	const masked = { mail: 0, phone: 0, card: 0, key: 0 };
	for (const row of rows) {
		const mapped = mapRow(row, read);
		if ('id' in mapped) continue;
		for (const example of mapped.examples)
			counts.train += splitter.add(
				recipe.maskPrivate ? maskExample(example, masked) : example,
			).length;
	}
	for (const { part } of splitter.end()) counts[part]++;
	return counts;
}

/** The last answer, and everything before it as the prompt. */
function previewRow(line: number, { messages }: Example) {
	const before = messages.slice(0, -1).map(saidText);
	return {
		line,
		prompt: truncateCopy(before.join('\n')),
		answer: truncateCopy(saidText(messages.at(-1)!)),
	};
}
