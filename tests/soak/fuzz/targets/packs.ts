/**
 * Shared files (NAME.skillet.zip), changed in their list, their contents, or their bytes. Hashes of
 * changed contents are made right, so that the readers of the parts see them. What is read is the
 * same after writing.
 */
import { readFileSync } from 'node:fs';
import { toBase64 } from '#engine/core/bytes.ts';
import { packMark } from '#engine/core/gzip.ts';
import { sha256Hex } from '#engine/core/hash.ts';
import type { Json } from '#engine/core/json.ts';
import { zipStored } from '#engine/core/zip.ts';
import type { Example } from '#engine/data/example.ts';
import { createFingerprint } from '#engine/data/fingerprint.ts';
import type { Part } from '#engine/data/skill.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { parseLesson } from '#lab/features/lessons/model/parseLesson.ts';
import { readPack, writePack, type Pack } from '#lab/features/library/model/pack.ts';
import { readSkillFile, writeSkillFile } from '#lab/features/library/model/skillFile.ts';
import { parseSetText } from '#lab/features/questions/model/parseSet.ts';
import { features } from '#lab/features/index.ts';
import { listParts } from '#lab/page/shell/pageParts.ts';
import { readLink } from '#lab/run/link.ts';
import links from '../../../golden/links.json' with { type: 'json' };
import { tinyModelFolder } from '../../../../src/lab/worker/tinyModel.test-support.ts';
import type { PackPart } from '#lab/worker/protocol.ts';
import type { Chance } from '../chance.ts';
import { mutatedSpots } from '../formats/spots.ts';
import { mutatedBytes, mutatedJson, mutatedText } from '../mutate.ts';
import { defineTarget, demand, demandFinite } from '../target.ts';
import { jsonText } from '../values.ts';

const name = 'class.skillet.zip';
const { places } = listParts(features);
const never = new AbortController().signal;
const silent = () => undefined;

interface Entry {
	readonly path: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}
interface Manifest {
	readonly parts: readonly { readonly files: readonly { readonly path: string }[] }[];
}

const rows = Array.from({ length: 12 }, (_, i): readonly [Part, Example] => [
	i % 4 === 0 ? 'heldOut' : 'train',
	{
		messages: [
			{ role: 'user', content: `${i} + 1` },
			{ role: 'assistant', content: `${i + 1}` },
		],
	},
]);

async function skillBytes(): Promise<Uint8Array<ArrayBuffer>> {
	const fingerprint = createFingerprint();
	const counts = { train: 0, validation: 0, heldOut: 0 };
	const ordered = rows.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
	for (const [part, example] of ordered) {
		fingerprint.add(part, example);
		counts[part]++;
	}
	const hash = fingerprint.hex();
	const info = {
		id: `file:${hash.slice(0, 12)}`,
		name: 'Sums',
		role: 'domain',
		source: 'file',
		about: 'Twelve sums.',
		counts,
		scorer: 'exact',
		heldOutIs: 'unseen',
		fingerprint: hash,
		bytes: 400,
	} as const;
	const { blob } = await writeSkillFile({
		info,
		async *read(wanted) {
			yield ordered.filter(([part]) => part === wanted).map(([, example]) => example);
		},
	});
	return new Uint8Array(await blob.arrayBuffer());
}
const order: readonly Part[] = ['train', 'validation', 'heldOut'];

const utf8 = new TextEncoder();
const lesson = utf8.encode(readFileSync('src/lab/features/lessons/lessons/mixing/en.md', 'utf8'));
const set = utf8.encode(
	JSON.stringify({ name: 'Two', questions: [{ id: 'a', prompt: 'Why?', reference: 'So' }] }),
);
const blobOf = (bytes: Uint8Array<ArrayBuffer>) => new Blob([bytes]);
const parts: PackPart[] = [
	{
		kind: 'skill',
		id: 'a'.repeat(64),
		name: 'Sums',
		files: [{ name: 'rows.jsonl', blob: blobOf(await skillBytes()) }],
	},
	{
		kind: 'model',
		id: 'b'.repeat(64),
		name: 'Tiny',
		files: Array.from(tinyModelFolder(), ([file, bytes]) => ({ name: file, blob: blobOf(bytes) })),
	},
	{
		kind: 'questions',
		id: 'c'.repeat(64),
		name: 'Two',
		files: [{ name: 'two.json', blob: blobOf(set) }],
	},
	{
		kind: 'lesson',
		id: 'lesson',
		name: 'First',
		files: [{ name: 'lesson.md', blob: blobOf(lesson) }],
	},
];
const valid = await bytesOf(await writePack({ link: links[0].link, parts }, silent, never));
const { manifest, entries } = await takeApart(valid);

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await blob.arrayBuffer());
}

