/** The user's skill files, from a study file or `--skills`. The page imports them. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import * as v from 'valibot';
import { InputError } from '#core/errors.ts';
import type { ImportOptions, RowMapping } from '#data/importing.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { Experiment, SkillRef } from '#lab/run/experiment.ts';
import { plainError } from './pageError.ts';

export interface SkillFile {
	/** Absolute path. */
	readonly path: string;
	readonly use: SkillRef['use'];
	/** null: the lab recognises the shape. */
	readonly mapping: RowMapping | null;
	readonly options: ImportOptions;
}

const text = v.pipe(v.string(), v.minLength(1));
/** An entry of a study file's `skills`. */
export const skillEntry = v.strictObject({
	file: text,
	use: v.exactOptional(v.picklist(['train', 'watch']), 'train'),
	name: v.exactOptional(text),
	mapping: v.exactOptional(
		v.variant('kind', [
			v.strictObject({ kind: v.literal('shape'), shape: text }),
			v.strictObject({
				kind: v.literal('columns'),
				prompt: v.array(text),
				answer: v.pipe(v.array(text), v.minLength(1)),
			}),
		]),
	),
	heldOutShare: v.exactOptional(v.pipe(v.number(), v.gtValue(0), v.ltValue(1)), 0.1),
	seed: v.exactOptional(v.pipe(v.number(), v.safeInteger()), 0),
});

/** `where`: the study file and its field, for errors. Throws InputError if the file is missing. */
export function skillFile(
	entry: v.InferOutput<typeof skillEntry>,
	folder: string,
	where: string,
): SkillFile {
	const { file, use, name, mapping, heldOutShare, seed } = entry;
	const found = path.resolve(folder, file);
	if (!existsSync(found))
		throw new InputError(`${where}: there is no file ${found}. Correct the path.`, { file });
	const options: ImportOptions = {
		name: name ?? path.basename(file).replace(/\.[^.]*$/, ''),
		heldOutShare,
		seed,
		role: use === 'watch' ? 'general' : 'domain',
		maskPrivate: false,
	};
	return { path: found, use, mapping: mapping ?? null, options };
}

/** Expands `*` and `?` in the last part of `--skills`. Throws InputError without a match. */
export function skillFiles(pattern: string): SkillFile[] {
	const { dir, base } = path.parse(pattern);
	const folder = dir === '' ? '.' : dir;
	const isPattern = /[*?]/.test(base);
	const escaped = base.replace(/[.+^${}()|[\]\\]/g, '\\$&');
	const like = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
	const names =
		isPattern && existsSync(folder) ? readdirSync(folder).filter((n) => like.test(n)) : [base];
	if (names.length === 0 || (isPattern && !existsSync(folder)))
		throw new InputError(
			`--skills: no file matches ${pattern}. Correct the pattern or its quotes.`,
		);
	return names.sort().map((file) => skillFile(v.parse(skillEntry, { file }), folder, '--skills'));
}

/**
 * Imports the files in this browser and returns their skills in the same order.
 * Throws InputError with the file's name, also if a file differs from the `expected` import.
 */
export async function importSkills(
	page: Page,
	files: readonly SkillFile[],
	expected?: readonly SkillInfo[],
): Promise<SkillInfo[]> {
	const imported: SkillInfo[] = [];
	for (const file of files) {
		const info = await importSkill(page, file);
		if (expected && !expected.some(({ fingerprint }) => fingerprint === info.fingerprint))
			throw new InputError(
				`${file.path}: the file has changed since this call began. Start again.`,
				{
					file: file.path,
				},
			);
		const twin = imported.findIndex(({ id }) => id === info.id);
		if (twin >= 0)
			throw new InputError(
				`${file.path}: it has the same examples as ${files[twin].path}. Name only one of them.`,
				{ file: file.path },
			);
		imported.push(info);
	}
	return imported;
}

/** A file input passes a file of any size to the page, also in a remote browser. */
async function importSkill(
	page: Page,
	{ path: file, mapping, options }: SkillFile,
): Promise<SkillInfo> {
	const input = await page.evaluateHandle(() => {
		const made = document.createElement('input');
		made.type = 'file';
		made.hidden = true;
		return document.body.appendChild(made);
	});
	try {
		await input.setInputFiles(file);
		const found = await page.evaluate(
			async ({ input, mapping, options }) => {
				const { client } = window.skillet!;
				const file = input.files![0];
				const inspection = await client['import.inspect']({ file, ...(mapping && { mapping }) });
				if (!inspection.mapping) return { columns: inspection.columns.map(({ path }) => path) };
				const { skillId } = await client['import.start']({
					importId: crypto.randomUUID(),
					file,
					mapping: inspection.mapping,
					options,
				});
				const skills = await client['skill.list']();
				return { info: skills.find(({ id }) => id === skillId)! };
			},
			{ input, mapping, options },
		);
		if (found.info) return found.info;
		throw new InputError(
			`${file}: its rows have no known shape; the columns are ${found.columns.join(', ')}. ` +
				'Choose columns in the study file: ' +
				'{ "file": …, "mapping": { "kind": "columns", "prompt": ["…"], "answer": ["…"] } }.',
			{ file },
		);
	} catch (error) {
		if (error instanceof InputError) throw error;
		throw new InputError(plainError(error), { file });
	} finally {
		await input.evaluate((made) => made.remove()).catch(() => {});
	}
}

/**
 * Adds the imported skills to the experiment. Without `builtin` they replace the built-in skills.
 * Throws InputError if the experiment needs a file that is missing.
 */
export function withOwnSkills(
	experiment: Experiment,
	files: readonly SkillFile[],
	infos: readonly SkillInfo[],
	{ builtin }: { readonly builtin: boolean },
): Experiment {
	const missing = experiment.skills.find(
		({ id }) => id.startsWith('file:') && !infos.some((info) => info.id === id),
	);
	if (missing)
		throw new InputError(
			`The experiment needs the file of the skill "${missing.name}" ` +
				`(SHA-256 ${missing.sha256.slice(0, 12)}…). Name that file with --skills.`,
			{ skill: missing.id },
		);
	const kept = experiment.skills.filter(({ id }) => builtin || id.startsWith('file:'));
	const added = infos.flatMap((info, i): SkillRef[] =>
		kept.some(({ id }) => id === info.id)
			? []
			: [
					{
						id: info.id,
						name: info.name,
						version: 0,
						sha256: info.fingerprint,
						use: files[i].use,
						...(info.recipe && { recipe: info.recipe }),
					},
				],
	);
	return { ...experiment, skills: [...kept, ...added] };
}
