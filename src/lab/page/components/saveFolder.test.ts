/** Folders that the page saves. */
import { expect, test, vi } from 'vitest';
import { saveFolder } from './saveFolder.ts';

test('a folder is one zip, or file by file beyond 4 GB', async () => {
	const saved: string[] = [];
	vi.stubGlobal('document', {
		createElement: () => ({
			download: '',
			click(this: { readonly download: string }) {
				saved.push(this.download);
			},
		}),
	});
	vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL: () => undefined });
	vi.useFakeTimers();
	const card = { name: 'README.md', blob: new Blob(['card']) };
	const weights = { name: 'model.safetensors', blob: { size: 4.4e9 } as Blob };
	await saveFolder('small.zip', [card]);
	await saveFolder('large.zip', [card, weights]);
	vi.useRealTimers();
	vi.unstubAllGlobals();
	expect(saved).toEqual(['small.zip', 'README.md', 'model.safetensors']);
});
