/** Copies a text into the clipboard, also in a page without https. */
import { secureOnly } from '#engine/core/secureContext.ts';

/** Call it in the handler of a click. Throws an Error if the browser refuses. */
export async function writeClipboard(text: string | Promise<string>): Promise<void> {
	const { clipboard, clipboardItem } = secureOnly;
	if (!clipboard) return copyByCommand(await text);
	if (typeof text === 'string') return clipboard.writeText(text);
	// Safari refuses a text that comes later than the click, but takes a promise of it.
	const blob = text.then((content) => new Blob([content], { type: 'text/plain' }));
	await Promise.all([text, clipboard.write([clipboardItem(blob)])]);
}

/** Whether the browser copied the text. It may refuse. */
export const copyText = (text: string): Promise<boolean> =>
	writeClipboard(text).then(
		() => true,
		() => false,
	);

/** The command copies what its event holds. Browsers run it only where something is marked. */
function copyByCommand(text: string): void {
	const marked = document.createElement('span');
	marked.textContent = text;
	marked.style.whiteSpace = 'pre';
	const copy = (event: ClipboardEvent) => {
		event.clipboardData?.setData('text/plain', text);
		event.preventDefault();
		event.stopImmediatePropagation();
	};
	document.body.append(marked);
	getSelection()?.selectAllChildren(marked);
	document.addEventListener('copy', copy, { capture: true });
	try {
		if (!document.execCommand('copy')) throw new DOMException('Not copied.', 'NotAllowedError');
	} finally {
		document.removeEventListener('copy', copy, { capture: true });
		marked.remove();
	}
}
