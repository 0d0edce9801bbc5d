/** Files that were dropped, picked or pasted: data files, or a folder with a model. */

/** Files with weights are a model, not rows. Those that the lab cannot open are named then. */
export const isModelFolder = (files: readonly File[]): boolean =>
	files.some(({ name }) => /\.(safetensors|gguf)$/.test(name)) ||
	(files.some(({ name }) => name === 'config.json') &&
		files.some(({ name }) => /\.(bin|pt|pth|onnx|h5)$/.test(name)));

/** Pasted text has no name yet. */
export const named = async (file: File, name: string): Promise<File> =>
	file.name === '' ? pastedFile(await file.text(), name) : file;

/** Pasted text as a file. Its content decides its format; the suffix is a hint. */
export function pastedFile(text: string, name: string): File {
	const suffix = suffixes.find(([start]) => start.test(text.trimStart()))?.[1] ?? 'txt';
	return new File([text], `${name}.${suffix}`);
}
const suffixes = [
	[/^\[/, 'json'],
	[/^\{/, 'jsonl'],
	[/^[^\n]*\t/, 'tsv'],
] as const;
