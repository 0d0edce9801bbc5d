/**
 * Data files: each format and row shape, changed in its rows, its text or its bytes. What is read
 * is the same the second time, after the skill is written, and for a plain reader.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { toBase64 } from '#engine/core/bytes.ts';
import { importFile } from '#lab/features/library/model/importFile.ts';
import { inspectFile } from '#lab/features/library/model/inspectFile.ts';
import { detectFormat, openFile, type FileRow } from '#lab/features/library/model/formats.ts';
import { readSkillFile, writeSkillFile } from '#lab/features/library/model/skillFile.ts';
import type { Example } from '#engine/data/example.ts';
import { parts, type Part, type SkillInfo, type SkillSource } from '#engine/data/skill.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import { canonicalJson, type Json } from '#engine/core/json.ts';
import { englishText } from '#engine/core/message.ts';
import { csvText } from '#engine/core/csv.ts';
import type { Chance } from '../chance.ts';
import { mutatedParquet } from '../formats/parquet.ts';
import { mutatedBytes, mutatedJson, mutatedText } from '../mutate.ts';
import { defineTarget, demand, demandFinite, namesFile, type FuzzTarget } from '../target.ts';
import { jsonText } from '../values.ts';

type Row = { readonly [field: string]: Json };
const shapes: readonly ((i: number) => Row)[] = [
	(i) => ({ prompt: `What is ${i} + ${i}?`, completion: `${2 * i}` }),
	(i) => ({ instruction: `Double ${i}.`, input: i % 2 ? `n${i}` : '', output: `${2 * i}` }),
	(i) => ({ question: `Who is ${i}?`, answer: `Number ${i}` }),
	(i) => ({ text: `Paragraph ${i}. It has two sentences.` }),
	(i) => ({
		messages: [
			{ role: 'system', content: 'Be short.' },
			{ role: 'user', content: [{ type: 'text', text: `Say ${i}` }] },
			{ role: 'assistant', content: `${i}` },
		],
	}),
	(i) => ({
		conversations: [
			{ from: 'human', value: `Say ${i}` },
			{ from: 'gpt', value: `${i}` },
		],
	}),
	(i) => ({ instruction: `Task ${i}`, instances: [{ input: `a${i}`, output: 'b' }] }),
	(i) => ({ meta: { id: i, tags: ['x', ['y']] }, data: { in: `p${i}`, out: [`a${i}`, 'z'] } }),
];

interface DataFile {
	readonly name: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** For rows without a recognised shape. */
	readonly columns: number;
	readonly maskPrivate: boolean;
}

function makeFile(chance: Chance): DataFile {
	const shape = chance.one(shapes);
	const rows: Json = Array.from({ length: chance.between(2, 24) }, (_, i) => shape(i));
	const changed = chance.is(0.6) ? mutatedJson(rows, chance) : rows;
	const kind = chance.one(['jsonl', 'json', 'csv', 'tsv', 'txt'] as const);
	const text = chance.is(0.5)
		? mutatedText(makeText(kind, changed, chance), chance)
		: makeText(kind, changed, chance);
	const encoded = chance.is(0.05)
		? Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'))
		: new TextEncoder().encode(text);
	const ending = chance.is(0.9) ? kind : chance.one(['csv', 'json', 'data', '']);
	return {
		name: `rows.${ending}`,
		bytes: chance.is(0.25) ? mutatedBytes(encoded, chance) : encoded,
		columns: chance.below(4),
		maskPrivate: chance.is(0.3),
	};
}

