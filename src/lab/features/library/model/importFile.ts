/** Imports a file as a skill, row by row: parse, map, mask, split, store. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, mustBe, object, oneOf } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { importRecipe, type RowMapping } from '#engine/data/importRecipe.ts';
import { detectFormat, openFile, type NamedBlob } from './formats.ts';
import { mapRow, rowReader, shapeOf } from './mapping.ts';
import { maskExample } from '#engine/data/privacy.ts';
import { templateFields } from '#engine/model/ignoredFields.ts';
import type { Overlap } from './overlap.ts';
import { RejectedRows } from './RejectedRows.ts';
import { UnreadPaths } from './UnreadPaths.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { SkillWriter } from '#lab/run/stores.ts';
import { FileFacts } from './shapes.ts';
import { SkillContent } from './SkillContent.ts';
import { withFreeName } from './skillFile.ts';
import { Splitter } from './split.ts';
import type { inspectFile } from './inspectFile.ts';

export interface ImportRequest {
	readonly file: NamedBlob;
	readonly mapping: RowMapping;
	readonly options: ImportOptions;
	/** The lab's skills, whose names are taken. */
	readonly skills?: readonly Pick<SkillInfo, 'id' | 'name'>[];
	/** Destination of the examples. The caller commits or aborts it. */
	readonly sink: Pick<SkillWriter, 'append'>;
	/** Called after each chunk with the share of the file that is read. */
	readonly onProgress?: (fraction: number) => void;
}

const importOptions = object({
	...v.omit(importRecipe, ['mapping']).entries,
	name: v.string(mustBe(say('text'))),
	role: oneOf(['domain', 'general']),
});

/** Throws InputError if the file cannot be used. */
export async function importFile({
	file,
	mapping,
	options,
	skills = [],
	sink,
	onProgress,
}: ImportRequest) {
	const { name, role, ...recipe } = checkedBy(importOptions, options);
	const shape = shapeOf(mapping);
	const facts = new FileFacts();
	/** All rows say how each of them is read, so a file with a shape is read twice. */
	const passes = shape ? 2 : 1;
	const openPass = (pass: number) =>
		openFile(file, (bytes) => onProgress?.((pass + bytes / file.size) / passes));
	let opened = await openPass(0);
	const format = detectFormat(opened);
	if (shape) {
		for await (const batch of format.read(opened)) for (const row of batch) facts.add(row);
		opened = await openPass(1);
	}
	const read = rowReader(mapping, facts);
	const splitter = new Splitter(options);
	const rejected = new RejectedRows();
	const content = new SkillContent(sink);
	const masked = { mail: 0, phone: 0, card: 0, key: 0 };
	/** Examples with a field that a chat template may ignore. */
	const fields = { reasoning_content: 0, name: 0 };
	const unread = new UnreadPaths();
	let rows = 0;
	let halves = 0;

	for await (const batch of format.read(opened))
		for (const row of batch) {
			rows++;
			const mapped = mapRow(row, read);
			if ('id' in mapped) {
				rejected.add(row.line, mapped, row.raw);
				continue;
			}
			unread.add(mapped.unread);
			if ('hasHalf' in row) halves++;
			for (const example of mapped.examples) {
				for (const field of templateFields)
					if (example.messages.some((message) => message[field] !== undefined)) fields[field]++;
				for (const trained of splitter.add(
					options.maskPrivate ? maskExample(example, masked) : example,
				))
					await content.put('train', trained);
			}
		}
	for (const { part, example } of splitter.end()) await content.put(part, example);
	await content.flush();
	requireParts(file.name, rows, content.counts, rejected, splitter.counts.duplicates);

	const described = content.info({ name, role }, `${file.name}, ${format.title}`);
	const info = withFreeName({ ...described, recipe: { mapping, ...recipe } }, skills);
	const report = {
		skillId: info.id,
		name: info.name,
		/** The measure that was chosen, and the answers that it was chosen for. */
		measure: info.measure,
		answers: content.answers(),
		/** The name under which the lab had the same rows. */
		before: skills.find(({ id }) => id === info.id)?.name ?? null,
		rows,
		imported: info.counts,
		...splitter.counts,
		rejectedCount: rejected.count,
		rejected: rejected.shown,
		rejectedFile: rejected.file(),
		unread: unread.groups(),
		decisions: shape ? facts.decisions(shape) : [],
		masked,
		/** Rows with half of a character, which became U+FFFD. */
		halves,
		fields,
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
	if (rows === 0)
		throw new InputError(say('{name}: no rows. Choose a file with at least 2 rows.', { name }));
	const usable = rows - rejected.count;
	if (first && usable <= 1) {
		const { line, reason } = first;
		throw new InputError(
			say(
				'{name}: {usable, plural, =0 {none} other {only #}} of {rows, plural, one {# row} other {# rows}} can be used. Line {line}: {reason} Fix the file, or map its columns another way.',
				{ name, rows, usable, line, reason },
			),
		);
	}
	const distinct = counts.train + counts.validation + counts.heldOut;
	if (usable === 1 || (duplicates > 0 && distinct === 1))
		throw new InputError(
			say(
				'{name}: only 1 usable row{copies, plural, =0 {} one { and # copy of it} other { and # copies of it}}. At least 2 different rows are needed, one to train on and one to hold out.',
				{ name, copies: duplicates },
			),
		);
	throw new InputError(
		say(
			'{name}: {usable, plural, one {a single row can be used} other {the # rows have the same prompt, or a few prompts with many answers each}}, so none can be held out. Map a column that differs to the prompt, or only the answer to train on plain text.',
			{ name, usable },
		),
	);
}

export type PreviewRow = Inspection['preview'][number];
export type Inspection = Readonly<Awaited<ReturnType<typeof inspectFile>>>;

export type ImportOptions = Readonly<v.InferOutput<typeof importOptions>>;
export type ImportReport = Readonly<Awaited<ReturnType<typeof importFile>>['report']> & {
	/** With the other imported skills; absent until they are compared. */
	readonly overlaps?: readonly Overlap[];
};
