/**
 * `npm run messages`: writes the types of the message files, and lists the texts that a language
 * lacks. `--types` only writes the types, as `npm ci` and `npm run check` do.
 */
import { messageTypes } from './lib/messageTypes.ts';
import { writeBeside } from './lib/writeBeside.ts';

writeBeside('src/languages/messages.ts', messageTypes());

if (process.argv[2] !== '--types') {
	const { readCommand } = await import('./lib/command.ts');
	const { translationGaps } = await import('./lib/translations.ts');
	const purpose = 'Writes the types of the texts, and lists those that a language lacks.';
	readCommand({ name: 'npm run messages', purpose, options: {} });
	const gaps = translationGaps();
	process.stdout.write(
		gaps.length === 0 ? 'Each language has all texts.\n' : `${gaps.join('\n')}\n`,
	);
}
