/** `npm run build:package`: builds the package that others install. */
import path from 'node:path';
import { runScript } from './lib/faults.ts';
import { flag, readCommand } from './lib/command.ts';
import { buildPackage } from './lib/package.ts';

const target = path.resolve('.cache/package');

await runScript(async () => {
	const { site } = readCommand({
		name: 'npm run build:package',
		purpose: `Builds the package skillet in ${target}; npm pack makes a file of it.`,
		options: { site: flag('With the page that npx skillet serves, and its models (40 MB)') },
	});
	await buildPackage(target, { hasSite: site });
	console.log(`Built ${target}`);
});
