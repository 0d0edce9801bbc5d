/** Stores the parts of a shared file that this lab lacks, then opens its link and its run. */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { NamedFile, PackPart } from '#lab/worker/protocol.ts';
import { libraryWords } from '../words.ts';

/** The part of LabState that opens a shared file. */
type PackLab = Pick<
	LabState,
	'client' | 'info' | 'refresh' | 'refreshRuns' | 'openLink' | 'openRun'
> & { readonly notices: Pick<LabState['notices'], 'say' | 'fail'> };

/** `kinds`: in the order of restoring. A part that fails is named, and the others are stored. */
export async function openPack(
	lab: PackLab,
	kinds: readonly KeptKind[],
	file: File,
): Promise<void> {
	const text = libraryWords.pack;
	const count = { stored: 0, here: 0 };
	const fail = (name: string, error: unknown) =>
		lab.notices.fail(text.cannotStore, new Error(`${file.name}, ${name}: ${errorText(error)}`));
	const put = async ({ store }: KeptKind, { files, ...part }: PackPart) => {
		try {
			count[(await store(part, files.map(toFile))) ? 'stored' : 'here']++;
		} catch (error) {
			fail(part.name, error);
		}
	};
	try {
		const { link, parts } = await lab.client['pack.read']({ file });
		for (const kind of kinds)
			for (const part of parts) if (part.kind === kind.kind) await put(kind, part);
		for (const { kind, name } of parts)
			if (kinds.every((known) => known.kind !== kind))
				fail(name, new InputError(sentence('library.errors.packUnknown', { kind })));
		await lab.refresh({ artefacts: await lab.client['artefact.list']() });
		await lab.refreshRuns();
		lab.notices.say({ level: 'info', message: text.done({ file: file.name, ...count }) });
		if (link === undefined || !lab.openLink(`#${link}`)) return;
		const [run, ...others] = parts.filter(({ kind }) => kind === 'run');
		// An import under another id stays on the list of runs.
		const isHere = lab.info?.runs.some(({ id }) => id === run?.id);
		if (run && isHere && others.length === 0) await lab.openRun(run.id);
	} catch (error) {
		lab.notices.fail(text.cannotRead, error);
	}
}

const toFile = ({ name, blob }: NamedFile): File => new File([blob], name);
