/**
 * `npm start`: builds the page, serves it and opens it.
 * Without a display it first trains the default experiment in a headless browser.
 */
import { englishText, statementText } from '#engine/core/message.ts';
import { spawn } from 'node:child_process';
import { buildIfStale, siteFolder } from './lib/build.ts';
import { ensureBrowser, hasGpu } from './lib/browser.ts';
import { runScript, SetupError } from './lib/faults.ts';
import { flag, readCommand, wholeOr } from './lib/command.ts';
import { Collector } from './lib/Collector.ts';
import { openLab } from './lib/headlessRun.ts';
import { hasDisplay } from './lib/installBrowser.ts';
import { Progress, skillTable } from './lib/runReport.ts';
import { serve, type Site } from './lib/serve.ts';
import { createTerminal } from './lib/terminal.ts';

const terminal = createTerminal();
const log = (line: string): void => terminal.line(line);
const onCi = !['', '0', 'false'].includes(process.env['CI'] ?? '');

await runScript(async () => {
	const { port, ...values } = readCommand({
		name: 'npm start',
		purpose:
			'Builds the page, serves it and opens it. Without a display it first trains the default ' +
			'experiment in a headless browser.',
		example: '--headless --port 8080',
		options: {
			headless: flag('Trains the default experiment even if there is a display'),
			once: flag('Trains it and stops the server afterwards; also with CI=1'),
			port: wholeOr(4173, 'Port of the server', { from: 0, to: 65535 }),
			network: flag('Serves the other machines of the network too, such as those of a class'),
		},
	});
	const once = values.once || onCi;
	const headless = values.headless || once || !hasDisplay();
	// A browser that has to be installed takes the network, a build the processor.
	const [browser] = await Promise.all([headless ? ensureBrowser(log) : null, buildIfStale(log)]);
	const collector = values.network ? new Collector('.cache/class.json', log) : null;
	const site = await serve(siteFolder, port, { network: values.network, collector });
	if (port !== 0 && new URL(site.url).port !== String(port))
		log(`Port ${port} is in use. The lab is at ${site.url} instead, with other stored runs.`);
	try {
		if (browser) await train(site, browser.path);
		// A link that is made there opens on other machines too.
		else openInBrowser(site.networkUrls[0] ?? site.url);
	} finally {
		if (once) await site.close();
	}
	if (once) return;
	log(`\nThe lab is at ${site.url} (Ctrl+C stops it).`);
	if (!collector) return;
	log(`Other machines of the network open ${site.networkUrls.join(' or ')}.`);
	log(`Class shows what pupils send with this code: ${collector.code}`);
	if (collector.count > 0)
		log(`It has ${collector.count} results of before, which "Clear" in Class removes.`);
});

/** Trains the default experiment. */
async function train(site: Site, browser: string): Promise<void> {
	const started = performance.now();
	const seconds = (): string => ((performance.now() - started) / 1000).toFixed(1);
	const lab = await openLab({
		browser,
		url: site.url,
		software: !hasGpu(),
		listen: ({ progress }) => terminal.live(progress?.label ?? ''),
	});
	try {
		const { defaultExperiment: experiment, device } = lab.info;
		const reason = device.reason ? ` (${englishText(device.reason)})` : '';
		log(`Ready in ${seconds()} s. Training on ${device.backend}: ${device.name}${reason}.`);
		const trained = experiment.skills.filter((skill) => skill.use === 'train').length;
		log(
			`Default experiment: ${trained} skills, policy ${experiment.policy[0]?.id}, ` +
				`${experiment.steps} steps, seed ${experiment.seed}.`,
		);
		const progress = new Progress(experiment);
		const events = await lab.run(null, ({ events, progress: task }) => {
			if (events.length === 0) return terminal.live(task?.label ?? '');
			if (progress.add(events)) terminal.line(progress.line);
			else terminal.live(progress.line);
		});
		log(`\n${skillTable(experiment, lab.info.skills, events)}`);
		const failed = events.find((event) => event.type === 'failed');
		if (failed)
			throw new SetupError(
				`The run failed at step ${failed.step}: ${statementText(failed.message)}`,
			);
		if (!events.some((event) => event.type === 'finished'))
			throw new SetupError('The run ended before its last step.');
		log(`\nDone in ${seconds()} s.`);
	} finally {
		await lab.close();
	}
}

function openInBrowser(url: string): void {
	const [command, ...words] =
		process.platform === 'darwin'
			? ['open', url]
			: process.platform === 'win32'
				? ['cmd', '/c', 'start', '', url]
				: ['xdg-open', url];
	const child = spawn(command ?? '', words, { stdio: 'ignore', detached: true });
	child.on('error', () => log('Cannot open a browser: open the address yourself.'));
	child.unref();
}
