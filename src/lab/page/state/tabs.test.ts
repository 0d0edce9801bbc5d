import { expect, it, vi } from 'vitest';
import type { LabState } from './LabState.svelte.ts';
import { watchTabs } from './tabs.ts';

it('a tab that may not speak to others, as where storage is blocked, watches none', () => {
	vi.stubGlobal('BroadcastChannel', function blocked() {
		throw new DOMException('The operation is insecure.', 'SecurityError');
	});
	expect(() => watchTabs({} as LabState)()).not.toThrow();
	vi.unstubAllGlobals();
});
