/** Serves the built site on PORT, or on the first free port from 4173: `tsx scripts/serve.ts`. */
import { runScript } from './lib/faults.ts';
import { buildIfStale, siteFolder } from './lib/build.ts';
import { serve } from './lib/serve.ts';
import { readCommand } from './lib/command.ts';

readCommand({
	name: 'tsx scripts/serve.ts',
	purpose: 'Serves the built site on PORT, or on the first free port from 4173.',
	options: {},
});

await runScript(async () => {
	await buildIfStale((line) => console.error(line));
	const port = process.env['PORT'];
	const site = await serve(siteFolder, Number(port ?? 4173), { exact: port !== undefined });
	console.log(`Serving ${siteFolder}/ at ${site.url}`);
});
