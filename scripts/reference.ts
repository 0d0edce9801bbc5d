/** `npm run reference`: writes the guide's tables that follow from the code. */
import { writeFileSync } from 'node:fs';
import { readCommand } from './lib/command.ts';
import { referencePages } from './lib/reference.ts';

readCommand({
	name: 'npm run reference',
	purpose: 'Writes the tables of docs/guide that follow from the code.',
	options: {},
});

for (const [file, text] of await referencePages()) writeFileSync(file, text);
