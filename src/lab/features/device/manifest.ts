/** The device dialog as the page knows it before it loads its code. */
import type { Feature } from '#lab/page/shell/feature.ts';

export const device: Feature = {
	id: 'device',
	// A GPU that failed its self-test shows a notice.
	loadAtStart: async (client) => (await client['device.tested']())?.outcome === 'failed',
	load: () => import('./page/devicePage.ts'),
};
