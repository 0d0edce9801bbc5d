/** `npm run messages`: writes the types of the messages from their English texts. */
import { writeFileSync } from 'node:fs';
import { readCommand } from './lib/command.ts';
import { messageTypes } from './lib/messageTypes.ts';

readCommand({
	name: 'npm run messages',
	purpose: 'Writes the types of the messages, src/languages/messages.ts.',
	example: '',
	options: {},
});

writeFileSync('src/languages/messages.ts', messageTypes());
