/**
 * Loads what a trainer needs from the names in an experiment: the model, and the skills, checked by
 * hash and encoded.
 */
import { InputError } from '#core/errors.ts';
import type { EncodedSkill } from '#data/encoded.ts';
import type { SkillSource } from '#data/skill.ts';
import type { LoadedModel } from '#model/folder.ts';
import type { Experiment, SkillRef } from './experiment.ts';
import type { RunWatcher } from './runStatus.ts';

export interface RunSources {
	/** Throws InputError if the lab does not have the model. */
	openModel(ref: Experiment['model'], signal: AbortSignal): Promise<LoadedModel>;
	/** undefined if the lab has no such skill. prepareRun() checks the hash. */
	openSkill(ref: SkillRef): Promise<SkillSource | undefined>;
	encodeSkill(
		source: SkillSource,
		use: SkillRef['use'],
		tokenizer: LoadedModel['tokenizer'],
		context: number,
		signal?: AbortSignal,
	): Promise<EncodedSkill>;
}

export interface PreparedRun {
	readonly model: LoadedModel;
	readonly auxiliary?: LoadedModel;
	readonly skills: readonly EncodedSkill[];
}

/** Throws InputError that lists every missing or different skill with its SHA-256. */
export async function prepareRun(
	{ model: modelRef, auxiliary: auxiliaryRef, skills: refs, batching }: Experiment,
	sources: RunSources,
	report: RunWatcher['progress'],
	signal: AbortSignal,
): Promise<PreparedRun> {
	const opened = await openSkills(refs, sources);
	report({ id: 'model.reading', values: { name: null } }, null);
	const model = await sources.openModel(modelRef, signal);
	checkContext(batching.context, model);
	const auxiliary = auxiliaryRef && (await sources.openModel(auxiliaryRef, signal));
	if (auxiliary) checkAuxiliary(auxiliary, model, batching.context);
	const skills: EncodedSkill[] = [];
	for (const [i, { ref, source }] of opened.entries()) {
		signal.throwIfAborted();
		report({ id: 'skill.reading', values: { name: source.info.name } }, i / opened.length);
		skills.push(
			await sources.encodeSkill(source, ref.use, model.tokenizer, batching.context, signal),
		);
	}
	return { model, skills, ...(auxiliary && { auxiliary }) };
}

/**
 * Positions beyond the model's context are outside its tables. Some backends throw there, others
 * read arbitrary memory.
 */
function checkContext(context: number, { config }: LoadedModel): void {
	if (context > config.context)
		throw new InputError(
			`batching.context: must be at most ${config.context}, the longest that this model reads, ` +
				`not ${context}. Change it under Settings.`,
			{ field: 'batching.context' },
		);
}

/** The auxiliary model reads examples that were encoded for the run's model. */
function checkAuxiliary(auxiliary: LoadedModel, model: LoadedModel, context: number): void {
	const wrong =
		auxiliary.texts.get('tokenizer.json') !== model.texts.get('tokenizer.json')
			? 'has another tokenizer than the model that is trained'
			: auxiliary.config.context < context
				? `reads ${auxiliary.config.context} tokens, and examples have up to ${context}`
				: undefined;
	if (wrong)
		throw new InputError(`auxiliary: this model ${wrong}. Choose another, or leave it out.`, {
			field: 'auxiliary',
		});
}

async function openSkills(refs: readonly SkillRef[], sources: RunSources) {
	const opened: { ref: SkillRef; source: SkillSource }[] = [];
	const missing: SkillRef[] = [];
	for (const ref of refs) {
		const source = await sources.openSkill(ref);
		if (source?.info.fingerprint === ref.sha256) opened.push({ ref, source });
		else missing.push(ref);
	}
	if (missing.length > 0) throw missingSkills(missing);
	return opened;
}

function missingSkills(missing: readonly SkillRef[]): InputError {
	const files = missing.filter(isFile);
	const generated = missing.filter((ref) => !isFile(ref));
	const sentences = [];
	if (files.length > 0)
		sentences.push(
			`The lab does not have ${list(files, (ref) => `“${ref.name}”`)}. ` +
				'Import the same file with the same options, then open the experiment again.',
		);
	if (generated.length > 0) {
		const nameOf = ({ id, version }: SkillRef) => `the skill “${id}” of version ${version}`;
		const skills = list(generated, nameOf);
		sentences.push(
			`This version of the lab makes other examples for ${skills}. ` +
				'Open the experiment in the version that it was made with, or choose the skill again.',
		);
	}
	return new InputError(sentences.join(' '), {
		missing: missing.map(({ id, name, sha256 }) => ({ id, name, sha256 })),
	});
}

const isFile = (ref: SkillRef): boolean => ref.id.startsWith('file:');
const list = (refs: readonly SkillRef[], name: (ref: SkillRef) => string): string =>
	refs.map((ref) => `${name(ref)} (SHA-256 ${ref.sha256})`).join(' and ');
