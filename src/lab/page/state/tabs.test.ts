import { expect, it, vi } from 'vitest';
import type { LabState } from './LabState.svelte.ts';
import { labWords } from '#lab/page/workbench/statusWords.ts';
import { takeOver, watchTabs } from './tabs.ts';

it('a tab that may not speak to others, as where storage is blocked, watches none', () => {
	vi.stubGlobal('BroadcastChannel', function blocked() {
		throw new DOMException('The operation is insecure.', 'SecurityError');
	});
	expect(() => watchTabs({} as LabState)()).not.toThrow();
	vi.unstubAllGlobals();
});

it('a tab that another one takes over gives its scripts the sentence that it shows', async () => {
	const close = vi.fn<(why: Error) => void>();
	const lab = { status: { kind: 'ready' }, run: null, client: { close } } as unknown as LabState;
	const end = watchTabs(lab);
	takeOver();
	await vi.waitFor(() => expect(lab.status.kind).toBe('elsewhere'));
	end();
	expect(close.mock.calls[0][0].message).toBe(labWords(lab.status).join(' '));
});
