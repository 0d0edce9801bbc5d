/**
 * `npm run messages`: writes the types of the messages and the lists of their files. It imports no
 * texts before it writes, because the lists of the texts can be out of date.
 */
import { generatedFiles } from './lib/messageTypes.ts';
import { writeBeside } from './lib/writeBeside.ts';

if (process.argv.length > 2) {
	const { readCommand } = await import('./lib/command.ts');
	const purpose = 'Writes the types of the messages and the lists of their files.';
	readCommand({ name: 'npm run messages', purpose, options: {} });
}

for (const [path, text] of generatedFiles()) writeBeside(path, text);
