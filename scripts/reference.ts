/** `npm run reference`: writes the guide's tables that follow from the code. */
import { flag, readCommand } from './lib/command.ts';
import { referencePages } from './lib/reference.ts';
import { writeBeside } from './lib/writeBeside.ts';

const { release } = readCommand({
	name: 'npm run reference',
	purpose: 'Writes the tables of docs/guide that follow from the code.',
	options: { release: flag('The tables of policies too, which change with a release') },
});

for (const [file, text] of await referencePages({ ofPolicies: release })) writeBeside(file, text);
