/** Serves the built site on PORT, or on the first free port from 4173: `tsx scripts/serve.ts`. */
import { runScript } from './lib/faults.ts';
import { buildIfStale, siteFolder } from './lib/build.ts';
import { serve } from './lib/serve.ts';
import { parseWhole, readCommand } from './lib/command.ts';

readCommand({
	name: 'tsx scripts/serve.ts',
	purpose: 'Serves the built site on PORT, or on the first free port from 4173.',
	options: {},
});

await runScript(async () => {
	const word = process.env['PORT'];
	const port = word === undefined ? 4173 : parseWhole(word, 'PORT', { from: 0, to: 65535 });
	await buildIfStale((line) => console.error(line));
	const site = await serve(siteFolder, port, { exact: word !== undefined });
	console.log(`Serving ${siteFolder}/ at ${site.url}`);
});
