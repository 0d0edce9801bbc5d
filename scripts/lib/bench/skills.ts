/** The user's skill files and model folder. The page imports them. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { JSHandle, Page } from 'playwright';
import { fieldError, InputError } from '#engine/core/errors.ts';
import { asMessage, englishText } from '#engine/core/message.ts';
import { compilePattern } from '#engine/core/safePattern.ts';
import type { RowMapping } from '#engine/data/importRecipe.ts';
import type { ImportOptions, ImportReport } from '#lab/features/library/model/importFile.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { ownName } from '#lab/study/ownSkills.ts';
import type { OwnSkill } from '#lab/study/study.ts';
import type { Experiment, ModelRef } from '#lab/run/experiment.ts';
import { modelFilesIn } from '../filesIn.ts';
import { counted } from '../output.ts';
import { plainError } from './pageError.ts';

/** A report without the file of all rejected rows, which stays in the browser. */
type ImportSummary = Omit<ImportReport, 'rejectedFile' | 'fields'>;

export interface SkillFile {
	/** Absolute path. */
	readonly path: string;
	readonly use: OwnSkill['use'];
	/** null: the lab recognises the shape. */
	readonly mapping: RowMapping | null;
	readonly options: ImportOptions;
}

/** `field`: of the entry, for errors. Throws InputError if the file is missing. */
export function skillFile(entry: OwnSkill, folder: string, field: string): SkillFile {
	const { file, use, mapping, heldOutShare = 0.1, seed = 0 } = entry;
	const found = path.resolve(folder, file);
	const stats = statSync(found, { throwIfNoEntry: false });
	if (!stats) throw fieldError(field, asMessage(`there is no file ${found}. Correct the path.`));
	if (stats.isDirectory())
		throw fieldError(field, asMessage(`${found} is a folder. Name the files in it.`));
	const options: ImportOptions = {
		name: ownName(entry),
		heldOutShare,
		seed,
		role: use === 'watch' ? 'general' : 'domain',
		maskPrivate: false,
	};
	return { path: found, use, mapping: mapping ?? null, options };
}

/**
 * Expands `*` and `?` in the last part of `--skills`, as a shell does: not to hidden files. Throws
 * InputError without a match.
 */
export function skillFiles(pattern: string): SkillFile[] {
	const { dir, base } = path.parse(pattern);
	const folder = dir === '' ? '.' : dir;
	const isPattern = /[*?]/.test(base);
	const escaped = base.replace(/[.+^${}()|[\]\\]/g, '\\$&');
	const like = compilePattern(escaped.replaceAll('*', '.*').replaceAll('?', '.'));
	const isNamed = (name: string) =>
		like.matches(name) && (base.startsWith('.') || !name.startsWith('.'));
	const names = isPattern && existsSync(folder) ? readdirSync(folder).filter(isNamed) : [base];
	if (names.length === 0 || (isPattern && !existsSync(folder)))
		throw new InputError(
			asMessage(`--skills: no file matches ${pattern}. Correct the pattern or its quotes.`),
		);
	return names.sort().map((file) => skillFile({ file, use: 'train' }, folder, '--skills'));
}

/**
 * Imports the files in this browser and returns their skills in the same order. `log` gets a line
 * per file. Throws InputError with the file's name, also if a file differs from the `expected`
 * import.
 */
export async function importSkills(
	page: Page,
	files: readonly SkillFile[],
	{ expected, log }: { expected?: readonly SkillInfo[]; log?: (line: string) => void },
): Promise<SkillInfo[]> {
	const imported: SkillInfo[] = [];
	for (const file of files) {
		const { info, report } = await importSkill(page, file);
		log?.(importLine(report));
		if (expected && !expected.some(({ fingerprint }) => fingerprint === info.fingerprint))
			throw new InputError(
				asMessage(`${file.path}: the file has changed since this call began. Start again.`),
				{ file: file.path },
			);
		const twin = imported.findIndex(({ id }) => id === info.id);
		if (twin >= 0)
			throw new InputError(
				asMessage(
					`${file.path}: it has the same examples as ${files[twin].path}. Name only ` +
						`one of them.`,
				),
				{ file: file.path },
			);
		imported.push(info);
	}
	return imported;
}

const unreadText = ({ paths, rows }: ImportSummary['unread'][number]) =>
	`${paths.join(', ')} (in ${counted(rows, 'row')})`;

