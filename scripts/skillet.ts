/** The commands of the package: `npx skillet` serves the lab, `npx skillet compare` compares. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { SetupError, runScript } from './lib/faults.ts';
import { compareCommand } from './compareCommand.ts';
import { flag, readCommand, wholeOr } from './lib/command.ts';
import { serve } from './lib/serve.ts';

await runScript(async () => {
	if (process.argv[2] === 'compare') {
		process.argv.splice(2, 1);
		return compareCommand();
	}
	const { port, network } = readCommand({
		name: 'npx skillet',
		purpose: 'Serves the lab on this machine.',
		example: '--port 8080',
		options: {
			port: wholeOr(4173, 'Port of the server', { from: 0, to: 65535 }),
			network: flag('Serves the other machines of the network too, such as those of a class'),
		},
	});
	const folder = path.join(import.meta.dirname, '../site');
	if (!existsSync(folder))
		throw new SetupError(
			'This package was built without the page: npm run build:package -- --site.',
		);
	const site = await serve(folder, port, { network });
	console.log(`The lab is at ${site.url} (Ctrl+C stops it).`);
	if (network) console.log(`Other machines of the network open ${site.networkUrls.join(' or ')}.`);
});
