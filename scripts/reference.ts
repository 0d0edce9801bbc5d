/** `npm run reference`: writes the guide's tables that follow from the code. */
import { readCommand } from './lib/command.ts';
import { referencePages } from './lib/reference.ts';
import { writeBeside } from './lib/writeBeside.ts';

readCommand({
	name: 'npm run reference',
	purpose: 'Writes the tables of docs/guide that follow from the code.',
	options: {},
});

for (const [file, text] of await referencePages()) writeBeside(file, text);