function makeText(
	kind: 'jsonl' | 'json' | 'csv' | 'tsv' | 'txt',
	rows: Json,
	chance: Chance,
): string {
	const list: readonly Json[] = Array.isArray(rows) ? (rows as readonly Json[]) : [rows];
	if (kind === 'json') return jsonText(rows, chance.is(0.3) ? '\t' : undefined);
	if (kind === 'jsonl') return list.map((row) => `${jsonText(row)}\n`).join('');
	if (kind === 'txt') return list.map((row) => `${jsonText(row)}\n\n`).join('');
	const objects = list.map((row) => (row !== null && typeof row === 'object' ? row : { row }));
	const header = [...new Set(objects.flatMap((row) => Object.keys(row)))];
	const cells = objects.map((row) =>
		header.map((name) => {
			const held = (row as Row)[name];
			return typeof held === 'string' ? held : jsonText(held ?? null);
		}),
	);
	const text = csvText(header, cells);
	return kind === 'csv' ? text : text.replaceAll(',', '\t');
}

async function open({ name, bytes, columns, maskPrivate }: DataFile): Promise<readonly FileRow[]> {
	const file = new File([bytes], name);
	const rows = await readRows(file);
	demand(same(rows, await readRows(file)), 'The second reading has other rows.');
	const inspection = await inspectFile(file);
	demandFinite(inspection, 'The inspection');
	const paths = inspection.columns.map(({ path }) => path);
	const mapping: RowMapping = inspection.mapping ?? {
		kind: 'columns',
		prompt: paths.slice(1, 1 + columns),
		answer: paths.slice(0, 1),
	};
	const stored: (readonly [Part, Example])[] = [];
	const { info, report } = await importFile({
		file,
		mapping,
		options: { name: 'Rows', role: 'domain', heldOutShare: 0.1, seed: 1, maskPrivate },
		sink: {
			append: async (part, examples) => {
				for (const example of examples) stored.push([part, example]);
			},
		},
	});
	await compareWritten(info, stored);
	demandFinite([info, { ...report, rejectedFile: null }], 'The report');
	const { train, validation, heldOut } = info.counts;
	demand(train + validation + heldOut === stored.length, 'The counts are not those of the rows.');
	demand(train > 0 && heldOut > 0, 'A part is empty.');
	for (const [, { messages }] of stored)
		demand(
			messages.length > 0 && messages.every(({ content }) => typeof content === 'string'),
			'A stored message has no text.',
		);
	for (const { line, reason } of report.rejected)
		demand(
			Number.isSafeInteger(line) && line >= 1 && /\.$/.test(englishText(reason)),
			`A rejected row has line ${line} and the reason “${englishText(reason)}”.`,
		);
	return rows;
}

/** Whatever the order of fields. */
const same = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b);
const sorted = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)) as Json);

async function readRows(file: File): Promise<readonly FileRow[]> {
	const opened = await openFile(file);
	const rows: FileRow[] = [];
	for await (const batch of detectFormat(opened).read(opened)) rows.push(...batch);
	return rows;
}

/** The file of the skill gives its rows and its hash back. */
async function compareWritten(
	info: SkillInfo,
	stored: readonly (readonly [Part, Example])[],
): Promise<void> {
	const source: SkillSource = {
		info,
		async *read(wanted) {
			yield stored.filter(([part]) => part === wanted).map(([, example]) => example);
		},
	};
	const { name, blob } = await writeSkillFile(source);
	const again: (readonly [Part, Example])[] = [];
	const writer = {
		append: async (part: Part, examples: readonly Example[]) => {
			for (const example of examples) again.push([part, example]);
		},
	};
	const read = await readSkillFile(new File([blob], name), writer, new AbortController().signal);
	demand(same(read, info), 'The written skill has another description.');
	const byPart = (list: typeof again) =>
		parts.map((part) => list.filter(([place]) => place === part));
	demand(same(byPart(again), byPart([...stored])), 'The written skill has other rows.');
}

/** Numbers, tools and arguments that the lab keeps as text have tests of their own. */
const keptAsText = /[\d.]{16}|\d[eE][+-]?\d|\d\.0|"(?:tools|arguments|\d+)"\s*:/;

