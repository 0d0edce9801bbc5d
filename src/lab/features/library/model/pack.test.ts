/** A file with parts of a lab: read back equal, and cut or altered at any place by name. */
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isPackFile } from '#engine/core/gzip.ts';
import { failure } from '../../../../../tests/support/failure.ts';
import { readPack, writePack, type Pack } from './pack.ts';

const never = new AbortController().signal;
const silent = () => undefined;
const file = (name: string, parts: BlobPart[]) => ({ name, blob: new Blob(parts) });
const pack: Pack = {
	link: '3.abc',
	parts: [
		// Content with the marks of a zip's own records.
		{
			kind: 'skill',
			id: 'a',
			name: 'Chess ♞',
			files: [file('rows.jsonl', ['PK\u0007\bPK\u0001\u0002 rows'])],
		},
		{
			kind: 'model',
			id: 'b',
			name: 'Tiny',
			files: [
				file('config.json', ['{}']),
				file('empty', []),
				file('model.safetensors', [new Uint8Array(70_000)]),
			],
		},
	],
};
const written = async () => new File([await writePack(pack, silent, never)], 'lab.zip');
const bytesOf = async (file: Blob) => new Uint8Array(await file.arrayBuffer());
const reading = (content: BlobPart) => readPack(new File([content], 'lab.zip'), silent, never);

describe('a file with parts of a lab', () => {
	it('gives back every part, and opens in any unzip', async () => {
		const file = await written();
		expect(await isPackFile(file)).toBe(true);
		expect(await isPackFile(new File(['PK'], 'x.zip'))).toBe(false);
		const read = await readPack(file, silent, never);
		expect(read.link).toBe('3.abc');
		for (const [i, { files, ...part }] of read.parts.entries()) {
			const { files: before, ...rest } = pack.parts[i];
			expect(part).toEqual(rest);
			for (const [j, content] of files.entries()) {
				expect(content.name).toBe(before[j].name);
				expect(await bytesOf(content.blob)).toEqual(await bytesOf(before[j].blob));
			}
		}
		expect(Object.keys(unzipSync(await bytesOf(file)))).toEqual([
			'skillet.json',
			'skill-0/rows.jsonl',
			'model-1/config.json',
			'model-1/empty',
			'model-1/model.safetensors',
		]);
	});

	it('names the entry at which it was cut off', async () => {
		const file = await written();
		const text = new TextDecoder('latin1').decode(await bytesOf(file));
		const cuts = [
			[40, 'skillet.json'],
			[text.indexOf('PK\u0007\bPK\u0001') + 5, 'skill-0/rows.jsonl'],
			[file.size - 5000, 'model-1/model.safetensors'],
		] as const;
		for (const [at, entry] of cuts)
			await expect(reading(file.slice(0, at))).rejects.toThrow(
				failure(
					'{file}: {problem, select, cut {it was cut off: “{entry}” is incomplete} repacked {another program has packed it again} other {“{entry}” was altered}}. Nothing of it was stored. Ask for the file once more.',
					{ file: 'lab.zip', entry, problem: 'cut' },
				),
			);
	});

	it('names the entry that was altered', async () => {
		const bytes = await bytesOf(await written());
		bytes[bytes.length - 10_000] ^= 1;
		await expect(reading(bytes)).rejects.toThrow(
			failure(
				'{file}: {problem, select, cut {it was cut off: “{entry}” is incomplete} repacked {another program has packed it again} other {“{entry}” was altered}}. Nothing of it was stored. Ask for the file once more.',
				{ file: 'lab.zip', entry: 'model-1/model.safetensors', problem: 'altered' },
			),
		);
	});

	it('refuses a manifest with a wrong field, by name', async () => {
		const text = new TextDecoder('latin1').decode(await bytesOf(await written()));
		const changed = text.replace('"kind":"skill"', '"kind":"Virus"');
		const bytes = Uint8Array.from(changed, (c) => c.charCodeAt(0));
		await expect(reading(bytes)).rejects.toMatchObject({
			data: { field: 'lab.zip: skillet.json.parts[0].kind' },
		});
		const escape = text.replace('"path":"skill-0/rows.jsonl"', '"path":"../../0/rows.jsonl"');
		await expect(reading(Uint8Array.from(escape, (c) => c.charCodeAt(0)))).rejects.toMatchObject({
			data: { field: 'lab.zip: skillet.json.parts[0].files[0].path' },
		});
		const other = text.replace('"format":"skillet-lab"', '"format":"skillet-run"');
		await expect(reading(Uint8Array.from(other, (c) => c.charCodeAt(0)))).rejects.toThrow(
			failure('one of {options}', { options: 'skillet-lab' }),
		);
	});

	it.each([0, 6] as const)('that was packed again is named, at level %s', async (level) => {
		const entries = unzipSync(await bytesOf(await written()));
		await expect(reading(zipSync(entries, { level }))).rejects.toThrow(
			failure(
				'{file}: {problem, select, cut {it was cut off: “{entry}” is incomplete} repacked {another program has packed it again} other {“{entry}” was altered}}. Nothing of it was stored. Ask for the file once more.',
				{ file: 'lab.zip', problem: 'repacked' },
			),
		);
	});
});
