/**
 * The configurations for trainers on a server against files that these trainers have read
 * (tests/golden/server.py). A change of a file: run server.ts, then server.py, before a commit.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeFiles, serverCases } from './serverCases.ts';

const files = Object.keys(serverCases).flatMap((run) =>
	writeFiles(run).map((file) => ({ run, ...file })),
);

test.each(files)('$run: $name', ({ run, name, text }) => {
	const golden = path.join(import.meta.dirname, 'server', run, name);
	expect(text).toBe(readFileSync(golden, 'utf8'));
});