/** JSON lines are what JSON.parse reads; tables are what a plain reader of RFC 4180 reads. */
async function openText(file: DataFile): Promise<void> {
	const rows = await open(file);
	const text = plainText(file.bytes);
	if (text === null) return;
	const { id } = detectFormat(await openFile(new File([file.bytes], file.name)));
	const good = rows.filter((row) => 'value' in row);
	if (id === 'jsonl')
		for (const { raw, value } of good)
			demand(
				keptAsText.test(raw) || same(value, JSON.parse(raw)),
				`The line ${raw.slice(0, 80)} has another value.`,
			);
	if (id !== 'csv' && id !== 'tsv') return;
	const expected = [',', ';', '|', '\t'].flatMap((delimiter) => {
		const table = readTable(text, delimiter);
		return table ? [JSON.stringify(table)] : [];
	});
	const isWhole = good.length === rows.length && /^[^\r]*$/.test(text) && !/^"?sep=/i.test(text);
	const cells = good.map(({ value }) => Object.values(value as Row));
	demand(
		expected.length === 0 || !isWhole || expected.includes(JSON.stringify(cells)),
		'A plain reader of tables has other cells.',
	);
}

/** null: not UTF-8. */
function plainText(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** The rows behind the header; null: not a table of RFC 4180 with rows of one length. */
function readTable(text: string, delimiter: string): readonly (readonly string[])[] | null {
	const field = /"((?:[^"]|"")*)"|([^"\n]*)/y;
	const rows: string[][] = [[]];
	for (let at = 0; at <= text.length;) {
		let value: string;
		if (text[at] === '"') {
			field.lastIndex = at;
			const found = field.exec(text);
			if (!found || found[0].length === 0) return null;
			value = found[1].replaceAll('""', '"');
			at += found[0].length;
		} else {
			const end = nextEnd(text, at, delimiter);
			value = text.slice(at, end);
			if (value.includes('"')) return null;
			at = end;
		}
		rows.at(-1)?.push(value);
		if (at === text.length) break;
		if (text[at] === '\n') rows.push([]);
		else if (text[at] !== delimiter) return null;
		at++;
	}
	const full = rows.filter((row) => row.length > 1 || row[0] !== '');
	const [header, ...others] = full;
	if (!header || header.length < 2 || others.some((row) => row.length !== header.length))
		return null;
	return others;
}

const nextEnd = (text: string, from: number, delimiter: string): number => {
	const ends = [text.indexOf(delimiter, from), text.indexOf('\n', from)].filter((at) => at >= 0);
	return Math.min(text.length, ...ends);
};

const parquetFolder = new URL('../../../golden/parquet/', import.meta.url);
const parquetFiles = readdirSync(parquetFolder)
	.filter((name) => name.endsWith('.parquet'))
	.map((name) => new Uint8Array(readFileSync(new URL(name, parquetFolder))));

function makeParquet(chance: Chance): DataFile {
	const whole = chance.one(parquetFiles);
	const bytes = chance.is(0.25) ? mutatedBytes(whole, chance) : mutatedParquet(whole, chance);
	return {
		name: 'rows.parquet',
		bytes: chance.is(0.02) ? whole : bytes,
		columns: chance.below(4),
		maskPrivate: false,
	};
}

const names: FuzzTarget<DataFile>['names'] = ({ name }, error) =>
	namesFile(name, error) || error.message.startsWith('mapping.');

export const parquetTarget = defineTarget<DataFile>({
	name: 'parquet',
	make: makeParquet,
	async open(file) {
		const rows = (await open(file)).flatMap((row) => ('value' in row ? [row.value] : []));
		return { file: toBase64(file.bytes), rows };
	},
	names,
	show: ({ name, bytes }) => `${name}\n${toBase64(bytes)}`,
	reference: { script: 'parquet_files.py', packages: ['pyarrow'] },
});
export const dataFiles = defineTarget<DataFile>({
	name: 'data',
	make: makeFile,
	open: openText,
	names,
	show: ({ name, bytes }) => `${name}\n${new TextDecoder().decode(bytes)}`,
});
