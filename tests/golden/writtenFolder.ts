/**
 * Writes tests/golden/writtenFolder.json: what transformers reads in the folders of
 * writtenFolderCases.ts, and the hashes of the files that it read. With torch and transformers in
 * SKILLET_PYTHON: `npx tsx --tsconfig tsconfig.node.json tests/golden/writtenFolder.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256Hex } from '../../src/engine/core/hash.ts';
import { modelFolders, tokenizerFolders } from './writtenFolderCases.ts';

type Files = ReadonlyMap<string, Uint8Array>;
interface Read {
	readonly transformers: string;
	readonly tokenizers: Readonly<Record<string, { ids: number[][]; chat: number[] }>>;
	readonly models: Readonly<Record<string, { logits: string }>>;
}

const root = mkdtempSync(path.join(tmpdir(), 'skillet-folders-'));
const hashes = new Map<string, Record<string, string>>();
function write(kind: string, name: string, files: Files, others: Record<string, unknown>) {
	const folder = path.join(root, kind, name);
	mkdirSync(folder, { recursive: true });
	for (const [file, bytes] of files) writeFileSync(path.join(folder, file), bytes);
	for (const [file, value] of Object.entries(others))
		writeFileSync(path.join(folder, file), JSON.stringify(value));
	hashes.set(
		`${kind}/${name}`,
		Object.fromEntries(Array.from(files, ([file, bytes]) => [file, sha256Hex(bytes)])),
	);
}

for (const { name, files, texts } of tokenizerFolders)
	write('tokenizers', name, files, { 'texts.json': texts });
for (const { name, tokens, open } of modelFolders)
	write('models', name, (await open()).files, { 'tokens.json': tokens });
const script = path.join(import.meta.dirname, 'writtenFolder.py');
const python = process.env['SKILLET_PYTHON'] ?? 'python3';
const read = JSON.parse(
	execFileSync(python, [script, root], { maxBuffer: 1e8 }).toString(),
) as Read;
rmSync(root, { recursive: true });
const withHashes = <T>(kind: string, all: Readonly<Record<string, T>>) =>
	Object.fromEntries(
		Object.entries(all).map(([name, each]) => [
			name,
			{ files: hashes.get(`${kind}/${name}`), ...each },
		]),
	);
const { transformers, tokenizers, models } = read;
const golden = {
	transformers,
	tokenizers: withHashes('tokenizers', tokenizers),
	models: withHashes('models', models),
};
const file = path.join(import.meta.dirname, 'writtenFolder.json');
writeFileSync(file, `${JSON.stringify(golden)}\n`);
