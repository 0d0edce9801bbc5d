/** A new empty folder. It is removed after the test, or after those of the file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, onTestFinished, TestRunner } from 'vitest';

export function testFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'skillet-test-'));
	const end = TestRunner.getCurrentTest() ? onTestFinished : afterAll;
	end(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}
