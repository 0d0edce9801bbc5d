/** Stores the parts of a shared file that this lab lacks, then opens its link. */
import { wrong } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import type { PackPart } from '../model/pack.ts';
import { libraryWords } from '../words.ts';
import type { ModelShelf } from './ModelShelf.svelte.ts';

/** The parts of the library that store a shared file. */
interface Library {
	readonly lab: Pick<LabState, 'client' | 'info' | 'refresh' | 'refreshRuns' | 'openLink'> & {
		readonly notices: Pick<LabState['notices'], 'say' | 'fail'>;
	};
	readonly models: Pick<ModelShelf, 'put'>;
}

/** Data and models first: runs and the link need them. */
const order = ['skill', 'model', 'artefact', 'questions', 'run', 'lesson'];

/** Returns the lessons in it. A part that fails is named, and the others are stored. */
export async function openPack(library: Library, file: File): Promise<readonly File[]> {
	const text = libraryWords.pack;
	const { lab } = library;
	try {
		const { link, parts } = await lab.client['pack.read']({ file });
		const count = { stored: 0, here: 0 };
		const sorted = parts.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
		for (const part of sorted.filter(({ kind }) => kind !== 'lesson'))
			try {
				count[(await store(library, part)) ? 'stored' : 'here']++;
			} catch (error) {
				const problem = new Error(`${file.name}, ${part.name}: ${errorText(error)}`);
				lab.notices.fail(text.cannotStore, problem);
			}
		await lab.refresh({ artefacts: await lab.client['artefact.list']() });
		await lab.refreshRuns();
		lab.notices.say({ level: 'info', message: text.done({ file: file.name, ...count }) });
		if (link !== undefined) lab.openLink(`#${link}`);
		return sorted.flatMap(({ kind, files }) => (kind === 'lesson' ? files.map(toFile) : []));
	} catch (error) {
		lab.notices.fail(text.cannotRead, error);
		return [];
	}
}

const toFile = ({ name, blob }: NamedFile): File => new File([blob], name);

/** False: the lab has it already, and nothing was stored. */
async function store({ lab, models }: Library, { kind, id, name, files }: PackPart) {
	const { client, info } = lab;
	const [file] = files.map(toFile);
	const isHere = (listed: readonly { readonly sha256: string }[] = []) =>
		listed.some(({ sha256 }) => sha256 === id);
	const demand = (found: string) => {
		if (found !== id) throw wrong(name, sentence('library.errors.packOther', { found }));
		return true;
	};
	switch (kind) {
		case 'skill':
			if (info?.skills.some(({ fingerprint }) => fingerprint === id)) return false;
			return demand((await client['skill.import']({ file })).fingerprint);
		case 'model':
			if (isHere(info?.models) || isHere(info?.adapters)) return false;
			return demand(
				(await models.put(await client['model.import']({ files: files.map(toFile), name }))).sha256,
			);
		case 'artefact':
			if (isHere(info?.artefacts)) return false;
			return demand((await client['artefact.import']({ file })).sha256);
		case 'questions':
			if (isHere(await client['question.list']())) return false;
			return demand((await client['question.import']({ file })).info.sha256);
		default:
			return (await client['run.import']({ file })).isNew;
	}
}
