/** Saves files with the browser's download. Nothing leaves the machine. */
import type { NamedFile } from '#lab/worker/protocol.ts';

/** The start of a link: the address without the fragment. */
export const pageAddress = (): string => location.href.split('#', 1)[0];

export function saveFile({ name, blob }: NamedFile): void {
	const url = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = url;
	// Sentences set names of right-to-left scripts off by invisible signs.
	link.download = name.replace(/[\u2068\u2069]/g, '');
	link.click();
	// Safari starts to read the address later than the next task.
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
