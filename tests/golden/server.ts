/**
 * Writes tests/golden/server/: the configurations of serverCases.ts, by `npx tsx
 * tests/golden/server.ts`. Then let the trainers read them again: tests/golden/server.py.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeFiles, serverCases } from './serverCases.ts';

for (const name of Object.keys(serverCases))
	for (const file of writeFiles(name)) {
		const target = path.join(import.meta.dirname, 'server', name, file.name);
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, file.text);
	}
