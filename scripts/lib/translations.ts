/**
 * What languages lack: texts of message files, and English texts of the code (`say`). A missing one
 * is shown in English, so a new policy, feature or error needs no other language.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { readMessages, readSentences } from '#languages/language.ts';
import { languageFolders, readMessageFiles } from './messageTypes.ts';

/** The English texts of all calls of `say` below these folders, with the file of the first. */
export function saidTexts(folders: readonly string[] = ['src']): Map<string, string> {
	const texts = new Map<string, string>();
	const files = folders.flatMap((folder) =>
		readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) =>
			path.join(folder, file),
		),
	);
	for (const file of files.filter((name) => /\.(ts|svelte)$/.test(name)).sort()) {
		// The package speaks English only.
		if (/\.test\.ts$|^src\/package\//.test(file.replaceAll('\\', '/'))) continue;
		const source = readFileSync(file, 'utf8');
		const script = file.endsWith('.svelte')
			? source.replace(/^[^]*?<script[^>]*>|<\/script>[^]*$/g, '')
			: source;
		for (const text of saidIn(script)) if (!texts.has(text)) texts.set(text, file);
	}
	return texts;
}

/** Throws if a text is no literal, because then no language could name it. */
export function saidIn(source: string): string[] {
	if (!source.includes('say(')) return [];
	const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest);
	const found: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && node.expression.getText(file) === 'say') {
			const [text] = node.arguments;
			if (!ts.isStringLiteralLike(text)) throw new Error(`say(${text.getText(file)}): no literal`);
			found.push(text.text);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** The translations of the code's texts in a language's folder. */
export const readTranslations = (language: string): Map<string, string> => {
	const folder = path.join('src/languages', language, 'sentences');
	return readSentences(
		readdirSync(folder).map(
			(name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as object,
		),
	);
};

/** A line for each text that a language lacks, and for each that nothing shows any more. */
export function translationGaps(): string[] {
	const said = saidTexts();
	const english = readMessages(Object.fromEntries(readMessageFiles('en')));
	return languageFolders().flatMap((language) => {
		const messages = readMessages(Object.fromEntries(readMessageFiles(language)));
		const sentences = readTranslations(language);
		const missing = [
			...[...english].filter(([id]) => !messages.has(id)).map(([id, text]) => `${id}: ${text}`),
			...[...said]
				.filter(([text]) => !sentences.has(text))
				.map(([text, file]) => `${file}: ${text}`),
		];
		const unused = [
			...[...messages.keys()].filter((id) => !english.has(id)),
			...[...sentences.keys()].filter((text) => !said.has(text)),
		];
		return [
			...missing.map((text) => `${language} lacks ${text}`),
			...unused.map((text) => `${language} has, unused, ${text}`),
		];
	});
}
