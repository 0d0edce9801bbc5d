/** Real pretrained models through the built page, one at a time: `npm run test:real`. */
import { defineConfig } from '@playwright/test';
import journeys from './playwright.config.ts';

export default defineConfig(journeys, {
	testDir: 'tests/real',
	testMatch: '**/*.real.ts',
	workers: 1,
	timeout: 1_800_000,
	expect: { timeout: 600_000 },
});