/** The parts of a skill, the rows that were left out, and the columns that were not read. */
export function importLine({
	name,
	imported,
	rows,
	rejected,
	rejectedCount,
	duplicates,
	overlap,
	unread,
	decisions,
	measure,
	answers,
}: ImportSummary): string {
	const { train, validation, heldOut } = imported;
	const reason = rejected[0] && ` (line ${rejected[0].line}: ${englishText(rejected[0].reason)})`;
	const leftOut = [
		rejectedCount > 0 && `${rejectedCount} rejected${reason}`,
		duplicates > 0 && counted(duplicates, 'duplicate'),
		overlap > 0 && `${overlap} with the prompt of a held-out or validation row`,
	].filter(Boolean);
	const share = answers.shares[measure.kind];
	const suited = share === undefined ? '' : ` (suits ${Math.floor(100 * share)} % of the answers)`;
	const parts = `${train} training, ${validation} validation and ${heldOut} held-out examples`;
	const sentences = [
		parts,
		leftOut.length > 0 && `Left out of ${counted(rows, 'row')}: ${leftOut.join(', ')}`,
		`Measured by: ${measure.kind}${suited}`,
		...decisions.map(({ kind, column }) => `Column ${column}: ${kind}`),
		unread.length > 0 && `Not read: ${unread.map(unreadText).join('; ')}`,
	].filter(Boolean);
	return `${name}: ${sentences.join('. ')}.`;
}

/** A file input passes files of any size to the page, also in a remote browser. */
async function withInput<T>(
	page: Page,
	files: readonly string[],
	use: (input: JSHandle<HTMLInputElement>) => Promise<T>,
): Promise<T> {
	const input = await page.evaluateHandle(() => {
		const made = document.createElement('input');
		made.type = 'file';
		made.multiple = true;
		made.hidden = true;
		return document.body.appendChild(made);
	});
	try {
		await input.setInputFiles([...files]);
		return await use(input);
	} finally {
		await input.evaluate((made) => made.remove()).catch(() => {});
	}
}

/** Imports the model in this browser under its folder's name. Throws InputError that has it. */
export async function importModel(page: Page, folder: string): Promise<ModelRef> {
	try {
		const files = modelFilesIn(folder);
		return await withInput(page, [...files.values()], (input) =>
			page.evaluate(
				async ({ input, name, names }) => {
					const { client } = window.skillet!;
					// The files of an input element have no folders in their names.
					const files = [...input.files!].map((file, i) => new File([file], names[i]));
					const { id, sha256 } = await client['model.import']({ files, name });
					return { id, sha256 };
				},
				{ input, name: path.basename(path.resolve(folder)), names: [...files.keys()] },
			),
		);
	} catch (error) {
		throw new InputError(asMessage(`${folder}: ${plainError(error)}`), { file: folder });
	}
}

async function importSkill(
	page: Page,
	{ path: file, mapping, options }: SkillFile,
): Promise<{ info: SkillInfo; report: ImportSummary }> {
	try {
		const found = await withInput(page, [file], (input) =>
			page.evaluate(
				async ({ input, mapping, options }) => {
					const { client } = window.skillet!;
					const file = input.files![0];
					const importId = crypto.randomUUID();
					const request = { importId, file, ...(mapping && { mapping }) };
					const inspection = await client['import.inspect'](request);
					if (!inspection.mapping) return { columns: inspection.columns.map(({ path }) => path) };
					const { rejectedFile, ...report } = await client['import.start']({
						importId,
						file,
						mapping: inspection.mapping,
						options,
					});
					const skills = await client['skill.list']();
					return { info: skills.find(({ id }) => id === report.skillId)!, report };
				},
				{ input, mapping, options },
			),
		);
		if (found.info) return found;
		throw new InputError(
			asMessage(
				`${file}: its rows have no known shape; the columns are ` +
					`${found.columns.join(', ')}. Choose columns in the study file: { "file": …, ` +
					`"mapping": { "kind": "columns", "prompt": ["…"], "answer": ["…"] } }.`,
			),
			{ file },
		);
	} catch (error) {
		if (error instanceof InputError) throw error;
		throw new InputError(asMessage(`${plainError(error)}`), { file });
	}
}

/** Throws InputError if the experiment needs a file that is missing. */
export function demandFiles({ skills }: Experiment, infos: readonly SkillInfo[]): void {
	const missing = skills.find(
		({ id }) => id.startsWith('file:') && !infos.some((info) => info.id === id),
	);
	if (missing)
		throw new InputError(
			asMessage(
				`The experiment needs the file of the skill "${missing.name}" (SHA-256 ` +
					`${missing.sha256.slice(0, 12)}…). Name that file with --skills.`,
			),
			{ skill: missing.id },
		);
}
