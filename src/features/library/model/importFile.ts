/** Imports a file as a skill, row by row: parse, map, mask, split, store. */
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import { checkedBy, mustBe, object, oneOf } from '#core/fields.ts';
import { sentence } from '#core/message.ts';
import { importRecipe, type ImportRecipe, type RowMapping } from '#data/importRecipe.ts';
import { detectFormat, openFile, type NamedBlob } from './formats.ts';
import { mapRow, rowReader } from './mapping.ts';
import { maskExample } from '#data/privacy.ts';
import { RejectedRows, type rejectedRow } from './rejectedRows.ts';
import type { SkillInfo } from '#data/skill.ts';
import { SkillContent, type ExampleSink } from './skillContent.ts';
import { Splitter } from './split.ts';
import type { inspectFile } from './inspectFile.ts';

export interface ImportRequest {
	readonly file: NamedBlob;
	readonly mapping: RowMapping;
	readonly options: ImportOptions;
	readonly sink: ExampleSink;
	readonly signal?: AbortSignal;
	/** Called after each chunk with the share of the file that is read. */
	readonly onProgress?: (fraction: number) => void;
}

const importOptions = object({
	...v.omit(importRecipe, ['mapping']).entries,
	name: v.string(mustBe('text')),
	role: oneOf(['domain', 'general']),
});

/** Throws InputError if the file cannot be used, and the signal's reason if it is cancelled. */
export async function importFile({
	file,
	mapping,
	options,
	sink,
	signal,
	onProgress,
}: ImportRequest) {
	const { name, role, ...recipe } = checkedBy(importOptions, options);
	const read = rowReader(mapping);
	const opened = await openFile(file, {
		signal,
		onBytes: (bytes) => onProgress?.(bytes / file.size),
	});
	const format = await detectFormat(opened);
	const splitter = new Splitter(options);
	const rejected = new RejectedRows();
	const content = new SkillContent(sink, signal);
	const masked = { mail: 0, phone: 0, card: 0, key: 0 };
	let rows = 0;

	for await (const batch of format.read(opened))
		for (const row of batch) {
			rows++;
			const examples = mapRow(row, read);
			if ('id' in examples) await rejected.add(row.line, examples, row.raw);
			else
				for (const example of examples)
					for (const trained of splitter.add(
						options.maskPrivate ? maskExample(example, masked) : example,
					))
						await content.put('train', trained);
		}
	for (const { part, example } of splitter.end()) await content.put(part, example);
	await content.flush();
	requireParts(file.name, rows, content.counts, rejected, splitter.counts.duplicates);

	const info: SkillInfo = {
		...content.info({ name, role }, `${file.name}, ${format.title}`),
		recipe: { mapping, ...recipe },
	};
	const report = {
		skillId: info.id,
		rows,
		imported: info.counts,
		...splitter.counts,
		rejectedCount: rejected.count,
		rejected: rejected.shown,
		rejectedFile: rejected.file(),
		masked,
	};
	return { info, report };
}

function requireParts(
	name: string,
	rows: number,
	counts: SkillInfo['counts'],
	rejected: RejectedRows,
	duplicates: number,
): void {
	if (counts.train > 0 && counts.heldOut > 0) return;
	const [first] = rejected.shown;
	const data = { file: name, rows, rejected: rejected.count };
	if (rows === 0)
		throw new InputError(sentence`${name}: no rows. Choose a file with at least 2 rows.`, data);
	if (first && rejected.count === rows)
		throw new InputError(
			sentence`${name}: none of the ${rows} rows can be used. Line ${first.line}: ${first.reason}
				Mend the file, or map its columns another way.`,
			{ ...data, line: first.line },
		);
	const usable = rows - rejected.count;
	const distinct = counts.train + counts.validation + counts.heldOut;
	if (usable === 1 || (duplicates > 0 && distinct === 1)) {
		const copies = duplicates > 0 ? ` and ${duplicates} copies of it` : '';
		throw new InputError(
			sentence`${name}: only 1 usable row${copies}. At least 2 different rows are needed, one to
				train on and one to hold out.`,
			data,
		);
	}
	throw new InputError(
		sentence`${name}: the ${usable} rows have the same prompt, or a few prompts with many answers
			each, so none can be held out. Map a column that differs to the prompt, or only the answer to
			train on plain text.`,
		data,
	);
}

/** Options and reports of an import: plain data, shared with the page. */
export type PreviewRow = Inspection['preview'][number];
export type RejectedRow = Readonly<Awaited<ReturnType<typeof rejectedRow>>>;
export type Inspection = Readonly<Awaited<ReturnType<typeof inspectFile>>>;

export interface ImportOptions extends Omit<ImportRecipe, 'mapping'> {
	readonly name: string;
	readonly role: 'domain' | 'general';
}

export type ImportReport = Readonly<Awaited<ReturnType<typeof importFile>>['report']>;
