/** Data files: each format and row shape, changed in its rows, its text or its bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { joinBytes, toBase64 } from '#engine/core/bytes.ts';
import { importFile } from '#lab/features/library/model/importFile.ts';
import { inspectFile } from '#lab/features/library/model/inspectFile.ts';
import type { Example } from '#engine/data/example.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import type { Json } from '#engine/core/json.ts';
import { englishText } from '#engine/core/message.ts';
import { csvText } from '#engine/core/table.ts';
import type { Chance } from '../chance.ts';
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

async function open({ name, bytes, columns, maskPrivate }: DataFile): Promise<void> {
	const file = new File([bytes], name);
	const inspection = await inspectFile(file);
	demandFinite(inspection, 'The inspection');
	const paths = inspection.columns.map(({ path }) => path);
	const mapping: RowMapping = inspection.mapping ?? {
		kind: 'columns',
		prompt: paths.slice(1, 1 + columns),
		answer: paths.slice(0, 1),
	};
	const stored: Example[] = [];
	const { info, report } = await importFile({
		file,
		mapping,
		options: { name: 'Rows', role: 'domain', heldOutShare: 0.1, seed: 1, maskPrivate },
		sink: {
			append: async (_part, examples) => {
				for (const example of examples) stored.push(example);
			},
		},
	});
	demandFinite([info, { ...report, rejectedFile: null }], 'The report');
	const { train, validation, heldOut } = info.counts;
	demand(train + validation + heldOut === stored.length, 'The counts are not those of the rows.');
	demand(train > 0 && heldOut > 0, 'A part is empty.');
	for (const { messages } of stored)
		demand(
			messages.length > 0 && messages.every(({ content }) => typeof content === 'string'),
			'A stored message has no text.',
		);
	for (const { line, reason } of report.rejected)
		demand(
			Number.isSafeInteger(line) && line >= 1 && /\.$/.test(englishText(reason)),
			`A rejected row has line ${line} and the reason “${englishText(reason)}”.`,
		);
}

const parquetFolder = new URL('../../../golden/parquet/', import.meta.url);
const parquetFiles = readdirSync(parquetFolder)
	.filter((name) => name.endsWith('.parquet'))
	.map((name) => new Uint8Array(readFileSync(new URL(name, parquetFolder))));

/** The footer, which describes the columns, is at the end: it gets half of the changes. */
function makeParquet(chance: Chance): DataFile {
	const whole = chance.one(parquetFiles);
	const split = chance.is(0.5) ? Math.max(0, whole.length - 1000) : 0;
	const changed = chance.is(0.95) ? mutatedBytes(whole.subarray(split), chance) : whole;
	return {
		name: 'rows.parquet',
		bytes: joinBytes([whole.subarray(0, chance.is(0.95) ? split : 0), changed]),
		columns: chance.below(4),
		maskPrivate: false,
	};
}

const names: FuzzTarget<DataFile>['names'] = ({ name }, error) =>
	namesFile(name, error) || error.message.startsWith('mapping.');

export const parquetTarget = defineTarget<DataFile>({
	name: 'parquet',
	make: makeParquet,
	open,
	names,
	show: ({ name, bytes }) => `${name}\n${toBase64(bytes)}`,
});
export const dataFiles = defineTarget<DataFile>({
	name: 'data',
	make: makeFile,
	open,
	names,
	show: ({ name, bytes }) => `${name}\n${new TextDecoder().decode(bytes)}`,
});