async function takeApart(bytes: Uint8Array<ArrayBuffer>) {
	const pack = await readPack(new File([bytes], name), silent, never);
	const head = 30 + packMark.length;
	const end = Buffer.from(bytes.buffer).indexOf(Uint8Array.of(0x50, 0x4b, 7, 8), head);
	const list = JSON.parse(new TextDecoder().decode(bytes.subarray(head, end))) as Json & Manifest;
	const contents: Entry[] = [];
	for (const [i, part] of pack.parts.entries())
		for (const [j, { blob }] of part.files.entries())
			contents.push({ path: list.parts[i].files[j].path, bytes: await bytesOf(blob) });
	return { manifest: list, entries: contents };
}

interface PackCase {
	readonly bytes?: Uint8Array<ArrayBuffer>;
	/** Or a list and contents. */
	readonly list?: string;
	readonly entries?: readonly Entry[];
}

function makePack(chance: Chance): PackCase {
	const kind = chance.below(10);
	if (kind === 0) return { bytes: mutatedBytes(valid, chance) };
	if (kind === 1) {
		// The numbers of the records of the zip, which begin with PK.
		const starts = [...valid.keys()].filter((at) => valid[at] === 0x50 && valid[at + 1] === 0x4b);
		const at = chance.one(starts.filter((start) => start + 30 < valid.length));
		const spots = [4, 8, 12, 16, 20].map((by) => ({ at: at + by, bytes: 4 as const }));
		return { bytes: mutatedSpots(valid, spots, chance) };
	}
	if (kind < 5) {
		const text = jsonText(mutatedJson(manifest, chance));
		return { list: chance.is(0.1) ? mutatedText(text, chance) : text, entries };
	}
	const chosen = chance.one(entries);
	const isText = !chosen.path.endsWith('.safetensors');
	const bytes =
		isText && chance.is(0.8)
			? utf8.encode(mutatedText(new TextDecoder().decode(chosen.bytes), chance))
			: mutatedBytes(chosen.bytes, chance);
	const changed = entries.map((entry) => (entry === chosen ? { ...entry, bytes } : entry));
	return { list: JSON.stringify(manifest, rightHashes(changed)), entries: changed };
}

/** For JSON.stringify: lists the sizes and hashes of these contents. */
const rightHashes =
	(contents: readonly Entry[]) =>
	(_key: string, value: unknown): unknown => {
		const found = contents.find(({ path }) => path === (value as { path?: unknown } | null)?.path);
		if (!found) return value;
		const { path, bytes } = found;
		return { path, bytes: bytes.length, sha256: sha256Hex(bytes) };
	};

async function fileOf({ bytes, list = '', entries: contents = [] }: PackCase): Promise<File> {
	if (bytes) return new File([bytes], name);
	const files = contents.map(({ path, bytes: held }) => ({ name: path, blob: blobOf(held) }));
	const zip = await zipStored([{ name: packMark, blob: new Blob([list]) }, ...files]);
	return new File([zip], name);
}

async function open(input: PackCase): Promise<void> {
	const pack = await readPack(await fileOf(input), silent, never);
	const written = new File([await writePack(pack, silent, never)], name);
	const again = await readPack(written, silent, never);
	demand((await content(again)) === (await content(pack)), 'The written file has other parts.');
	if (pack.link !== undefined) demandFinite(readLink(`#${pack.link}`), 'The link');
	for (const part of pack.parts) await openPart(part);
}

const content = async ({ link, parts: read }: Pack): Promise<string> => {
	const described = [];
	for (const { files, ...part } of read) {
		const hashes = [];
		for (const file of files) hashes.push([file.name, sha256Hex(await bytesOf(file.blob))]);
		described.push([part, hashes]);
	}
	return JSON.stringify([link, described]);
};

/** As the page opens the part. */
async function openPart({ kind, files }: PackPart): Promise<void> {
	const [file] = files;
	demand(file !== undefined, 'A part has no files.');
	const text = async () => await file.blob.text();
	if (kind === 'skill')
		await readSkillFile(new File([file.blob], file.name), { append: async () => {} }, never);
	else if (kind === 'questions') demandFinite(parseSetText(await text(), file.name), 'The set');
	else if (kind === 'lesson') {
		const read = parseLesson({ file: file.name, text: await text(), language: 'en', places });
		demand(read.steps.length > 0, 'The lesson has no steps.');
	} else if (kind === 'model') {
		const folder = new Map<string, Uint8Array>();
		for (const held of files) folder.set(held.name, await bytesOf(held.blob));
		const { weights } = readModelFolder(folder);
		demand(
			weights.every((value) => Number.isFinite(value)),
			'A weight is not finite.',
		);
	}
}

/** The page puts the file's name and the part's before the message of a part. */
export const packFiles = defineTarget<PackCase>({
	name: 'packs',
	make: makePack,
	open,
	names: () => true,
	show: ({ bytes, list, entries: contents }) =>
		bytes
			? toBase64(bytes)
			: `${list}\n${(contents ?? [])
					.filter((entry) => !entries.includes(entry))
					.map((entry) => `${entry.path}\n${toBase64(entry.bytes)}`)
					.join('\n')}`,
});
