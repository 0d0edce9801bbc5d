/** `npm run build:engine` and alike: builds a part of src/ as a package. */
import { InputError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import { runScript } from './lib/faults.ts';
import { readCommand } from './lib/command.ts';
import { buildPart, partNames } from './lib/part.ts';

await runScript(async () => {
	const { words } = readCommand({
		name: 'npm run build:engine',
		purpose:
			'Builds src/engine as a package in .cache/parts/; npm run build:mixing builds src/mixing.',
		options: {},
		acceptsWords: true,
	});
	const name = partNames.find((part) => part === words[0]);
	if (!name || words.length > 1)
		throw new InputError(asMessage(`Name one part to build: ${partNames.join(' or ')}.`));
	console.log(`Built ${await buildPart(name)}`);
});
