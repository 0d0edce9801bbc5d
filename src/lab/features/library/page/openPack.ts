/** Stores the parts of a shared file that this lab lacks, then opens its link and its run. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { KeptKind } from '#lab/page/shell/keptKind.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { PageState } from '#lab/page/state/pageState.ts';
import { errorText } from '#lab/page/words/words.ts';
import type { NamedFile, PackPart } from '#lab/worker/protocol.ts';
import { libraryWords } from '../words.ts';

/** The part of LabState that opens a shared file. */
type PackLab = Pick<
	LabState,
	'client' | 'info' | 'refresh' | 'refreshRuns' | 'openLink' | 'openRun'
> & { readonly notices: Pick<LabState['notices'], 'say' | 'fail' | 'close' | 'progress'> };

/** The kinds of parts that a file can bring, and the words that count them. */
export type PackKinds = Pick<PageState, 'keptKinds' | 'countKinds'>;

/** Stores in the order of the kinds. A part that fails is named, and the others are stored. */
export async function openPack(lab: PackLab, kinds: PackKinds, file: File): Promise<void> {
	const text = libraryWords.pack;
	const opening = lab.notices.say('info', () => text.opening({ file: file.name }));
	try {
		const { link, parts } = await lab.client['pack.read']({ file });
		await storeParts(lab, kinds, file, parts);
		lab.notices.close(opening);
		if (link === undefined || !lab.openLink(`#${link}`)) return;
		const [run, ...others] = parts.filter(({ kind }) => kind === 'run');
		// An import under another id stays on the list of runs.
		const isHere = lab.info?.runs.some(({ id }) => id === run?.id);
		if (run && isHere && others.length === 0) await lab.openRun(run.id);
	} catch (error) {
		lab.notices.close(opening);
		lab.notices.fail(text.cannotRead, error);
	}
}

async function storeParts(
	lab: PackLab,
	{ keptKinds, countKinds }: PackKinds,
	file: File,
	parts: readonly PackPart[],
): Promise<void> {
	const text = libraryWords.pack;
	const kinds: readonly KeptKind[] = await keptKinds();
	const stored: PackPart[] = [];
	let here = 0;
	const fail = (name: string, error: unknown) =>
		lab.notices.fail(text.cannotStore, new Error(`${file.name}, ${name}: ${errorText(error)}`));
	const report = (name: string, fraction: number, done = false) => {
		const label = { id: 'pack.storing', values: { name } } as const;
		lab.notices.progress({ event: 'progress', task: 'pack.open', label, fraction, done });
	};
	const known = kinds.flatMap((kind) =>
		parts.filter((part) => part.kind === kind.kind).map((part) => ({ kind, part })),
	);
	for (const [i, { kind, part }] of known.entries()) {
		report(part.name, i / known.length);
		try {
			if (await kind.store(part, part.files.map(toFile))) stored.push(part);
			else here++;
		} catch (error) {
			fail(part.name, error);
		}
	}
	report(file.name, 1, true);
	for (const { kind, name } of parts)
		if (kinds.every((other) => other.kind !== kind))
			fail(
				name,
				new InputError(
					kind === 'law'
						? say('laws of mixes left in 1.0. Make a study of fixed mixes instead.')
						: say(
								'this version of the lab does not know the kind “{kind}”. Reload the page, and open the file again.',
								{ kind },
							),
				),
			);
	await lab.refresh({});
	await lab.refreshRuns();
	const message = () =>
		text.done({ file: file.name, stored: stored.length, kinds: countKinds(stored), here });
	lab.notices.say('info', message);
}

const toFile = ({ name, blob }: NamedFile): File => new File([blob], name);
